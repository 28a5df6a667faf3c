use std::fmt;
use std::future::Future;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::task::Waker;
use std::time::Duration;

use reactive_streams_operators::engine::InFlightLimit;
use reactive_streams_operators::scheduler::{Scheduler, Worker};

use super::permit::Acquire;
use super::state::State;
use super::{Full, LimitAlgorithm, LimitPermit};
use crate::Outcome;
use crate::guarded::Guard;
use crate::sync::lock;

/// How many calls may be in flight: a limit that finds itself, from how long they take and what comes of them.
///
/// All who have a clone share it. It begins with the least that it may be. A round is as many calls as may be
/// in flight, begun under one limit; at its end, or when a call was [overloaded](Outcome::Overloaded), the
/// algorithm moves the limit.
///
/// ```
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_overload::{AdaptiveLimit, Gradient, Outcome};
///
/// let (least, most) = (NonZeroUsize::MIN, NonZeroUsize::new(200).unwrap());
/// let limit = AdaptiveLimit::new(Gradient::new(), least, most, &ThreadScheduler::new("clock"));
/// let Ok(permit) = limit.try_acquire() else { panic!("503: too much to do") };
/// // the call
/// permit.end(Outcome::Success);
/// assert_eq!(limit.in_flight(), 0);
/// ```
#[derive(Clone)]
#[doc(alias = "concurrency-limits")]
pub struct AdaptiveLimit(Arc<Shared>);

pub(super) struct Shared {
    pub(super) state: Mutex<State>,
    streams: InFlightLimit,
    clock: Box<dyn Worker>,
}

impl AdaptiveLimit {
    /// A limit from `least` to `most`, with latencies on the clock of `scheduler`.
    pub fn new(
        algorithm: impl Into<LimitAlgorithm>,
        least: NonZeroUsize,
        most: NonZeroUsize,
        scheduler: &dyn Scheduler,
    ) -> Self {
        let state = State::new(algorithm.into(), least, most);
        let streams = InFlightLimit::new(state.limit());
        Self(Arc::new(Shared { state: Mutex::new(state), streams, clock: scheduler.worker() }))
    }

    /// How many may be in flight now.
    pub fn limit(&self) -> usize {
        lock(&self.0.state).limit()
    }

    /// How many are.
    pub fn in_flight(&self) -> usize {
        lock(&self.0.state).in_flight()
    }

    /// The permission to make a call, if there is a place.
    pub fn try_acquire(&self) -> Result<LimitPermit, Full> {
        let mut state = lock(&self.0.state);
        let round = state.enter().ok_or(Full { limit: state.limit() })?;
        drop(state);
        Ok(LimitPermit::new(Arc::clone(&self.0), round))
    }

    /// As [`try_acquire`](Self::try_acquire), but waits for a place: first come, first served.
    pub fn acquire(&self) -> impl Future<Output = LimitPermit> + Send + use<> {
        Acquire::new(Arc::clone(&self.0))
    }

    /// Makes a call, when there is a place; `judge` says what it has come to.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::from_future;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_overload::{AdaptiveLimit, Aimd, Outcome};
    ///
    /// let threads = ThreadScheduler::new("calls");
    /// let most = NonZeroUsize::new(200).unwrap();
    /// let limit = AdaptiveLimit::new(Aimd::new(), NonZeroUsize::MIN, most, &threads);
    /// let status = async move {
    ///     let judge = |status: &u16| match status {
    ///         200 => Outcome::Success,
    ///         429 | 503 => Outcome::Overloaded,
    ///         _ => Outcome::Ignored,
    ///     };
    ///     limit.call(async { 503 }, judge).await // a request, that is
    /// };
    /// assert_eq!(from_future(status, &threads).block(), Ok(503));
    /// ```
    pub async fn call<F: Future>(
        &self,
        future: F,
        judge: impl FnOnce(&F::Output) -> Outcome,
    ) -> F::Output {
        let permit = self.acquire().await;
        let output = future.await;
        permit.end(judge(&output));
        output
    }

    pub(crate) fn most(&self) -> NonZeroUsize {
        NonZeroUsize::new(lock(&self.0.state).most()).unwrap_or(NonZeroUsize::MIN)
    }
}

impl Shared {
    pub(super) fn now(&self) -> Duration {
        self.clock.now()
    }

    /// Tells all who go by the limit what has become of it.
    pub(super) fn publish(&self, wakers: Vec<Waker>) {
        wakers.into_iter().for_each(Waker::wake);
        loop {
            let limit = lock(&self.state).limit();
            self.streams.set(limit);
            // Of two who do this at a time, the one who is last to set it sees what the other has done.
            if lock(&self.state).limit() == limit {
                return;
            }
        }
    }
}

impl fmt::Debug for AdaptiveLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = lock(&self.0.state);
        f.debug_struct("AdaptiveLimit")
            .field("limit", &state.limit())
            .field("in_flight", &state.in_flight())
            .finish_non_exhaustive()
    }
}

impl Guard for AdaptiveLimit {
    type Permit = LimitPermit;

    fn acquire(&self) -> impl Future<Output = LimitPermit> + Send {
        self.acquire()
    }

    fn end(permit: LimitPermit, outcome: Outcome) {
        permit.end(outcome);
    }

    fn streams(&self) -> &InFlightLimit {
        &self.0.streams
    }
}
