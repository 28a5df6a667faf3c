//! When one more consumer is needed.

use std::collections::VecDeque;

/// What is acknowledged is committed from time to time, so the lag goes up and down a little: growth is that over
/// so many seconds.
const WINDOW: f64 = 3.0;

/// So soon a backlog should be gone.
const GOAL: f64 = 15.0;

/// What a new consumer does is seen after so many seconds, and not before.
const PATIENCE: f64 = 4.0;

/// Watches the lag, and says when one more consumer is needed.
#[derive(Clone, Debug)]
pub struct Scaler {
    /// A lag of no more than this is how a consumer works, and none that needs help.
    usual: u64,
    seen: VecDeque<(f64, u64)>,
    changed: f64,
}

/// Why one more consumer is needed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// So much is not acknowledged.
    pub lag: u64,
    /// It becomes so much more in a second.
    pub growth: f64,
}

impl Scaler {
    /// One for which a lag up to `usual` is nothing unusual.
    pub fn new(usual: u64) -> Self {
        Self { usual, seen: VecDeque::new(), changed: 0.0 }
    }

    /// The lag, so many seconds after the start. Whoever gets a need adds a consumer, and looks again later.
    pub fn see(&mut self, seconds: f64, lag: u64) -> Option<Need> {
        self.seen.push_back((seconds, lag));
        while self.seen.front().is_some_and(|(then, _)| seconds - then > WINDOW) {
            self.seen.pop_front();
        }
        let &(then, before) = self.seen.front()?;
        if seconds - self.changed < PATIENCE || lag <= self.usual {
            return None;
        }
        let growth = (lag as f64 - before as f64) / (seconds - then);
        let is_gone_in_time = growth < 0.0 && lag as f64 / -growth <= GOAL;
        if is_gone_in_time {
            return None;
        }
        self.changed = seconds;
        Some(Need { lag, growth })
    }

    /// The number of consumers has changed by itself.
    pub fn changed(&mut self, seconds: f64) {
        self.changed = seconds;
    }
}
