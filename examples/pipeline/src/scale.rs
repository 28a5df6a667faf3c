//! When one more consumer is needed.

use std::time::Duration;

use reactive_streams_operators::delivery::LagTrend;

/// So soon a backlog should be gone.
const GOAL: Duration = Duration::from_secs(15);

/// What a new consumer does is seen after so long, and not before.
const PATIENCE: Duration = Duration::from_secs(5);

/// Says when one more consumer is needed: when the backlog is not gone soon.
#[derive(Clone, Debug)]
pub struct Scaler {
    usual: u64,
    changed: Duration,
}

impl Scaler {
    /// One for which a lag up to `usual` is nothing unusual.
    pub fn new(usual: u64) -> Self {
        Self { usual, changed: Duration::ZERO }
    }

    /// Whether one more is needed, at this time since the start. Then it waits until that one is at work.
    pub fn needs_more(&mut self, now: Duration, trend: LagTrend) -> bool {
        let is_soon_gone = trend.time_to_drain().is_some_and(|time| time <= GOAL);
        if trend.lag() <= self.usual || is_soon_gone || now < self.changed + PATIENCE {
            return false;
        }
        self.changed = now;
        true
    }

    /// The number of consumers has changed by itself.
    pub fn changed(&mut self, now: Duration) {
        self.changed = now;
    }
}
