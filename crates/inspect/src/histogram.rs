use std::time::Duration;

use crate::snapshot::Wait;

/// Each power of two of nanoseconds is divided into so many buckets: a figure is at most 6 % too high.
const STEPS: usize = 1 << STEP_BITS;
const STEP_BITS: u32 = 4;

/// From 0 to 2^42 ns, which is more than an hour; what is longer counts as that.
const OCTAVES: usize = 42;

const BUCKETS: usize = (OCTAVES - STEP_BITS as usize + 1) * STEPS;

/// For how long what has been counted is kept; for up to twice as long, to be exact.
const PERIOD: Duration = Duration::from_secs(10);

/// Durations of the last ten to twenty seconds, in buckets whose number and size are fixed.
pub(crate) struct Histogram {
    /// This period, and the one before.
    periods: [Period; 2],
    began: Duration,
}

struct Period {
    buckets: Vec<u32>,
    count: u64,
    max: Duration,
}

impl Histogram {
    pub(crate) fn new() -> Self {
        let period = || Period { buckets: Vec::new(), count: 0, max: Duration::ZERO };
        Self { periods: [period(), period()], began: Duration::ZERO }
    }

    pub(crate) fn record(&mut self, duration: Duration, now: Duration) {
        self.forget(now);
        let [period, _] = &mut self.periods;
        period.buckets.resize(BUCKETS, 0); // allocates once, when there is something to keep
        let bucket = &mut period.buckets[bucket(duration)];
        *bucket = bucket.saturating_add(1);
        period.count += 1;
        period.max = period.max.max(duration);
    }

    /// What is left of the last periods.
    pub(crate) fn read(&mut self, now: Duration) -> Wait {
        self.forget(now);
        let [this, before] = &self.periods;
        let max = this.max.max(before.max);
        let count = this.count + before.count;
        let quantile = |percent: u64| self.quantile(count, percent).min(max);
        Wait { count, p50: quantile(50), p99: quantile(99), max }
    }

    fn quantile(&self, count: u64, percent: u64) -> Duration {
        let rank = (count * percent).div_ceil(100);
        let mut seen = 0;
        for bucket in 0..BUCKETS {
            seen += self.periods.iter().filter_map(|it| it.buckets.get(bucket)).sum::<u32>() as u64;
            if seen >= rank {
                return upper(bucket);
            }
        }
        Duration::ZERO
    }

    fn forget(&mut self, now: Duration) {
        if now < self.began + PERIOD {
            return;
        }
        let [this, before] = &mut self.periods;
        std::mem::swap(this, before);
        this.clear();
        if now >= self.began + 2 * PERIOD {
            before.clear();
        }
        self.began = now;
    }
}

impl Period {
    fn clear(&mut self) {
        self.buckets.fill(0);
        self.count = 0;
        self.max = Duration::ZERO;
    }
}

fn bucket(duration: Duration) -> usize {
    let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX).min((1 << OCTAVES) - 1);
    let Some(octave) = nanos.checked_ilog2().filter(|octave| *octave >= STEP_BITS) else {
        return nanos as usize;
    };
    let shift = octave - STEP_BITS;
    (shift as usize + 1) * STEPS + ((nanos >> shift) as usize - STEPS)
}

/// The longest duration in a bucket.
fn upper(bucket: usize) -> Duration {
    let (octave, step) = (bucket / STEPS, bucket % STEPS);
    if octave == 0 {
        return Duration::from_nanos(step as u64);
    }
    let shift = octave - 1;
    Duration::from_nanos((((STEPS + step + 1) as u64) << shift) - 1)
}
