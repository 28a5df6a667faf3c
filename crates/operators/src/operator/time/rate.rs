use std::num::NonZeroU32;
use std::time::Duration;

/// So many elements in so much time, and how many of them at once.
///
/// ```
/// use std::num::NonZeroU32;
/// use std::time::Duration;
/// use reactive_streams_operators::operator::Rate;
///
/// let hundred = NonZeroU32::new(100).unwrap();
/// let spaced = Rate::per_second(hundred); // one every 10 ms
/// let bursts = Rate::new(hundred, Duration::from_secs(60)).burst(hundred); // 100 at once, if none came for a minute
/// assert_ne!(spaced, bursts);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// From one element to the next.
    interval: Duration,
    burst: NonZeroU32,
}

impl Rate {
    /// `elements` in the time `per`, one after another at equal distances, to the nanosecond.
    pub const fn new(elements: NonZeroU32, per: Duration) -> Self {
        let interval = per.checked_div(elements.get()).expect("it is not zero");
        Self { interval, burst: NonZeroU32::MIN }
    }

    /// `elements` in each second.
    pub const fn per_second(elements: NonZeroU32) -> Self {
        Self::new(elements, Duration::from_secs(1))
    }

    /// Allows `elements` at once after a time in which none came: as many as the rate allows in that
    /// time, and no more than that.
    pub fn burst(self, elements: NonZeroU32) -> Self {
        Self { burst: elements, ..self }
    }

    /// The time from one element to the next.
    pub fn interval(self) -> Duration {
        self.interval
    }

    /// How many may come at once.
    pub fn at_once(self) -> NonZeroU32 {
        self.burst
    }
}

/// A bucket of tokens, one for each element (GCRA: it keeps one time, and no count).
#[derive(Debug)]
pub(super) struct Bucket {
    rate: Rate,
    /// When it is full, if nothing is taken.
    full_at: Duration,
}

impl Bucket {
    pub(super) fn full(rate: Rate) -> Self {
        Self { rate, full_at: Duration::ZERO }
    }

    /// How many tokens there are.
    pub(super) fn available(&self, now: Duration) -> u64 {
        let missing = self.full_at.saturating_sub(now).as_nanos();
        let missing = match self.rate.interval.as_nanos() {
            0 => 0,
            interval => missing.div_ceil(interval),
        };
        let missing = u64::try_from(missing).unwrap_or(u64::MAX);
        u64::from(self.rate.burst.get()).saturating_sub(missing)
    }

    /// Takes one; if there is none, it is taken in advance.
    pub(super) fn take(&mut self, now: Duration) {
        self.full_at = self.full_at.max(now).saturating_add(self.rate.interval);
    }

    /// When there are `tokens`; `None` if there never are so many.
    pub(super) fn when(&self, tokens: u64) -> Option<Duration> {
        let rest = u64::from(self.rate.burst.get()).checked_sub(tokens)?;
        let rest = u32::try_from(rest).ok()?;
        Some(self.full_at.saturating_sub(self.rate.interval.saturating_mul(rest)))
    }
}
