use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Demand, Subscription};

use crate::engine::Arbiter;
use crate::sync::{Mutex, MutexGuard, lock};

/// What bounds the lanes of one upstream, and when it is cancelled.
pub(crate) struct Credit {
    upstream: Arc<Arbiter>,
    capacity: u64,
    state: Mutex<State>,
}

struct State {
    /// Requested of the upstream, and not come.
    outstanding: u64,
    /// Taken out of lanes, and not requested anew.
    taken: u64,
    /// In lanes that nobody has subscribed.
    unconsumed: u64,
    /// How many lanes there are that want the upstream.
    users: usize,
    /// How many lanes are being dropped, so that nothing is requested.
    paused: usize,
}

impl Credit {
    /// A credit of `capacity` elements, for as long as there is a lane.
    pub(crate) fn new(capacity: NonZeroUsize) -> Arc<Self> {
        let capacity = capacity.get() as u64;
        Arc::new(Self {
            upstream: Arc::new(Arbiter::new(capacity)),
            capacity,
            state: Mutex::new(State {
                outstanding: capacity,
                taken: 0,
                unconsumed: 0,
                users: 0,
                paused: 0,
            }),
        })
    }

    /// What the upstream is connected to.
    pub(crate) fn upstream(&self) -> &Arc<Arbiter> {
        &self.upstream
    }

    /// Elements have come from the upstream.
    pub(crate) fn receive(&self, elements: u64) {
        let mut state = lock(&self.state);
        state.outstanding = state.outstanding.saturating_sub(elements);
        self.request_due(state);
    }

    /// Elements have been put into a lane that nobody has subscribed.
    pub(super) fn hold(&self, elements: u64) {
        lock(&self.state).unconsumed += elements;
    }

    /// A lane that holds so many elements is subscribed, or closed without that.
    pub(super) fn let_go(&self, elements: u64) {
        lock(&self.state).unconsumed -= elements;
    }

    /// Elements are gone, and others may come in their place.
    pub(crate) fn replace(&self, elements: u64) {
        let mut state = lock(&self.state);
        state.taken += elements;
        self.request_due(state);
    }

    fn request_due(&self, mut state: MutexGuard<'_, State>) {
        let limit = self.capacity - self.capacity / 4;
        // Three quarters at a time; all there is when nothing else would come.
        let due = state.paused == 0 && (state.taken >= limit || state.outstanding == 0);
        let demand = Demand::new(state.taken).filter(|_| due);
        if demand.is_some() {
            state.outstanding += state.taken;
            state.taken = 0;
        }
        drop(state);
        if let Some(demand) = demand {
            self.upstream.request(demand);
        }
    }

    /// Whether nothing can come any more because lanes that nobody has subscribed hold everything.
    pub(crate) fn is_stalled(&self) -> bool {
        let state = lock(&self.state);
        state.outstanding == 0 && state.taken == 0 && state.unconsumed >= self.capacity
    }

    pub(super) fn join(&self) {
        lock(&self.state).users += 1;
    }

    pub(super) fn pause(&self) {
        lock(&self.state).paused += 1;
    }

    pub(super) fn resume(&self) {
        let mut state = lock(&self.state);
        state.paused -= 1;
        self.request_due(state);
    }

    /// A lane is closed; the last one cancels the upstream.
    pub(super) fn leave(&self) {
        let mut state = lock(&self.state);
        state.users -= 1;
        let last = state.users == 0;
        drop(state);
        if last {
            self.upstream.cancel();
        }
    }
}
