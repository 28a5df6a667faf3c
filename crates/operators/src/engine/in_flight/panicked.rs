use std::any::Any;
use std::error::Error;
use std::fmt;

/// User code has panicked: a future, the function that makes them, or a segment of
/// [`catch_panics`](crate::ext::ErrorExt::catch_panics).
///
/// Operators that work asynchronously ask for an error type that is `From<Panicked>`: nobody who could
/// catch the panic has called it. [`AnyError`](crate::AnyError) is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panicked {
    operator: &'static str,
    message: Option<String>,
}

impl Panicked {
    pub(crate) fn new(operator: &'static str, panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = text.or_else(|| panic.downcast_ref::<String>().cloned());
        Self { operator, message }
    }

    /// The operator in which it has happened.
    pub fn operator(&self) -> &'static str {
        self.operator
    }

    /// What it has panicked with, if that was a text.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panicked in `{}`", self.operator)?;
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl Error for Panicked {}
