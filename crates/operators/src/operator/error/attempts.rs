use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use fastrand::Rng;

/// The delays before attempts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delays {
    backoff: ExponentialBuilder,
    first: Duration,
    longest: Duration,
    spread: Option<Spread>,
    seed: Option<u64>,
}

/// What chance makes of a delay.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spread {
    /// Up to twice as long.
    Lengthened,
    /// Somewhere between none and all of it.
    Full,
    /// Somewhere between the first one and three times the one before.
    Decorrelated,
}

impl Delays {
    pub(super) fn doubling(times: usize, first: Duration) -> Self {
        let backoff = ExponentialBuilder::new().without_max_delay();
        let backoff = backoff.with_min_delay(first).with_max_times(times);
        Self { backoff, first, longest: Duration::MAX, spread: None, seed: None }
    }

    pub(super) fn constant(self) -> Self {
        Self { backoff: self.backoff.with_factor(1.0), ..self }
    }

    pub(super) fn indefinitely(self) -> Self {
        Self { backoff: self.backoff.without_max_times(), ..self }
    }

    pub(super) fn up_to(self, longest: Duration) -> Self {
        Self { backoff: self.backoff.with_max_delay(longest), longest, ..self }
    }

    pub(super) fn spread(self, spread: Spread, seed: Option<u64>) -> Self {
        Self { spread: Some(spread), seed, ..self }
    }
}

/// The attempts that have been made, and those that are left.
pub(super) struct Attempts {
    delays: Delays,
    left: ExponentialBackoff,
    random: Rng,
    before: Duration,
    made: usize,
    in_a_row: bool,
}

/// A clone begins anew.
impl Clone for Attempts {
    fn clone(&self) -> Self {
        Self::new(self.delays, self.in_a_row)
    }
}

impl Attempts {
    pub(super) fn new(delays: Delays, in_a_row: bool) -> Self {
        let random = delays.seed.map_or_else(Rng::new, Rng::with_seed);
        let left = delays.backoff.build();
        Self { delays, left, random, before: delays.first, made: 0, in_a_row }
    }

    /// The delay before the next one, if there is one, after a run that gave so many elements.
    pub(super) fn next(&mut self, received: u64) -> Option<Duration> {
        if self.in_a_row && received > 0 {
            self.left = self.delays.backoff.build();
            self.before = self.delays.first;
            self.made = 0;
        }
        let delay = self.left.next()?;
        self.made += 1;
        self.before = match self.delays.spread {
            None => delay,
            Some(Spread::Lengthened) => delay.saturating_add(self.part_of(delay)),
            Some(Spread::Full) => self.part_of(delay),
            Some(Spread::Decorrelated) => {
                let Delays { first, longest, .. } = self.delays;
                let range = self.before.saturating_mul(3).saturating_sub(first);
                first.saturating_add(self.part_of(range)).min(longest)
            }
        };
        Some(self.before)
    }

    fn part_of(&mut self, time: Duration) -> Duration {
        let part = time.as_secs_f64() * self.random.f64();
        Duration::try_from_secs_f64(part).unwrap_or(time)
    }

    pub(super) fn made(&self) -> usize {
        self.made
    }
}
