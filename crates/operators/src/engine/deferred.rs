use std::mem;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Publisher, Subscriber, Subscription};

use super::Arbiter;
use crate::sync::{Mutex, lock};

/// A publisher that is subscribed later: keeps the demand until then.
///
/// The signals go straight to the subscriber.
pub(crate) struct Deferred<P, S> {
    start: Mutex<Start<P, S>>,
    upstream: Arc<Arbiter>,
}

enum Start<P, S> {
    /// `on_subscribe` is under way.
    Greeting,
    Ready(P, S),
    /// Subscribed, or cancelled before that.
    Over,
}

impl<P, S> Deferred<P, S>
where
    P: Publisher,
    S: Subscriber<P::Item, P::Error>,
{
    pub(crate) fn new() -> Self {
        Self { start: Mutex::new(Start::Greeting), upstream: Arc::new(Arbiter::new(0)) }
    }

    /// Takes what will be subscribed, after the subscriber has been greeted.
    pub(crate) fn put(&self, publisher: P, subscriber: S) {
        let mut start = lock(&self.start);
        if matches!(*start, Start::Greeting) {
            *start = Start::Ready(publisher, subscriber);
        } else {
            drop(start);
            drop((publisher, subscriber)); // cancelled in `on_subscribe`
        }
    }

    /// Subscribes, unless cancelled before.
    pub(crate) fn subscribe(&self) {
        if let Start::Ready(publisher, downstream) = self.end_start() {
            let upstream = Arc::clone(&self.upstream);
            publisher.subscribe(DeferredSubscriber { downstream, upstream });
        }
    }

    fn end_start(&self) -> Start<P, S> {
        mem::replace(&mut *lock(&self.start), Start::Over)
    }
}

impl<P, S> Subscription for Deferred<P, S>
where
    P: Publisher,
    S: Subscriber<P::Item, P::Error>,
{
    fn request(&self, demand: Demand) {
        self.upstream.request(demand);
    }

    fn cancel(&self) {
        drop(self.end_start());
        self.upstream.cancel();
    }
}

struct DeferredSubscriber<S> {
    downstream: S,
    upstream: Arc<Arbiter>,
}

impl<T, E, S: Subscriber<T, E>> Subscriber<T, E> for DeferredSubscriber<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.downstream.on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.downstream.try_on_next(item)
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        self.downstream.on_burst(burst);
    }

    fn on_error(self, error: E) {
        self.upstream.finish();
        self.downstream.on_error(error);
    }

    fn on_complete(self) {
        self.upstream.finish();
        self.downstream.on_complete();
    }
}
