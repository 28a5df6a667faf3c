use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;

/// There was to be one more batch, window or element of a join while as many were open as may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TooManyOpen {
    /// How many may be open at the same time.
    pub max_open: NonZeroUsize,
}

impl fmt::Display for TooManyOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let max_open = self.max_open;
        write!(f, "{max_open} are open already, which is how many there may be")
    }
}

impl Error for TooManyOpen {}
