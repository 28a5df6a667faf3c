use std::fmt::{self, Debug};
use std::sync::Arc;

use reactive_streams::{Demand, Subscriber, Subscription};
use reactive_streams_tck::log::{Call, Kind, Thing};

use super::{End, Shared};
use crate::oracle::{label, lock};

pub(super) type OnSubscribe = Box<dyn FnMut(&Arc<dyn Subscription>) + Send>;
pub(super) type OnNext<T> = Box<dyn FnMut(&T, &Arc<dyn Subscription>) + Send>;

/// What the subscriber does when it is signalled.
pub(super) struct Hooks<T> {
    initial: Option<Demand>,
    pub(super) on_subscribe: Option<OnSubscribe>,
    pub(super) on_next: Option<OnNext<T>>,
}

impl<T> Hooks<T> {
    pub(super) fn new(initial: Option<Demand>) -> Self {
        Self { initial, on_subscribe: None, on_next: None }
    }
}

/// The subscribing half of a [`TestSubscriber`](crate::TestSubscriber).
#[must_use = "a subscriber that is dropped has been abandoned"]
pub struct Recording<T, E> {
    shared: Arc<Shared<T, E>>,
    hooks: Hooks<T>,
    subscription: Option<Arc<dyn Subscription>>,
}

impl<T, E> Recording<T, E> {
    pub(super) fn new(shared: Arc<Shared<T, E>>, hooks: Hooks<T>) -> Self {
        Self { shared, hooks, subscription: None }
    }

    fn end(&self, call: Call, end: End<E>) {
        let shared = &self.shared;
        shared.oracle.calling(shared.link, call, || {
            lock(&shared.state).end = Some(end);
            shared.changed.notify_all();
        });
    }
}

impl<T, E> Debug for Recording<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").finish_non_exhaustive()
    }
}

impl<T, E> Subscriber<T, E> for Recording<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let shared = Arc::clone(&self.shared);
        shared.oracle.calling(shared.link, Call::OnSubscribe, || {
            if self.subscription.is_some() {
                // §2.5; that it came at all, the oracle has seen.
                shared.oracle.calling(shared.link, Call::Cancel, || subscription.cancel());
                return;
            }
            let passed_on_to = Arc::downgrade(&subscription);
            let ours = Observed { shared: Arc::clone(&shared), subscription };
            let ours: Arc<dyn Subscription> = Arc::new(ours);
            self.subscription = Some(Arc::clone(&ours));
            let mut state = lock(&shared.state);
            state.subscription = Some(Arc::clone(&ours));
            state.passed_on_to = Some(passed_on_to);
            drop(state);
            if let Some(demand) = self.hooks.initial {
                ours.request(demand);
            }
            if let Some(act) = &mut self.hooks.on_subscribe {
                act(&ours);
            }
        });
    }

    fn on_next(&mut self, item: T) {
        let shared = Arc::clone(&self.shared);
        shared.oracle.calling(shared.link, Call::OnNext(label(&item)), || {
            if let (Some(act), Some(subscription)) = (&mut self.hooks.on_next, &self.subscription) {
                act(&item, subscription);
            }
            let mut state = lock(&shared.state);
            state.received += 1;
            state.items.push_back(item);
            shared.changed.notify_all();
        });
    }

    fn on_error(self, error: E) {
        self.end(Call::OnError(label(&error)), End::Error(error));
    }

    fn on_complete(self) {
        self.end(Call::OnComplete, End::Complete);
    }
}

impl<T, E> Drop for Recording<T, E> {
    fn drop(&mut self) {
        self.subscription = None;
        self.shared.oracle.record(self.shared.link, Kind::Dropped(Thing::Subscriber));
        lock(&self.shared.state).dropped = true;
        self.shared.changed.notify_all();
    }
}

/// A subscription that writes down what it passes on.
struct Observed<T, E> {
    shared: Arc<Shared<T, E>>,
    subscription: Arc<dyn Subscription>,
}

impl<T: Send + 'static, E: Send + 'static> Subscription for Observed<T, E> {
    fn request(&self, demand: Demand) {
        let Shared { oracle, link, .. } = &*self.shared;
        oracle.calling(*link, Call::Request(demand.get()), || self.subscription.request(demand));
    }

    fn cancel(&self) {
        let Shared { oracle, link, .. } = &*self.shared;
        oracle.calling(*link, Call::Cancel, || self.subscription.cancel());
    }
}
