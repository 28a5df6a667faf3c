use std::error::Error;
use std::fmt;

/// Why [`retry_when`](crate::ext::ErrorExt::retry_when) did not try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryError<E> {
    /// It had tried as often as it should.
    Exhausted {
        /// How often it had tried again.
        retries: usize,
        /// The error of the last attempt.
        error: E,
    },
    /// The [budget](super::RetryBudget) of those who try again was used up.
    OverBudget {
        /// How often it had tried again.
        retries: usize,
        /// The error of the last attempt.
        error: E,
    },
    /// This error is none after which to try again.
    Refused(E),
}

impl<E> RetryError<E> {
    /// The error of the last attempt.
    pub fn into_inner(self) -> E {
        match self {
            Self::Exhausted { error, .. }
            | Self::OverBudget { error, .. }
            | Self::Refused(error) => error,
        }
    }
}

impl<E: fmt::Display> fmt::Display for RetryError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exhausted { retries, .. } => write!(f, "failed again after {retries} retries"),
            Self::OverBudget { .. } => f.write_str("failed, and the budget of retries is used up"),
            Self::Refused(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for RetryError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exhausted { error, .. } | Self::OverBudget { error, .. } => Some(error),
            Self::Refused(error) => error.source(), // it displays as the error itself
        }
    }
}
