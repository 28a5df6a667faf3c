use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Lag;
use crate::engine::{Pass, Stage, Step};
use crate::scheduler::{Scheduler, Worker};
use crate::source::{Interval, interval};

/// Without a pause, a lag that is not known would be looked at for ever.
const SHORTEST: Duration = Duration::from_millis(1);

/// How far behind the consumers of a source are, and where that leads: what an autoscaler goes by.
///
/// More consumers are needed if the lag grows, or if it takes too long to be gone; fewer if it is gone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LagTrend {
    lag: u64,
    growth: f64,
}

impl LagTrend {
    /// How many elements had not been acknowledged, at the last look.
    pub fn lag(&self) -> u64 {
        self.lag
    }

    /// By how many elements per second that grows; negative if it shrinks. Smoothed: see [`lag_trends`].
    pub fn growth(&self) -> f64 {
        self.growth
    }

    /// When the lag will be gone, if it goes on shrinking like that: `None` if it does not shrink, zero if there
    /// is none.
    pub fn time_to_drain(&self) -> Option<Duration> {
        if self.lag == 0 {
            return Some(Duration::ZERO);
        }
        // The lag of any queue that there is has fewer than 2^52 elements.
        let seconds = self.lag as f64 / -self.growth;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

/// Looks at the lag of a source once in each `period`, a millisecond at least, and says where it leads.
///
/// The growth is an exponential average: of a change of pace, 63 % is seen after the time of `smoothing`, 95 % after
/// three times that. So `smoothing` is how long a peak has to last for it to count, some periods at least.
///
/// # Demand
///
/// As [`interval`]: there is a look for an element that is requested, and without demand none. Then growth is that
/// since the look before. Nothing is given for the first look, which has none before it, and as long as the lag is
/// not known. It does not end, and keeps the source.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use std::time::Duration;
/// use reactive_streams_operators::delivery::{Lag, lag_trends};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
///
/// #[derive(Clone, Default)]
/// struct Queue(Arc<AtomicU64>); // or one on disk, or the consumer of a broker
///
/// impl Lag for Queue {
///     fn lag(&self) -> Option<u64> {
///         Some(self.0.load(Ordering::Relaxed))
///     }
/// }
///
/// let (queue, clock) = (Queue::default(), DeterministicScheduler::new(1));
/// let trends = lag_trends(queue.clone(), Duration::from_secs(10), Duration::from_secs(60), &clock);
/// let mut first = trends.take(1).collect::<Vec<_>>().start();
/// queue.0.store(3000, Ordering::Relaxed);
/// clock.advance(Duration::from_secs(10));
/// queue.0.store(2000, Ordering::Relaxed);
/// clock.advance(Duration::from_secs(10));
/// let trend = first.try_take().unwrap().unwrap()[0];
/// assert_eq!((trend.lag(), trend.growth()), (2000, -100.0));
/// assert_eq!(trend.time_to_drain(), Some(Duration::from_secs(20)));
/// ```
pub fn lag_trends<L: Lag + 'static>(
    source: L,
    period: Duration,
    smoothing: Duration,
    scheduler: &dyn Scheduler,
) -> Pass<Interval, LagTrends<L>> {
    let clock = Arc::from(scheduler.worker());
    let trends = LagTrends { source, smoothing, clock, before: None, growth: None };
    Pass::new(interval(period.max(SHORTEST), scheduler), trends)
}

/// Stage for [`lag_trends`].
#[derive(Clone)]
pub struct LagTrends<L> {
    source: L,
    smoothing: Duration,
    clock: Arc<dyn Worker>,
    /// When it looked, and what it saw.
    before: Option<(Duration, u64)>,
    growth: Option<f64>,
}

impl<L> fmt::Debug for LagTrends<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LagTrends").field("smoothing", &self.smoothing).finish_non_exhaustive()
    }
}

impl<L> LagTrends<L> {
    /// The average growth, with that since the last look.
    fn grow(&mut self, now: Duration, lag: u64) -> Option<f64> {
        let (then, before) = self.before.replace((now, lag))?;
        let seconds = now.saturating_sub(then).as_secs_f64();
        if seconds == 0.0 {
            return self.growth;
        }
        let pace = (lag as f64 - before as f64) / seconds;
        let average = self.growth.map_or(pace, |growth| {
            let rest = (-seconds / self.smoothing.as_secs_f64()).exp(); // none, if nothing is smoothed
            pace + (growth - pace) * rest
        });
        self.growth = Some(average);
        self.growth
    }
}

impl<L: Lag + 'static, E> Stage<u64, E> for LagTrends<L> {
    type Item = LagTrend;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, _tick: u64) -> Step<LagTrend, E> {
        let Some(lag) = self.source.lag() else { return Step::Skip };
        let now = self.clock.now();
        self.grow(now, lag).map_or(Step::Skip, |growth| Step::Next(LagTrend { lag, growth }))
    }
}
