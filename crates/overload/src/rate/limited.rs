use std::error::Error;
use std::fmt;
use std::time::Duration;

use reactive_streams_operators::AnyError;

/// What came sooner than its rate allows, and when to come again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Limited<T = ()> {
    /// What was not let through.
    pub element: T,
    /// After this time it would be, if nothing else came.
    #[doc(alias = "Retry-After")]
    pub retry_after: Duration,
}

impl Limited {
    /// The same, about an element.
    pub fn with<T>(self, element: T) -> Limited<T> {
        Limited { element, retry_after: self.retry_after }
    }
}

// By hand, so that elements need not be `Debug`.
impl<T> fmt::Debug for Limited<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limited").field("retry_after", &self.retry_after).finish_non_exhaustive()
    }
}

impl<T> fmt::Display for Limited<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sooner than the rate allows: again after {:?}", self.retry_after)
    }
}

impl<T> Error for Limited<T> {}

impl<T: Send + Sync + 'static> From<Limited<T>> for AnyError {
    fn from(limited: Limited<T>) -> Self {
        Self::new(limited)
    }
}
