use std::error::Error;
use std::fmt;
use std::time::Duration;

/// The error of an operator that limits a time: it has elapsed.
///
/// Operators that fail with it ask for an error type that it can be made into, such as itself or
/// [`AnyError`](crate::AnyError).
#[doc(alias = "TimeoutException")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed {
    operator: &'static str,
    limit: Duration,
}

impl Elapsed {
    pub(crate) fn new(operator: &'static str, limit: Duration) -> Self {
        Self { operator, limit }
    }

    /// The name of the operator.
    pub fn operator(&self) -> &'static str {
        self.operator
    }

    /// How long it has waited.
    pub fn limit(&self) -> Duration {
        self.limit
    }
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?} have elapsed", self.operator, self.limit)
    }
}

impl Error for Elapsed {}
