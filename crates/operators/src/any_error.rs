use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::engine::Panicked;
use crate::operator::{
    BufferOverflow, Elapsed, GroupError, LimitExceeded, Located, NotSingle, Overflowed, RetryError,
    TooManyOpen,
};

/// An error of any kind, for streams of which nobody needs to tell errors apart.
///
/// Every operator that adds an error of its own accepts it, and those that give an error to several
/// subscribers too, for it can be cloned: clones share the error. It shows itself as the error does.
///
/// ```
/// use std::io;
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::{AnyError, error, from_iter};
///
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let threads = ThreadScheduler::new("requests");
///     let words = from_iter(["a", "bc"]).fallible::<AnyError>(); // from a source that cannot fail
///     let lengths = words.map_async(NonZeroUsize::MIN, &threads, |word| async { word.len() });
///     assert_eq!(lengths.collect::<Vec<_>>().block()?, [1, 2]);
///
///     let gone = error::<u8, _>(io::Error::from(io::ErrorKind::NotFound)).map_err(AnyError::new);
///     let outcome = gone.count().block();
///     assert_eq!(outcome.unwrap_err().to_string(), "entity not found");
///     Ok(())
/// }
/// ```
#[derive(Clone)]
pub struct AnyError(Arc<dyn Error + Send + Sync>);

impl AnyError {
    /// Holds an error, or a text that says what is wrong.
    pub fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Arc::from(error.into()))
    }

    /// The error, if it is an `E`.
    ///
    /// ```
    /// use reactive_streams_operators::AnyError;
    ///
    /// let not_a_number = "x".parse::<u8>().map_err(AnyError::new).unwrap_err();
    /// assert!(not_a_number.downcast_ref::<std::num::ParseIntError>().is_some());
    /// assert!(not_a_number.downcast_ref::<std::io::Error>().is_none());
    /// ```
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Error for AnyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source() // it displays as the error itself
    }
}

/// From each of the errors that operators add; from all others, with [`AnyError::new`], for a type that is
/// an error itself cannot be `From` every error.
macro_rules! from {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for AnyError {
            fn from(error: $error) -> Self {
                Self::new(error)
            }
        }
    )+};
}

from!(
    Box<dyn Error + Send + Sync>,
    BufferOverflow,
    Elapsed,
    GroupError,
    LimitExceeded,
    NotSingle,
    Panicked,
    TooManyOpen
);

impl<T: Send + Sync + 'static> From<Overflowed<T>> for AnyError {
    fn from(error: Overflowed<T>) -> Self {
        Self::new(error)
    }
}

impl<E: Error + Send + Sync + 'static> From<Located<E>> for AnyError {
    fn from(error: Located<E>) -> Self {
        Self::new(error)
    }
}

impl<E: Error + Send + Sync + 'static> From<RetryError<E>> for AnyError {
    fn from(error: RetryError<E>) -> Self {
        Self::new(error)
    }
}
