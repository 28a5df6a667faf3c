use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;

/// Why a stream cannot be taken apart any further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GroupError {
    /// An element has a key of which there is no group, and there are as many as there may be.
    TooManyGroups {
        /// How many there may be.
        max_groups: NonZeroUsize,
    },
    /// Groups or windows that nobody has subscribed hold as many elements as may wait, so that none
    /// would ever come for the others.
    NotConsumed {
        /// How many elements may wait.
        capacity: NonZeroUsize,
    },
}

impl fmt::Display for GroupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyGroups { max_groups } => write!(
                f,
                "group_by: there are {max_groups} groups already, which is how many there may be"
            ),
            Self::NotConsumed { capacity } => write!(
                f,
                "groups that nobody has subscribed hold all {capacity} elements that may wait: \
                 subscribe or drop each of them (flat_map needs a concurrency of as many as there may \
                 be), or choose to hold the upstream"
            ),
        }
    }
}

impl Error for GroupError {}
