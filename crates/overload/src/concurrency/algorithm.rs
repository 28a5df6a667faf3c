use std::time::Duration;

use super::{Aimd, Gradient};

/// How a limit is found: [`Aimd`] or [`Gradient`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LimitAlgorithm {
    /// Adds, until something is refused.
    Aimd(Aimd),
    /// Goes by how much longer things take than without load.
    Gradient(Gradient),
}

/// As many calls as the limit allows at a time, begun under the same limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round {
    /// The limit, before it is rounded down.
    pub(crate) limit: f64,
    /// How many were in flight at most.
    pub(crate) peak: usize,
    /// The mean of those that were answered; none if none was, and then one was overloaded.
    pub(crate) latency: Option<Duration>,
    /// One was overloaded, which ends the round.
    pub(crate) overloaded: bool,
}

impl Round {
    /// So little was in flight that the limit made no difference, and is not known to be too low.
    pub(crate) fn is_idle(&self) -> bool {
        (self.peak as f64) < self.limit / 2.0
    }
}

impl LimitAlgorithm {
    /// The limit of the next round.
    pub(crate) fn next(&mut self, round: &Round) -> f64 {
        match self {
            Self::Aimd(aimd) => aimd.next(round),
            Self::Gradient(gradient) => gradient.next(round),
        }
    }
}

impl From<Aimd> for LimitAlgorithm {
    fn from(aimd: Aimd) -> Self {
        Self::Aimd(aimd)
    }
}

impl From<Gradient> for LimitAlgorithm {
    fn from(gradient: Gradient) -> Self {
        Self::Gradient(gradient)
    }
}
