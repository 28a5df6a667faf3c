use std::fmt;
use std::sync::Arc;

use governor::RateLimiter;
use governor::state::{InMemoryState, NotKeyed};
use reactive_streams_operators::operator::Rate;
use reactive_streams_operators::scheduler::Scheduler;

use super::Limited;
use super::clock::{WorkerClock, quota};
use crate::sleep::Sleep;

/// A rate that all who have a clone keep together.
///
/// In no time `t` more is let through than the [burst](Rate::burst) of the rate and what it allows in `t`.
///
/// ```
/// use std::num::NonZeroU32;
/// use std::time::Duration;
/// use reactive_streams_operators::operator::Rate;
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
/// use reactive_streams_overload::RateLimit;
///
/// let clock = DeterministicScheduler::new(1); // a ThreadScheduler, in a program
/// let ten = NonZeroU32::new(10).unwrap();
/// let limit = RateLimit::new(Rate::per_second(ten), &clock);
/// assert!(limit.check().is_ok());
/// assert_eq!(limit.check().unwrap_err().retry_after, Duration::from_millis(100));
/// clock.advance(Duration::from_millis(100));
/// assert!(limit.check().is_ok());
/// ```
#[derive(Clone)]
#[doc(alias = "RateLimiter")]
#[doc(alias = "token bucket")]
pub struct RateLimit {
    rate: Rate,
    limiter: Arc<RateLimiter<NotKeyed, InMemoryState, WorkerClock>>,
}

impl RateLimit {
    /// A limit on the clock of `scheduler`, of which nothing has been used.
    pub fn new(rate: Rate, scheduler: &dyn Scheduler) -> Self {
        let clock = WorkerClock(Arc::from(scheduler.worker()));
        let limiter = RateLimiter::new(quota(rate), InMemoryState::default(), clock);
        Self { rate, limiter: Arc::new(limiter) }
    }

    /// Uses one of what is allowed; if there is none, says when there will be, and uses nothing.
    pub fn check(&self) -> Result<(), Limited> {
        self.limiter.check().map_err(|until| self.limiter.clock().limited(&until))
    }

    /// As [`check`](Self::check), but waits until it is allowed. Nothing is used if the future is dropped.
    ///
    /// Those who wait come in no particular order. When the scheduler has shut down there is nothing to
    /// wait for, and the future says [`Limited`].
    pub fn acquire(&self) -> impl Future<Output = Result<(), Limited>> + Send + use<> {
        let limit = self.clone();
        async move {
            while let Err(limited) = limit.check() {
                let worker = &*limit.limiter.clock().0;
                if !Sleep::new(worker, limited.retry_after).await {
                    return Err(limited);
                }
            }
            Ok(())
        }
    }
}

impl fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimit").field("rate", &self.rate).finish_non_exhaustive()
    }
}
