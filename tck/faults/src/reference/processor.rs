use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use reactive_streams::{Burst, Demand, Processor, Publisher, Subscriber, Subscription};
use reactive_streams_tck::{AnySubscriber, Element, TestError};

use super::{Attic, lock};

/// What the processor does, step by step. A fault replaces one of these.
#[derive(Clone, Copy)]
pub(crate) struct Hooks {
    /// The subscription of the upstream.
    pub(crate) on_subscribe: fn(&Arc<Hub>, Arc<dyn Subscription>),
    /// Up to which element the downstreams want the stream; `None` without any.
    pub(crate) demand: fn(&[Arc<Outlet>]) -> Option<u64>,
    /// Gives an element to one of the downstreams.
    pub(crate) deliver: fn(&Arc<Outlet>, Element),
    pub(crate) on_burst: fn(&Arc<Hub>, &mut dyn Burst<Element>),
    pub(crate) on_error: fn(&Arc<Hub>, TestError),
    pub(crate) on_complete: fn(&Arc<Hub>),
    /// Connects a downstream.
    pub(crate) join: fn(&Arc<Hub>, Box<dyn AnySubscriber>),
    /// A downstream requests.
    pub(crate) request: fn(&Arc<Outlet>, u64),
    /// A downstream has cancelled.
    pub(crate) leave: fn(&Arc<Hub>, &Arc<Outlet>),
    /// Gives a downstream its end.
    pub(crate) end: fn(&Arc<Outlet>, &End),
}

/// The hooks of a processor that keeps all rules: to each downstream the same elements, as fast as
/// the slowest wants them.
pub(crate) const CORRECT: Hooks = Hooks {
    on_subscribe: Hub::accept,
    demand: |outlets| outlets.iter().map(|outlet| outlet.wanted()).min(),
    deliver: Outlet::deliver,
    on_burst: |hub, burst| {
        while let Some(element) = burst.next() {
            hub.pass(&element);
        }
    },
    on_error: |hub, error| hub.finish(End::Failed(error)),
    on_complete: |hub| hub.finish(End::Completed),
    join: Hub::join,
    request: Outlet::request,
    leave: Hub::leave,
    end: Outlet::end,
};

/// How a stream has ended.
#[derive(Clone)]
pub(crate) enum End {
    Completed,
    Failed(TestError),
    /// The upstream dropped us without a word, and we can only pass that on.
    Abandoned,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) upstream: Option<Arc<dyn Subscription>>,
    /// The sum of what was requested upstream.
    pub(crate) asked: u64,
    /// How many elements have come.
    pub(crate) passed: u64,
    pub(crate) outlets: Vec<Arc<Outlet>>,
    /// How many there have ever been.
    pub(crate) joined: u64,
    pub(crate) end: Option<End>,
}

/// What the two ends of a processor share.
pub(crate) struct Hub {
    pub(crate) state: Mutex<State>,
    pub(crate) hooks: Hooks,
    pub(crate) attic: Attic,
}

impl Hub {
    pub(crate) fn accept(self: &Arc<Self>, subscription: Arc<dyn Subscription>) {
        let mut state = lock(&self.state);
        if state.upstream.is_some() || state.end.is_some() {
            drop(state);
            return subscription.cancel(); // §2.5, §2.6
        }
        state.upstream = Some(subscription);
        drop(state);
        self.pull();
    }

    /// Requests upstream what has been wanted since the last time.
    pub(crate) fn pull(&self) {
        let mut state = lock(&self.state);
        let wanted = (self.hooks.demand)(&state.outlets).unwrap_or(0);
        let more = wanted.saturating_sub(state.asked);
        let (Some(upstream), Some(demand)) = (state.upstream.clone(), Demand::new(more)) else {
            return;
        };
        state.asked = wanted;
        drop(state);
        upstream.request(demand);
    }

    pub(crate) fn pass(&self, element: &Element) {
        let mut state = lock(&self.state);
        state.passed += 1;
        let outlets = state.outlets.clone();
        drop(state);
        for outlet in &outlets {
            (self.hooks.deliver)(outlet, element.clone());
        }
        self.pull();
    }

    pub(crate) fn finish(&self, end: End) {
        let mut state = lock(&self.state);
        state.end = Some(end.clone());
        let upstream = state.upstream.take();
        let outlets = std::mem::take(&mut state.outlets);
        drop(state);
        drop(upstream);
        for outlet in &outlets {
            (self.hooks.end)(outlet, &end);
        }
    }

    pub(crate) fn join(self: &Arc<Self>, subscriber: Box<dyn AnySubscriber>) {
        self.join_as(self.outlet(), subscriber);
    }

    pub(crate) fn outlet(self: &Arc<Self>) -> Arc<Outlet> {
        let mut state = lock(&self.state);
        state.joined += 1;
        Arc::new(Outlet {
            hub: Arc::clone(self),
            number: state.joined - 1,
            subscriber: Mutex::new(None),
            since: state.passed,
            requested: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
        })
    }

    pub(crate) fn join_as(
        self: &Arc<Self>,
        outlet: Arc<Outlet>,
        mut subscriber: Box<dyn AnySubscriber>,
    ) {
        subscriber.on_subscribe(outlet.handle());
        outlet.put(subscriber);
        let mut state = lock(&self.state);
        match state.end.clone() {
            Some(end) => {
                drop(state);
                (self.hooks.end)(&outlet, &end);
            }
            None if outlet.is_cancelled() => {}
            None => {
                state.outlets.push(outlet);
                drop(state);
                self.pull();
            }
        }
    }

