use std::fmt;
use std::future::Future;
use std::sync::Arc;

use reactive_streams_operators::engine::InFlightLimit;
use reactive_streams_operators::scheduler::Scheduler;

use super::acquire::Acquire;
use super::shared::Shared;
use super::{BreakerPermit, BreakerPolicy, CallError, Open};
use crate::Outcome;
use crate::guarded::Guard;

/// Makes no calls while they would fail, and tries from time to time whether they would.
///
/// It is *closed* at first: calls are made. When too many fail, as the [policy](BreakerPolicy) says, it *opens*:
/// none is made, for a time. Then it is *half-open*: a bounded number of probes is made, and if all of them
/// succeed it closes, and if one fails it opens again, for longer if the policy says so. All who have a clone
/// share it.
///
/// ```
/// use std::num::NonZeroU32;
/// use std::time::Duration;
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
/// use reactive_streams_overload::{BreakerPolicy, CircuitBreaker, Open, Outcome};
///
/// let clock = DeterministicScheduler::new(1); // a ThreadScheduler, in a program
/// let second = Duration::from_secs(1);
/// let policy = BreakerPolicy::failures_in_a_row(NonZeroU32::new(2).unwrap(), second);
/// let breaker = CircuitBreaker::new(policy, &clock);
/// breaker.try_acquire().unwrap().end(Outcome::Failed);
/// breaker.try_acquire().unwrap().end(Outcome::Failed);
/// assert_eq!(breaker.try_acquire().unwrap_err(), Open { retry_after: second });
/// clock.advance(second);
/// breaker.try_acquire().unwrap().end(Outcome::Success);
/// assert!(breaker.try_acquire().is_ok());
/// ```
#[derive(Clone)]
pub struct CircuitBreaker(Arc<Shared>);

/// The state of a [`CircuitBreaker`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BreakerState {
    /// Calls are made.
    Closed,
    /// None is made.
    Open,
    /// Probes are made.
    HalfOpen,
}

impl CircuitBreaker {
    /// A breaker that is closed, on the clock of `scheduler`; a worker of that half-opens it.
    ///
    /// The scheduler has to outlive it: when that has shut down, a breaker that opens is half-open at once, lest
    /// those who wait for the time do so for ever. Not for an
    /// [`ImmediateScheduler`](reactive_streams_operators::scheduler::ImmediateScheduler), which would sleep.
    pub fn new(policy: BreakerPolicy, scheduler: &dyn Scheduler) -> Self {
        Self(Shared::new(policy, scheduler.worker()))
    }

    /// What it is now.
    pub fn state(&self) -> BreakerState {
        self.0.state()
    }

    /// The permission to make a call; fails at once if it is open.
    pub fn try_acquire(&self) -> Result<BreakerPermit, Open> {
        let generation = self.0.admit()?;
        Ok(BreakerPermit::new(Arc::clone(&self.0), generation))
    }

    /// As [`try_acquire`](Self::try_acquire), but waits while it is open. When the scheduler has shut down
    /// nobody waits for the time, and probes are made at once.
    pub fn acquire(&self) -> impl Future<Output = BreakerPermit> + Send + use<> {
        Acquire::new(Arc::clone(&self.0))
    }

    /// Makes a call: an error is a failure. Fails at once if it is open, and drops the future.
    ///
    /// ```
    /// use std::num::NonZeroU32;
    /// use std::time::Duration;
    /// use reactive_streams_operators::from_future;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_overload::{BreakerPolicy, CallError, CircuitBreaker};
    ///
    /// let threads = ThreadScheduler::new("calls");
    /// let policy = BreakerPolicy::failures_in_a_row(NonZeroU32::MIN, Duration::from_secs(60));
    /// let breaker = CircuitBreaker::new(policy, &threads);
    /// let status = async move {
    ///     match breaker.call(async { "7".parse::<u8>() }).await {
    ///         Ok(_) => 200,
    ///         Err(CallError::Open(_)) => 503, // with Retry-After
    ///         Err(_) => 502,
    ///     }
    /// };
    /// assert_eq!(from_future(status, &threads).block(), Ok(200));
    /// ```
    pub async fn call<T, E, F>(&self, future: F) -> Result<T, CallError<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        let permit = self.try_acquire()?;
        let result = future.await;
        permit.end(Outcome::of(&result));
        result.map_err(CallError::Failed)
    }
}

impl Guard for CircuitBreaker {
    type Permit = BreakerPermit;

    fn acquire(&self) -> impl Future<Output = BreakerPermit> + Send {
        self.acquire()
    }

    fn end(permit: BreakerPermit, outcome: Outcome) {
        permit.end(outcome);
    }

    fn streams(&self) -> &InFlightLimit {
        self.0.streams()
    }
}

impl fmt::Debug for CircuitBreaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitBreaker").field("state", &self.state()).finish_non_exhaustive()
    }
}
