use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use reactive_streams_operators::engine::InFlightLimit;
use reactive_streams_operators::scheduler::{Scheduler, Worker};

use super::machine::Machine;
use super::{BreakerPermit, BreakerPolicy, CallError, Open};
use crate::Outcome;
use crate::guarded::Guard;
use crate::sync::lock;

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

pub(super) struct Shared {
    state: Mutex<State>,
    streams: InFlightLimit,
    worker: Box<dyn Worker>,
    me: Weak<Self>,
}

struct State {
    machine: Machine,
    waiting: BTreeMap<u64, Waker>,
    next_ticket: u64,
}

impl CircuitBreaker {
    /// A breaker that is closed, on the clock of `scheduler`; a worker of that half-opens it.
    ///
    /// The scheduler has to outlive it: when that has shut down, a breaker that opens is half-open at once, lest
    /// those who wait for the time do so for ever. Not for an
    /// [`ImmediateScheduler`](reactive_streams_operators::scheduler::ImmediateScheduler), which would sleep.
    pub fn new(policy: BreakerPolicy, scheduler: &dyn Scheduler) -> Self {
        let machine = Machine::new(policy);
        let streams = InFlightLimit::new(machine.limit());
        let state = Mutex::new(State { machine, waiting: BTreeMap::new(), next_ticket: 0 });
        let worker = scheduler.worker();
        let shared = |me: &Weak<_>| Shared { state, streams, worker, me: Weak::clone(me) };
        Self(Arc::new_cyclic(shared))
    }

    /// What it is now.
    pub fn state(&self) -> BreakerState {
        lock(&self.0.state).machine.state()
    }

    /// The permission to make a call; fails at once if it is open.
    pub fn try_acquire(&self) -> Result<BreakerPermit, Open> {
        let now = self.0.now();
        let generation = self.0.change(|state| state.machine.admit(now))?;
        Ok(BreakerPermit::new(Arc::clone(&self.0), generation))
    }

    /// As [`try_acquire`](Self::try_acquire), but waits while it is open. When the scheduler has shut down
    /// nobody waits for the time, and probes are made at once.
    pub fn acquire(&self) -> impl Future<Output = BreakerPermit> + Send + use<> {
        Acquire { breaker: self.clone(), ticket: None }
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
        &self.0.streams
    }
}

impl Shared {
    pub(super) fn now(&self) -> Duration {
        self.worker.now()
    }

    pub(super) fn record(&self, generation: u64, outcome: Outcome, began: Duration) {
        let now = self.now();
        let latency = now.saturating_sub(began);
        self.change(|state| state.machine.record(generation, outcome, latency, now));
    }

    /// Changes the state, and tells all who have to know.
    fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let mut state = lock(&self.state);
        let before = state.machine.generation();
        let result = change(&mut state);
        let is_new = state.machine.generation() != before;
        let due = state.machine.due().filter(|_| is_new);
        let generation = state.machine.generation();
        let has_room = state.machine.has_room();
        let wakers = if has_room { mem::take(&mut state.waiting) } else { BTreeMap::new() };
        drop(state);
        if let Some(due) = due {
            let half_open = HalfOpen { shared: Weak::clone(&self.me), generation };
            let pause = due.saturating_sub(self.now());
            self.worker.schedule_after(pause, Box::new(move || drop(half_open)));
        }
        if is_new {
            self.publish();
        }
        wakers.into_values().for_each(Waker::wake);
        result
    }

    fn publish(&self) {
        loop {
            let limit = lock(&self.state).machine.limit();
            self.streams.set(limit);
            // Of two who do this at a time, the one who is last to set it sees what the other has done.
            if lock(&self.state).machine.limit() == limit {
                return;
            }
        }
    }
}

/// Half-opens the breaker when it is dropped: when it is time, or by a worker that has shut down, lest those
/// who wait do so for ever.
struct HalfOpen {
    shared: Weak<Shared>,
    generation: u64,
}

impl Drop for HalfOpen {
    fn drop(&mut self) {
        if let Some(shared) = self.shared.upgrade() {
            shared.change(|state| {
                if state.machine.generation() == self.generation {
                    state.machine.half_open();
                }
            });
        }
    }
}

/// Waits until a call may be made.
struct Acquire {
    breaker: CircuitBreaker,
    ticket: Option<u64>,
}

impl Future for Acquire {
    type Output = BreakerPermit;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<BreakerPermit> {
        let waker = cx.waker().clone();
        let shared = Arc::clone(&self.breaker.0);
        let now = shared.now();
        let (admitted, before) = shared.change(|state| match state.machine.admit(now) {
            Ok(generation) => {
                let ticket = self.ticket.take();
                (Some(generation), ticket.and_then(|ticket| state.waiting.remove(&ticket)))
            }
            Err(_) => {
                let ticket = *self.ticket.get_or_insert_with(|| {
                    state.next_ticket += 1;
                    state.next_ticket
                });
                (None, state.waiting.insert(ticket, waker))
            }
        });
        drop(before); // after the lock: foreign code
        match admitted {
            Some(generation) => Poll::Ready(BreakerPermit::new(shared, generation)),
            None => Poll::Pending,
        }
    }
}

impl Drop for Acquire {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            let waker = lock(&self.breaker.0.state).waiting.remove(&ticket);
            drop(waker);
        }
    }
}

impl fmt::Debug for CircuitBreaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitBreaker").field("state", &self.state()).finish_non_exhaustive()
    }
}
