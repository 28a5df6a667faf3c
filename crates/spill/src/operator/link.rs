use std::mem;
use std::sync::{Arc, Mutex, Weak};

use reactive_streams::{Demand, Subscriber, Subscription};

use crate::core::lock;

/// What an operator is linked to: the subscription to the upstream, which may come late, and that of the
/// downstream.
pub(super) struct Link {
    upstream: Mutex<Upstream>,
    downstream: Mutex<Option<Weak<dyn Subscription>>>,
}

enum Upstream {
    Awaited,
    There(Arc<dyn Subscription>),
    Over,
}

impl Link {
    pub(super) fn new() -> Arc<Self> {
        let upstream = Mutex::new(Upstream::Awaited);
        Arc::new(Self { upstream, downstream: Mutex::new(None) })
    }

    /// Takes the subscription, and asks for the first elements; cancels it if it is not wanted (§2.5).
    pub(super) fn connect(&self, subscription: Arc<dyn Subscription>, demand: Demand) {
        let mut upstream = lock(&self.upstream);
        if matches!(*upstream, Upstream::Awaited) {
            *upstream = Upstream::There(Arc::clone(&subscription));
            drop(upstream);
            subscription.request(demand);
        } else {
            drop(upstream);
            subscription.cancel();
        }
    }

    pub(super) fn request(&self, demand: Demand) {
        let upstream = lock(&self.upstream);
        let Upstream::There(subscription) = &*upstream else { return };
        let subscription = Arc::clone(subscription);
        drop(upstream);
        subscription.request(demand);
    }

    /// The upstream has ended (§2.4); `false` if that was known, or if it has been cancelled.
    pub(super) fn finish(&self) -> bool {
        !matches!(self.end(), Upstream::Over)
    }

    pub(super) fn cancel(&self) {
        if let Upstream::There(subscription) = self.end() {
            subscription.cancel();
        }
    }

    fn end(&self) -> Upstream {
        mem::replace(&mut *lock(&self.upstream), Upstream::Over)
    }

    /// Nobody can say how it ends: the upstream is cancelled, and the subscriber is dropped.
    pub(super) fn abandon(&self) {
        self.cancel();
        let downstream = lock(&self.downstream).take();
        if let Some(subscription) = downstream.and_then(|downstream| downstream.upgrade()) {
            subscription.cancel();
        }
    }
}

/// Abandons when it is dropped, unless it has been disarmed: work was dropped, or has panicked.
pub(super) struct AbandonOnDrop(Option<Arc<Link>>);

impl AbandonOnDrop {
    pub(super) fn new(link: &Arc<Link>) -> Self {
        Self(Some(Arc::clone(link)))
    }

    pub(super) fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for AbandonOnDrop {
    fn drop(&mut self) {
        if let Some(link) = self.0.take() {
            link.abandon();
        }
    }
}

/// The downstream's subscriber, on its way to what delivers: has its cancel reach the upstream at once.
pub(super) struct Leash<S> {
    pub(super) subscriber: S,
    pub(super) link: Arc<Link>,
}

/// The link, and no more: who has a subscription is not to keep a queue open that is done with.
struct Leashed {
    subscription: Arc<dyn Subscription>,
    link: Arc<Link>,
}

impl Subscription for Leashed {
    fn request(&self, demand: Demand) {
        self.subscription.request(demand);
    }

    fn cancel(&self) {
        self.subscription.cancel();
        self.link.cancel(); // also while something is being delivered
    }
}

impl<T, E, S: Subscriber<T, E>> Subscriber<T, E> for Leash<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        *lock(&self.link.downstream) = Some(Arc::downgrade(&subscription));
        let link = Arc::clone(&self.link);
        self.subscriber.on_subscribe(Arc::new(Leashed { subscription, link }));
    }

    fn on_next(&mut self, item: T) {
        self.subscriber.on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.subscriber.try_on_next(item)
    }

    fn on_error(self, error: E) {
        self.subscriber.on_error(error);
    }

    fn on_complete(self) {
        self.subscriber.on_complete();
    }
}
