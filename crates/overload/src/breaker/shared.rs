use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, Weak};
use std::task::{Poll, Waker};
use std::time::Duration;

use reactive_streams_operators::engine::InFlightLimit;
use reactive_streams_operators::scheduler::Worker;

use super::machine::Machine;
use super::{BreakerPolicy, BreakerState, Open};
use crate::Outcome;
use crate::sync::lock;

/// What all clones of a breaker share: its state, and who has to know when that changes.
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

impl Shared {
    pub(super) fn new(policy: BreakerPolicy, worker: Box<dyn Worker>) -> Arc<Self> {
        let machine = Machine::new(policy);
        let streams = InFlightLimit::new(machine.limit());
        let state = Mutex::new(State { machine, waiting: BTreeMap::new(), next_ticket: 0 });
        Arc::new_cyclic(|me| Self { state, streams, worker, me: Weak::clone(me) })
    }

    pub(super) fn state(&self) -> BreakerState {
        lock(&self.state).machine.state()
    }

    pub(super) fn streams(&self) -> &InFlightLimit {
        &self.streams
    }

    /// The generation to which a call belongs that is made now.
    pub(super) fn admit(&self) -> Result<u64, Open> {
        let now = self.now();
        self.change(|state| state.machine.admit(now))
    }

    /// As [`admit`](Self::admit); if there is no room the waker is called when there may be, and the ticket is that
    /// of who waits.
    pub(super) fn poll_admit(&self, ticket: &mut Option<u64>, waker: &Waker) -> Poll<u64> {
        let waker = waker.clone();
        let now = self.now();
        let (admitted, before) = self.change(|state| match state.machine.admit(now) {
            Ok(generation) => {
                let ticket = ticket.take();
                (Poll::Ready(generation), ticket.and_then(|ticket| state.waiting.remove(&ticket)))
            }
            Err(_) => {
                let ticket = *ticket.get_or_insert_with(|| {
                    state.next_ticket += 1;
                    state.next_ticket
                });
                (Poll::Pending, state.waiting.insert(ticket, waker))
            }
        });
        drop(before); // after the lock: foreign code
        admitted
    }

    /// Whoever has the ticket does not wait any more.
    pub(super) fn leave(&self, ticket: u64) {
        let waker = lock(&self.state).waiting.remove(&ticket);
        drop(waker); // after the lock: foreign code
    }

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
