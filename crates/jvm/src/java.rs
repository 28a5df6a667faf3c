use jni::objects::JString;

use crate::arguments::IntoArguments;
use crate::convert::{FromJava, Value};
use crate::env::with_frame;
use crate::error::JavaError;
use crate::native::Native;

/// What Java registered under this name with `JavaStreams.register`, made anew of `arguments`.
///
/// # Errors
///
/// When nothing is registered, when its function throws, or makes something else.
///
/// ```no_run
/// use reactive_streams_jvm::{JavaError, JavaPublisher, java};
/// use reactive_streams_operators::prelude::*;
///
/// # fn main() -> Result<(), JavaError> {
/// let lines: JavaPublisher<String> = java("lines", ("/etc/hosts".to_owned(),))?;
/// let count = lines.count().block();
/// # let _ = count;
/// # Ok(())
/// # }
/// ```
pub fn java<J: FromJava>(name: &str, arguments: impl IntoArguments) -> Result<J, JavaError> {
    with_frame(|env| {
        Ok(arguments.into_array(env).and_then(|arguments| {
            let name = JString::from_str(env, name)?;
            let made = Native::make(env, &name, &arguments)?;
            let thrown = Native::thrown(env, &made)?;
            if thrown.is_null() {
                J::from_java(env, Value::Object(made))
            } else {
                Err(JavaError::of(env, &thrown))
            }
        }))
    })?
}
