use std::time::Duration;

use super::Round;
use crate::number::within;

/// Additive increase, multiplicative decrease: one more after each round in which the limit was used and
/// nothing was refused, and a tenth less when something was.
///
/// For who is told when it is too much: by a 503, by a timeout. It never stops trying one more, so now and
/// then something is refused. The algorithm is that of TCP (Chiu and Jain, 1989); the figures are those of
/// `AIMDLimit` in Netflix's [concurrency-limits](https://github.com/Netflix/concurrency-limits).
#[derive(Clone, Debug, PartialEq)]
pub struct Aimd {
    backoff: f64,
    too_slow: Option<Duration>,
}

impl Aimd {
    /// A tenth less, and no latency that is too long.
    pub fn new() -> Self {
        Self { backoff: 0.9, too_slow: None }
    }

    /// What is left of the limit when something is refused: from 0.1 to 0.99.
    pub fn backoff(self, ratio: f64) -> Self {
        Self { backoff: within(ratio, 0.1, 0.99), ..self }
    }

    /// Takes a round for overloaded in which calls took longer than that, on average.
    pub fn too_slow(self, latency: Duration) -> Self {
        Self { too_slow: Some(latency), ..self }
    }

    pub(super) fn next(&self, round: &Round) -> f64 {
        let is_slow = self.too_slow.zip(round.latency).is_some_and(|(limit, it)| it > limit);
        if round.overloaded || is_slow {
            (round.limit * self.backoff).floor()
        } else if round.is_idle() {
            round.limit
        } else {
            round.limit + 1.0
        }
    }
}

impl Default for Aimd {
    fn default() -> Self {
        Self::new()
    }
}
