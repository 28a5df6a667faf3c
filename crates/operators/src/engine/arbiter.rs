use std::sync::Arc;

use reactive_streams::{Demand, Subscription};

use crate::sync::{Mutex, MutexGuard, lock};

/// The subscription to an upstream that may come late, and may be replaced by another.
///
/// Keeps the demand that no upstream has met, and hands it to the next one that is connected. Cancels
/// at most once, and neither requests nor cancels after [`finish`](Self::finish) (§2.3, §2.4).
///
/// Its requests to the upstream never overlap (§2.7): who finds one under way leaves the demand to it.
/// That is a trampoline as well: an upstream that emits, completes and is replaced inside `request`
/// returns before its successor is asked (§3.3). A cancel does not wait for a request to return, which
/// may take as long as the upstream likes (§3.5, §3.10).
pub(crate) struct Arbiter(Mutex<State>);

struct State {
    upstream: Option<Arc<dyn Subscription>>,
    /// Requested, and not accounted for by [`Arbiter::disconnect`] or [`Arbiter::meet`].
    unmet: u64,
    /// The part of `unmet` that the upstream has not been asked for.
    pending: u64,
    requesting: bool,
    done: bool,
}

impl State {
    fn meet(&mut self, delivered: u64) {
        if self.unmet != u64::MAX {
            self.unmet = self.unmet.saturating_sub(delivered);
        }
    }
}

impl Arbiter {
    /// An arbiter that asks its first upstream for `initial` elements.
    pub(crate) fn new(initial: u64) -> Self {
        Self(Mutex::new(State {
            upstream: None,
            unmet: initial,
            pending: 0,
            requesting: false,
            done: false,
        }))
    }

    /// An arbiter that requests nothing before it is [`release`](Self::release)d: for a downstream
    /// that may connect second, and must not get elements before it is there.
    pub(crate) fn held() -> Self {
        let arbiter = Self::new(0);
        lock(&arbiter.0).requesting = true;
        arbiter
    }

    /// Ends what [`held`](Self::held) began.
    pub(crate) fn release(&self) {
        let mut state = lock(&self.0);
        state.requesting = false;
        self.flush(state);
    }

    /// Takes the subscription of an upstream; cancels it if there is one already (§2.5), or if it is
    /// not wanted any more (§2.6).
    pub(crate) fn connect(&self, subscription: Arc<dyn Subscription>) {
        let mut state = lock(&self.0);
        if state.done || state.upstream.is_some() {
            drop(state);
            subscription.cancel();
        } else {
            state.upstream = Some(subscription);
            state.pending = state.unmet;
            self.flush(state);
        }
    }

    /// The demand that is not accounted for, with no upstream connected that could meet it.
    pub(crate) fn unmet(&self) -> u64 {
        lock(&self.0).unmet
    }

    /// Elements that came from elsewhere have met some of it.
    pub(crate) fn meet(&self, delivered: u64) {
        lock(&self.0).meet(delivered);
    }

    /// The upstream has completed after `delivered` elements, and another will follow.
    pub(crate) fn disconnect(&self, delivered: u64) {
        let mut state = lock(&self.0);
        state.meet(delivered);
        let upstream = state.upstream.take();
        drop(state);
        drop(upstream);
    }

    /// The upstream has ended, and none will follow.
    pub(crate) fn finish(&self) {
        drop(self.end());
    }

    /// Whether it has been cancelled, or [`finish`](Self::finish)ed.
    pub(crate) fn is_done(&self) -> bool {
        lock(&self.0).done
    }

    fn end(&self) -> Option<Arc<dyn Subscription>> {
        let mut state = lock(&self.0);
        state.done = true;
        state.upstream.take()
    }

    fn flush<'a>(&'a self, mut state: MutexGuard<'a, State>) {
        if state.requesting {
            return;
        }
        while let (Some(upstream), Some(demand)) = (&state.upstream, Demand::new(state.pending)) {
            let upstream = Arc::clone(upstream);
            state.pending = 0;
            state.requesting = true;
            drop(state);
            upstream.request(demand);
            drop(upstream);
            state = lock(&self.0);
            state.requesting = false;
        }
    }
}

impl Subscription for Arbiter {
    fn request(&self, demand: Demand) {
        let mut state = lock(&self.0);
        state.unmet = state.unmet.saturating_add(demand.get());
        state.pending = state.pending.saturating_add(demand.get());
        self.flush(state);
    }

    fn cancel(&self) {
        if let Some(upstream) = self.end() {
            upstream.cancel();
        }
    }
}
