use std::mem;
use std::sync::Arc;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use super::{Arbiter, Follower};
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
            publisher.subscribe(Follower::new(downstream, upstream));
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
