use std::error::Error;
use std::fmt;
use std::time::Duration;

use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::Reason;

/// Why an arrival was not admitted, and when to come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shed {
    /// Why it was not admitted.
    pub reason: Reason,
    /// After this time it is worth trying again.
    #[doc(alias = "Retry-After")]
    pub retry_after: Duration,
}

impl Shed {
    /// The status of an HTTP response: 429 if the client has come too often, otherwise 503.
    pub fn status_code(&self) -> u16 {
        if self.reason == Reason::Limited { 429 } else { 503 }
    }

    /// The value of the HTTP header `Retry-After`: whole seconds, rounded up, and at least one.
    pub fn retry_after_seconds(&self) -> u64 {
        let up = u64::from(self.retry_after.subsec_nanos() > 0);
        self.retry_after.as_secs().saturating_add(up).max(1)
    }
}

impl fmt::Display for Shed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not admitted: {}; again after {:?}", self.reason, self.retry_after)
    }
}

impl Error for Shed {}

impl From<Shed> for AnyError {
    fn from(shed: Shed) -> Self {
        Self::new(shed)
    }
}
