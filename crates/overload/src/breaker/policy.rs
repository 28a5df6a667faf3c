use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use crate::number::within;

/// When a [`CircuitBreaker`](super::CircuitBreaker) opens, and for how long.
///
/// ```
/// use std::num::{NonZeroU32, NonZeroUsize};
/// use std::time::Duration;
/// use reactive_streams_overload::BreakerPolicy;
///
/// let (five, twenty) = (NonZeroU32::new(5).unwrap(), NonZeroUsize::new(20).unwrap());
/// let policy = BreakerPolicy::failures_in_a_row(five, Duration::from_secs(1))
///     .or_ratio(0.5, twenty)
///     .slower_than(Duration::from_millis(300))
///     .growing(2.0, Duration::from_secs(60))
///     .jitter();
/// # let _ = policy;
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "it does nothing unless given to a `CircuitBreaker`"]
pub struct BreakerPolicy {
    pub(super) in_a_row: Option<NonZeroU32>,
    pub(super) ratio: Option<Ratio>,
    pub(super) slow: Option<Duration>,
    pub(super) probes: NonZeroU32,
    pub(super) open_for: Duration,
    pub(super) factor: f64,
    pub(super) longest: Duration,
    pub(super) jitter: Option<Jitter>,
}

/// Where the random part of a time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Jitter {
    Random,
    Seeded(u64),
}

/// So many failures among so many calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ratio {
    pub(super) failures: usize,
    pub(super) calls: NonZeroUsize,
}

impl Ratio {
    fn new(ratio: f64, calls: NonZeroUsize) -> Self {
        let failures = (within(ratio, 0.0, 1.0) * calls.get() as f64).ceil() as usize;
        Self { failures: failures.max(1), calls }
    }
}

impl BreakerPolicy {
    /// Opens after so many failures in a row, for a time.
    pub fn failures_in_a_row(failures: NonZeroU32, open_for: Duration) -> Self {
        Self { in_a_row: Some(failures), ..Self::closed(open_for) }
    }

    /// Opens when `ratio` of the last `calls` calls were failures, and no sooner than so many were made; for a
    /// time.
    pub fn ratio(ratio: f64, calls: NonZeroUsize, open_for: Duration) -> Self {
        Self { ratio: Some(Ratio::new(ratio, calls)), ..Self::closed(open_for) }
    }

    fn closed(open_for: Duration) -> Self {
        Self {
            in_a_row: None,
            ratio: None,
            slow: None,
            probes: NonZeroU32::MIN,
            open_for,
            factor: 1.0,
            longest: open_for,
            jitter: None,
        }
    }

    /// Opens also after so many failures in a row.
    pub fn or_in_a_row(self, failures: NonZeroU32) -> Self {
        Self { in_a_row: Some(failures), ..self }
    }

    /// Opens also by the [ratio](Self::ratio) of failures.
    pub fn or_ratio(self, ratio: f64, calls: NonZeroUsize) -> Self {
        Self { ratio: Some(Ratio::new(ratio, calls)), ..self }
    }

    /// Counts what takes longer as a failure, whatever comes of it.
    #[doc(alias = "slowCallDurationThreshold")]
    pub fn slower_than(self, time: Duration) -> Self {
        Self { slow: Some(time), ..self }
    }

    /// Makes so many calls to see whether it can close again: all of them at a time, and all have to succeed.
    /// One, unless this is said.
    #[doc(alias = "permittedNumberOfCallsInHalfOpenState")]
    pub fn probes(self, probes: NonZeroU32) -> Self {
        Self { probes, ..self }
    }

    /// Stays open `factor` times as long each time that a probe has failed, but no longer than `longest`.
    pub fn growing(self, factor: f64, longest: Duration) -> Self {
        Self { factor: within(factor, 1.0, 1e9), longest: longest.max(self.open_for), ..self }
    }

    /// Lengthens each time by a random part of it, so that not all breakers probe together.
    pub fn jitter(self) -> Self {
        Self { jitter: Some(Jitter::Random), ..self }
    }

    /// As [`jitter`](Self::jitter), with the same times for the same seed.
    pub fn jitter_with_seed(self, seed: u64) -> Self {
        Self { jitter: Some(Jitter::Seeded(seed)), ..self }
    }

    /// How long it stays open after so many probes have failed in a row, but for the jitter.
    pub(super) fn pause(&self, failed_probes: u32) -> Duration {
        let times = self.factor.powi(i32::try_from(failed_probes).unwrap_or(i32::MAX));
        let pause = Duration::try_from_secs_f64(self.open_for.as_secs_f64() * times);
        pause.map_or(self.longest, |pause| pause.min(self.longest))
    }
}