    /// Goes on without this one; the last one to leave shuts the processor down (§3.14).
    pub(crate) fn leave(self: &Arc<Self>, outlet: &Arc<Outlet>) {
        let mut state = lock(&self.state);
        state.outlets.retain(|known| !Arc::ptr_eq(known, outlet));
        let is_empty = state.outlets.is_empty();
        drop(state);
        if is_empty {
            self.close();
        } else {
            self.pull();
        }
    }

    /// Nobody is interested any more.
    pub(crate) fn close(&self) {
        let mut state = lock(&self.state);
        state.end.get_or_insert(End::Completed);
        let upstream = state.upstream.take();
        drop(state);
        if let Some(upstream) = upstream {
            upstream.cancel();
        }
    }
}

/// The link to one downstream.
pub(crate) struct Outlet {
    pub(crate) hub: Arc<Hub>,
    /// Which of the downstreams this one is, from 0.
    pub(crate) number: u64,
    /// Taken out while a signal runs.
    pub(crate) subscriber: Mutex<Option<Box<dyn AnySubscriber>>>,
    /// The number of elements that had come when it joined.
    pub(crate) since: u64,
    pub(crate) requested: AtomicU64,
    pub(crate) cancelled: AtomicBool,
}

impl Outlet {
    /// Up to which element of the whole stream it wants to be served.
    pub(crate) fn wanted(&self) -> u64 {
        self.since.saturating_add(self.requested.load(SeqCst))
    }

    pub(crate) fn handle(self: &Arc<Self>) -> Arc<dyn Subscription> {
        Arc::new(Handle(Arc::clone(self)))
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(SeqCst)
    }

    pub(crate) fn request(self: &Arc<Self>, count: u64) {
        self.add(count);
        self.hub.pull();
    }

    pub(crate) fn add(&self, count: u64) {
        let mut seen = self.requested.load(SeqCst);
        while let Err(now) =
            self.requested.compare_exchange(seen, seen.saturating_add(count), SeqCst, SeqCst)
        {
            seen = now;
        }
    }

    pub(crate) fn take(&self) -> Option<Box<dyn AnySubscriber>> {
        lock(&self.subscriber).take()
    }

    pub(crate) fn put(&self, subscriber: Box<dyn AnySubscriber>) {
        *lock(&self.subscriber) = Some(subscriber);
        if self.is_cancelled() {
            drop(self.take());
        }
    }

    pub(crate) fn deliver(self: &Arc<Self>, element: Element) {
        let Some(mut subscriber) = self.take() else { return };
        match catch_unwind(AssertUnwindSafe(|| subscriber.try_on_next(element))) {
            Ok(accepted) => {
                if !accepted {
                    self.add(1);
                }
                self.put(subscriber);
            }
            Err(_) => {
                drop(subscriber);
                self.cancel(); // §2.13; the others go on
            }
        }
    }

    pub(crate) fn end(self: &Arc<Self>, end: &End) {
        let Some(subscriber) = self.take() else { return };
        let signal = || match end.clone() {
            End::Completed => subscriber.on_complete(),
            End::Failed(error) => subscriber.on_error(error),
            End::Abandoned => drop(subscriber),
        };
        // A panic of one of several does not concern the others (§2.13).
        drop(catch_unwind(AssertUnwindSafe(signal)));
    }

    pub(crate) fn cancel(self: &Arc<Self>) {
        if !self.cancelled.swap(true, SeqCst) {
            drop(self.take());
            (self.hub.hooks.leave)(&self.hub, self);
        }
    }
}

/// What a downstream gets.
struct Handle(Arc<Outlet>);

impl Subscription for Handle {
    fn request(&self, demand: Demand) {
        (self.0.hub.hooks.request)(&self.0, demand.get());
    }

    fn cancel(&self) {
        self.0.cancel();
    }
}

/// A processor that passes on what it gets.
pub(crate) struct Reference(pub(crate) Hooks);

impl Processor<Element, TestError> for Reference {
    type Subscriber = Front;
    type Publisher = Back;

    fn split(self) -> (Front, Back) {
        let state = Mutex::default();
        let hub = Arc::new(Hub { state, hooks: self.0, attic: Attic::default() });
        (Front(Arc::clone(&hub)), Back(Arc::new(Interest(hub))))
    }
}

/// The end that is subscribed to the upstream.
pub(crate) struct Front(Arc<Hub>);

impl Subscriber<Element, TestError> for Front {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        (self.0.hooks.on_subscribe)(&self.0, subscription);
    }

    fn on_next(&mut self, element: Element) {
        self.0.pass(&element);
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

impl Drop for Front {
    fn drop(&mut self) {
        let ended = lock(&self.0.state).end.is_some();
        if !ended {
            self.0.finish(End::Abandoned);
        }
    }
}

/// The end that the downstream subscribes to.
#[derive(Clone)]
pub(crate) struct Back(Arc<Interest>);

impl Publisher for Back {
    type Item = Element;
    type Error = TestError;

    fn subscribe<S: Subscriber<Element, TestError>>(self, subscriber: S) {
        let hub = &self.0.0;
        (hub.hooks.join)(hub, Box::new(subscriber));
    }
}

/// That somebody may still subscribe.
struct Interest(Arc<Hub>);

impl Drop for Interest {
    fn drop(&mut self) {
        let is_unused = lock(&self.0.state).outlets.is_empty();
        if is_unused {
            self.0.close();
        }
    }
}
