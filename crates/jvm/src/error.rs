use std::error::Error;
use std::fmt;
use std::sync::Arc;

use jni::Env;
use jni::objects::{JObject, JString, JThrowable};
use reactive_streams_operators::SinkError;

use crate::env::with_frame;
use crate::native::Native;
use crate::object::JavaObject;

/// An exception of Java, or a failure at the border.
///
/// On its way back to Java it is the same exception again.
#[derive(Clone)]
pub struct JavaError(Arc<Description>);

struct Description {
    class: String,
    message: Option<String>,
    stack_trace: String,
    throwable: Option<JavaObject>,
}

impl JavaError {
    /// The name of its class, `java.lang.IllegalStateException` for instance.
    pub fn class(&self) -> &str {
        &self.0.class
    }

    /// Its message, if it has one.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The stack trace as Java prints it, with its causes; empty for a failure at the border.
    pub fn stack_trace(&self) -> &str {
        &self.0.stack_trace
    }

    /// The exception itself; none for a failure at the border.
    pub fn throwable(&self) -> Option<&JavaObject> {
        self.0.throwable.as_ref()
    }

    /// A failure that is no exception of Java yet.
    pub(crate) fn at_border(class: &str, message: impl Into<String>) -> Self {
        Self(Arc::new(Description {
            class: class.to_owned(),
            message: Some(message.into()),
            stack_trace: String::new(),
            throwable: None,
        }))
    }

    /// `object` is not of the type that was wanted.
    pub(crate) fn wrong_type(env: &mut Env<'_>, object: &JObject<'_>, wanted: &str) -> Self {
        let class = Native::class_of(env, object).and_then(|class| class.try_to_string(env));
        let class = class.unwrap_or_else(|_| "an unknown class".to_owned());
        Self::at_border("java.lang.ClassCastException", format!("{class} is no {wanted}"))
    }

    pub(crate) fn of(env: &mut Env<'_>, throwable: &JThrowable<'_>) -> Self {
        Self::describe(env, throwable).unwrap_or_else(Self::from)
    }

    fn to_throwable<'local>(
        &self,
        env: &mut Env<'local>,
    ) -> jni::errors::Result<JThrowable<'local>> {
        if let Some(original) = self.throwable() {
            let object = env.new_local_ref(original.as_obj())?;
            return env.cast_local::<JThrowable<'_>>(object);
        }
        let class = JString::from_str(env, self.class())?;
        let message = JString::from_str(env, self.message().unwrap_or_default())?;
        Native::exception_of(env, &class, &message)
    }

    fn describe(env: &mut Env<'_>, throwable: &JThrowable<'_>) -> jni::errors::Result<Self> {
        let object = JavaObject::new(env, throwable)?;
        env.with_local_frame(8, |env| {
            let parts = Native::describe(env, throwable)?;
            let mut texts = [None, None, None];
            for (index, text) in texts.iter_mut().enumerate() {
                let part = parts.get_element(env, index)?;
                if !part.is_null() {
                    *text = Some(JString::cast_local(env, part)?.try_to_string(env)?);
                }
            }
            let [class, message, stack_trace] = texts;
            Ok(Self(Arc::new(Description {
                class: class.unwrap_or_default(),
                message,
                stack_trace: stack_trace.unwrap_or_default(),
                throwable: Some(object),
            })))
        })
    }
}

impl fmt::Display for JavaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            Some(message) => write!(f, "{}: {message}", self.class()),
            None => f.write_str(self.class()),
        }
    }
}

impl fmt::Debug for JavaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JavaError")
            .field("class", &self.class())
            .field("message", &self.message())
            .finish_non_exhaustive()
    }
}

impl Error for JavaError {}

impl From<jni::errors::Error> for JavaError {
    fn from(error: jni::errors::Error) -> Self {
        Self::at_border("rust.reactivestreams.RustException", error.to_string())
    }
}

/// Why a stream in Rust may fail, for the subscriber in Java: any error, a text too.
///
/// Implemented for all that can be boxed as an error.
pub trait Failure: Into<Box<dyn Error + Send + Sync>> + Send + 'static {}

impl<E: Into<Box<dyn Error + Send + Sync>> + Send + 'static> Failure for E {}

/// Signals `onError`: with the exception that it was, or one with the error's message and sources.
pub(crate) fn fail(subscriber: &JavaObject, error: Box<dyn Error + Send + Sync>) {
    let failed = with_frame(|env| {
        let throwable = throwable(env, &*error)?;
        Native::fail(env, subscriber.as_obj(), &throwable)
    });
    // Without memory, or without a virtual machine, there is nobody to tell.
    let _ = failed;
}

/// The error that came from Java, if it is one: a sink's is that of its upstream.
fn java_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a JavaError> {
    match error.downcast_ref::<SinkError<JavaError>>() {
        Some(SinkError::Upstream(error)) => Some(error),
        _ => error.downcast_ref(),
    }
}

pub(crate) fn throwable<'local>(
    env: &mut Env<'local>,
    error: &(dyn Error + 'static),
) -> jni::errors::Result<JThrowable<'local>> {
    if let Some(error) = java_error(error) {
        return error.to_throwable(env);
    }
    let cause = match error.source() {
        Some(source) => throwable(env, source)?,
        None => JThrowable::null(),
    };
    let message = JString::from_str(env, error.to_string())?;
    Native::exception(env, &message, &cause)
}
