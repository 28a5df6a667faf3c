use std::error::Error;
use std::sync::Arc;

use reactive_streams_jvm::JavaError;
use reactive_streams_operators::Panicked;
use reactive_streams_operators::operator::GroupError;

/// Why a stream of this library fails: what came from Java goes back as it was.
#[derive(Clone)]
pub(crate) enum Fault {
    Java(JavaError),
    Rust(Arc<str>),
}

impl From<JavaError> for Fault {
    fn from(error: JavaError) -> Self {
        Self::Java(error)
    }
}

impl From<Panicked> for Fault {
    fn from(error: Panicked) -> Self {
        Self::Rust(error.to_string().into())
    }
}

impl From<GroupError> for Fault {
    fn from(error: GroupError) -> Self {
        Self::Rust(error.to_string().into())
    }
}

impl From<Fault> for Box<dyn Error + Send + Sync> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Java(error) => error.into(),
            Fault::Rust(message) => (*message).into(),
        }
    }
}
