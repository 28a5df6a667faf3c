use std::time::Duration;

/// So far apart are samples, at least, if elements come that fast.
const INTERVAL: Duration = Duration::from_millis(1);

/// Which of many things are timed: all, if they come slowly, and else one in each [`INTERVAL`].
pub(crate) struct Sampler {
    /// The number of the next.
    pub(crate) next: u64,
    stride: u64,
    last: (u64, Duration),
}

impl Sampler {
    pub(crate) fn new(now: Duration) -> Self {
        Self { next: 1, stride: 1, last: (0, now) }
    }

    /// Whether the one of this number is timed: then, for how many it stands, and in which time they came.
    pub(crate) fn sample(&mut self, number: u64, now: Duration) -> Option<(u64, Duration)> {
        let (count, time) = (number - self.last.0, now.saturating_sub(self.last.1));
        let is_early = number < self.next;
        if is_early && time < 2 * INTERVAL {
            return None;
        }
        let fit = (u128::from(count) * INTERVAL.as_nanos()).checked_div(time.as_nanos());
        let fit = fit.map_or(u64::MAX, |fit| u64::try_from(fit).unwrap_or(u64::MAX));
        // The first says nothing about how fast they come, and if they have become slower there is no
        // telling how slow: begin anew.
        let begins = is_early || self.last.0 == 0;
        self.stride = if begins { 1 } else { fit.clamp(1, self.stride * 2) };
        self.next = number + self.stride;
        self.last = (number, now);
        Some((count.max(1), time))
    }
}
