use std::error::Error;
use std::fmt;

use super::Property;
use crate::engine::{Stage, Step};

/// There was more than a stream was [limited](crate::ext::FilterExt::limit) to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitExceeded {
    limit: u64,
}

impl LimitExceeded {
    /// What the stream was limited to, in elements or in weight.
    pub fn limit(&self) -> u64 {
        self.limit
    }
}

impl fmt::Display for LimitExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the stream has exceeded its limit of {}", self.limit)
    }
}

impl Error for LimitExceeded {}

/// Stage for [`FilterExt::limit`](crate::ext::FilterExt::limit) and
/// [`limit_weighted`](crate::ext::FilterExt::limit_weighted).
#[derive(Clone)]
pub struct Limit<F> {
    limit: u64,
    remaining: u64,
    weight: F,
}

impl<F> fmt::Debug for Limit<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limit").field("limit", &self.limit).finish_non_exhaustive()
    }
}

impl<F> Limit<F> {
    pub(crate) fn new(limit: u64, weight: F) -> Self {
        Self { limit, remaining: limit, weight }
    }
}

impl<T, E, F> Stage<T, E> for Limit<F>
where
    T: Send + 'static,
    E: From<LimitExceeded>,
    F: Property<T, Value = u64>,
{
    type Item = T;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;

    fn step(&mut self, item: T) -> Step<T, E> {
        match self.remaining.checked_sub(self.weight.of(&item)) {
            Some(remaining) => {
                self.remaining = remaining;
                Step::Next(item)
            }
            None => Step::Error(LimitExceeded { limit: self.limit }.into()),
        }
    }
}
