use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::{Burst, Demand, Subscriber, Subscription};
use reactive_streams_tck::{Element, Given, Handler, Subject, TestError};

use super::{Attic, lock};

/// What the subscriber does, signal by signal. A fault replaces one of these.
#[derive(Clone, Copy)]
pub(crate) struct Hooks {
    /// Its user wants so many more.
    pub(crate) want: fn(&Arc<Inlet>, u64),
    /// Its user wants no more.
    pub(crate) lose_interest: fn(&Arc<Inlet>),
    /// The first subscription.
    pub(crate) on_subscribe: fn(&Arc<Inlet>, Arc<dyn Subscription>),
    /// A second one.
    pub(crate) on_second: fn(&Arc<Inlet>, Arc<dyn Subscription>),
    pub(crate) on_next: fn(&Arc<Inlet>, Element),
    pub(crate) on_burst: fn(&Arc<Inlet>, &mut dyn Burst<Element>),
    pub(crate) on_error: fn(&Arc<Inlet>, TestError),
    pub(crate) on_complete: fn(&Arc<Inlet>),
    /// The publisher has dropped it, be it after a terminal signal or without one.
    pub(crate) dropped: fn(&Arc<Inlet>),
}

/// The hooks of a subscriber that keeps all rules.
pub(crate) const CORRECT: Hooks = Hooks {
    want: Inlet::want,
    lose_interest: Inlet::cancel,
    on_subscribe: Inlet::accept,
    on_second: |_, newcomer| newcomer.cancel(),
    on_next: Inlet::handle,
    on_burst: |inlet, burst| {
        while let Some(element) = burst.next() {
            (inlet.hooks.on_next)(inlet, element);
        }
    },
    on_error: Inlet::fail,
    on_complete: Inlet::complete,
    dropped: Inlet::let_go,
};

/// A subscriber that tells the suite what it handles, and is driven by it.
pub(crate) fn subject(given: &Given, hooks: Hooks) -> Subject {
    let inlet = Arc::new(Inlet {
        state: Mutex::default(),
        handler: given.handler(),
        hooks,
        busy: Mutex::default(),
        attic: Attic::default(),
    });
    let (wanting, losing) = (Arc::clone(&inlet), Arc::clone(&inlet));
    Subject::new(Reference(inlet))
        .on_want(move |count| (hooks.want)(&wanting, count))
        .on_lose_interest(move || (hooks.lose_interest)(&losing))
        .instrumented()
        .runs_user_code()
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) subscription: Option<Arc<dyn Subscription>>,
    /// Wanted, and not yet requested.
    pub(crate) pending: u64,
    /// Nothing is wanted any more.
    pub(crate) over: bool,
}

/// What the subscriber and its user share.
pub(crate) struct Inlet {
    pub(crate) state: Mutex<State>,
    pub(crate) handler: Handler,
    pub(crate) hooks: Hooks,
    /// For faults that hold a lock where they must not.
    pub(crate) busy: Mutex<()>,
    pub(crate) attic: Attic,
}

impl Inlet {
    pub(crate) fn subscription(&self) -> Option<Arc<dyn Subscription>> {
        lock(&self.state).subscription.clone()
    }

    pub(crate) fn is_over(&self) -> bool {
        lock(&self.state).over
    }

    pub(crate) fn want(self: &Arc<Self>, count: u64) {
        let mut state = lock(&self.state);
        if state.over {
            return;
        }
        state.pending = state.pending.saturating_add(count);
        drop(state);
        self.request();
    }

    /// Requests what is pending, if there is anything to request it from.
    pub(crate) fn request(&self) {
        let mut state = lock(&self.state);
        let Some(subscription) = state.subscription.clone() else { return };
        let pending = std::mem::take(&mut state.pending);
        drop(state); // its signals may come before `request` returns (§3.10)
        if let Some(demand) = Demand::new(pending) {
            subscription.request(demand);
        }
    }

    pub(crate) fn cancel(self: &Arc<Self>) {
        if let Some(subscription) = self.end() {
            subscription.cancel();
        }
    }

    pub(crate) fn let_go(self: &Arc<Self>) {
        drop(self.end());
    }

    pub(crate) fn end(&self) -> Option<Arc<dyn Subscription>> {
        let mut state = lock(&self.state);
        state.over = true;
        state.subscription.take()
    }

    pub(crate) fn accept(self: &Arc<Self>, subscription: Arc<dyn Subscription>) {
        let mut state = lock(&self.state);
        if state.over {
            drop(state);
            return subscription.cancel(); // §2.6
        }
        state.subscription = Some(subscription);
        drop(state);
        self.request();
    }

    /// Hands the element to its user, and cancels when that panics (§2.13).
    pub(crate) fn handle(self: &Arc<Self>, element: Element) {
        if self.is_over() {
            return; // §2.8
        }
        let handled = catch_unwind(AssertUnwindSafe(|| self.handler.element(&element)));
        if handled.is_err() {
            self.cancel();
        }
    }

    pub(crate) fn fail(self: &Arc<Self>, error: TestError) {
        self.let_go();
        self.handler.failed(&error);
    }

    pub(crate) fn complete(self: &Arc<Self>) {
        self.let_go();
        self.handler.completed();
    }
}

struct Reference(Arc<Inlet>);

impl Subscriber<Element, TestError> for Reference {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let Self(inlet) = self;
        let is_second = inlet.subscription().is_some();
        let hook = if is_second { inlet.hooks.on_second } else { inlet.hooks.on_subscribe };
        hook(inlet, subscription);
    }

    fn on_next(&mut self, element: Element) {
        (self.0.hooks.on_next)(&self.0, element);
    }

    fn on_burst<B: Burst<Element>>(&mut self, mut burst: B) {
        (self.0.hooks.on_burst)(&self.0, &mut burst);
    }

    fn on_error(self, error: TestError) {
        (self.0.hooks.on_error)(&self.0, error);
    }

    fn on_complete(self) {
        (self.0.hooks.on_complete)(&self.0);
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        (self.0.hooks.dropped)(&self.0);
    }
}

/// A subscriber that is not driven: it asks for all there is, by itself.
pub(crate) fn greedy(given: &Given) -> impl Subscriber<Element, TestError> {
    let inlet = Inlet {
        state: Mutex::default(),
        handler: given.handler(),
        hooks: CORRECT,
        busy: Mutex::default(),
        attic: Attic::default(),
    };
    lock(&inlet.state).pending = u64::MAX;
    Reference(Arc::new(inlet))
}
