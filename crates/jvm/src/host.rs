use std::env;
use std::error::Error;
use std::fmt;
use std::path::Path;

use jni::objects::JString;
use jni::refs::LoaderContext;
use jni::vm::{InitArgsBuilder, JavaVM};

use crate::env::with_frame;
use crate::error::JavaError;
use crate::native::{Native, NativeAPI};
use crate::registry::{self, Registry};

/// Starts a virtual machine in this process, where Rust is the host. There can be one, and it stays.
///
/// `class_path` has the Java part of this crate among its entries. `options` are those of the command
/// `java`. What `register` registers, Java has by name. The virtual machine is found by `JAVA_HOME`, or by
/// the `java` in `PATH`.
///
/// # Errors
///
/// When there is no Java, when it refuses an option, or when a virtual machine runs in this process already.
///
/// ```no_run
/// use std::path::Path;
/// use reactive_streams_jvm::{JavaPublisher, initialize, java, launch};
/// use reactive_streams_operators::prelude::*;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let class_path = [Path::new("reactive-streams-rust.jar"), Path::new("prices.jar")];
/// launch(&class_path, &["-Xmx256m"], |_| {})?;
/// initialize("com.example.Prices")?; // it calls `JavaStreams.register`
/// let prices: JavaPublisher<f64> = java("prices", ("EUR".to_owned(),))?;
/// println!("{:?}", prices.count().block());
/// # Ok(())
/// # }
/// ```
pub fn launch(
    class_path: &[impl AsRef<Path>],
    options: &[&str],
    register: impl FnOnce(&mut Registry),
) -> Result<(), LaunchError> {
    if JavaVM::singleton().is_ok() {
        return Err(LaunchError("one runs in this process already".to_owned()));
    }
    let class_path = env::join_paths(class_path.iter().map(AsRef::as_ref));
    let class_path = class_path.map_err(|error| LaunchError(error.to_string()))?;
    let mut arguments = InitArgsBuilder::new();
    for option in options {
        arguments = arguments.option(*option);
    }
    arguments = arguments.option(format!("-Djava.class.path={}", class_path.to_string_lossy()));
    let arguments = arguments.build().map_err(|error| LaunchError(error.to_string()))?;
    JavaVM::new(arguments).map_err(|error| LaunchError(error.to_string()))?;
    let mut streams = Registry::default();
    register(&mut streams);
    registry::install(streams);
    let started = with_frame(|env| {
        NativeAPI::get(env, &LoaderContext::None)?;
        Native::hosted(env)
    });
    started.map_err(|error| LaunchError(error.to_string()))
}

/// Initializes a class of Java, whose static initializer registers what Rust may ask for.
///
/// # Errors
///
/// When there is no such class, or its initializer throws.
pub fn initialize(class: &str) -> Result<(), JavaError> {
    let thrown = with_frame(|env| {
        let name = JString::from_str(env, class)?;
        let thrown = Native::initialize(env, &name)?;
        Ok(if thrown.is_null() { None } else { Some(JavaError::of(env, &thrown)) })
    })?;
    thrown.map_or(Ok(()), Err)
}

/// Why there is no virtual machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaunchError(String);

impl fmt::Display for LaunchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the virtual machine has not been started: {}", self.0)
    }
}

impl Error for LaunchError {}
