use std::error::Error;
use std::fmt;
use std::time::Duration;

use reactive_streams_operators::AnyError;

/// The circuit breaker is open: the call was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(alias = "CallNotPermittedException")]
#[doc(alias = "CircuitBreakerOpenException")]
pub struct Open {
    /// When it may be made, at the earliest. While a probe is under way nobody knows that, and this is how long
    /// the breaker stays open if the probe fails, but for its jitter.
    pub retry_after: Duration,
}

impl fmt::Display for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the circuit breaker is open: again after {:?}", self.retry_after)
    }
}

impl Error for Open {}

impl From<Open> for AnyError {
    fn from(open: Open) -> Self {
        Self::new(open)
    }
}

/// Why a [call](super::CircuitBreaker::call) has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError<E> {
    /// It was not made.
    Open(Open),
    /// It was made, and this is its error.
    Failed(E),
}

impl<E> From<Open> for CallError<E> {
    fn from(open: Open) -> Self {
        Self::Open(open)
    }
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(open) => open.fmt(f),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for CallError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Open(open) => open.source(),
            Self::Failed(error) => error.source(), // it displays as the error itself
        }
    }
}

impl<E: Error + Send + Sync + 'static> From<CallError<E>> for AnyError {
    fn from(error: CallError<E>) -> Self {
        Self::new(error)
    }
}
