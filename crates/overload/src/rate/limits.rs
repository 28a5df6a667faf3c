use std::fmt;
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::sync::Arc;

use governor::RateLimiter;
use reactive_streams_operators::operator::Rate;
use reactive_streams_operators::scheduler::Scheduler;

use super::clock::{WorkerClock, quota, time_to_fill};
use super::keys::Keys;
use super::{ByKey, Limited};
use crate::sleep::Sleep;

/// The same rate for each key, that all who have a clone keep together.
///
/// A bounded number of keys is known. One is forgotten when nothing has been let through of it in the time
/// in which the whole burst of its rate comes again, so that it makes no difference. While there are
/// more, those for which there is no place share one: what is more than known is slowed down, and no key ever
/// gets more than its rate.
///
/// `Hash`, `Eq` and `Clone` of keys are called with a lock in hand.
///
/// ```
/// use std::num::{NonZeroU32, NonZeroUsize};
/// use reactive_streams_operators::operator::Rate;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_overload::RateLimits;
///
/// let clock = ThreadScheduler::new("limits");
/// let customers = NonZeroUsize::new(100_000).unwrap();
/// let limits = RateLimits::new(Rate::per_second(NonZeroU32::MIN), customers, &clock);
/// assert!(limits.check(&"ann").is_ok());
/// assert!(limits.check(&"ben").is_ok());
/// assert!(limits.check(&"ann").is_err());
/// ```
#[derive(Clone)]
#[doc(alias = "KeyedRateLimiter")]
pub struct RateLimits<K: Hash + Eq + Clone> {
    rate: Rate,
    keys: Keys<K>,
    limiter: Arc<RateLimiter<K, Keys<K>, WorkerClock>>,
}

impl<K: Hash + Eq + Clone> RateLimits<K> {
    /// Limits on the clock of `scheduler`, of which nothing has been used, for up to `most` keys that are
    /// told apart.
    pub fn new(rate: Rate, most: NonZeroUsize, scheduler: &dyn Scheduler) -> Self {
        let clock = WorkerClock(Arc::from(scheduler.worker()));
        let keys = Keys::new(most, time_to_fill(rate), clock.clone());
        let limiter = RateLimiter::new(quota(rate), keys.clone(), clock);
        Self { rate, keys, limiter: Arc::new(limiter) }
    }

    /// Uses one of what is allowed to `key`; if there is none, says when there will be, and uses nothing.
    pub fn check(&self, key: &K) -> Result<(), Limited> {
        self.limiter.check_key(key).map_err(|until| self.limiter.clock().limited(&until))
    }

    /// As [`check`](Self::check), but waits until it is allowed, as [`RateLimit::acquire`] does.
    ///
    /// [`RateLimit::acquire`]: super::RateLimit::acquire
    pub fn acquire(&self, key: K) -> impl Future<Output = Result<(), Limited>> + Send + use<K>
    where
        K: Send,
    {
        let limits = self.clone();
        async move {
            while let Err(limited) = limits.check(&key) {
                let worker = &*limits.limiter.clock().0;
                if !Sleep::new(worker, limited.retry_after).await {
                    return Err(limited);
                }
            }
            Ok(())
        }
    }

    /// How many keys are known.
    pub fn known(&self) -> usize {
        self.keys.len()
    }

    /// The limit of elements that have a key: what operators take.
    pub fn by<F>(&self, key: F) -> ByKey<K, F> {
        ByKey::new(self.clone(), key)
    }
}

impl<K: Hash + Eq + Clone> fmt::Debug for RateLimits<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimits")
            .field("rate", &self.rate)
            .field("known", &self.known())
            .finish_non_exhaustive()
    }
}
