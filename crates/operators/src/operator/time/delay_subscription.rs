use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber, Subscription};

use crate::engine::{Deferred, task};
use crate::scheduler::Worker;

/// Publisher for [`TimeExt::delay_subscription`](crate::ext::TimeExt::delay_subscription).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct DelaySubscription<P> {
    upstream: P,
    delay: Duration,
    worker: Arc<dyn Worker>,
}

impl<P: fmt::Debug> fmt::Debug for DelaySubscription<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DelaySubscription")
            .field("upstream", &self.upstream)
            .field("delay", &self.delay)
            .finish_non_exhaustive()
    }
}

impl<P> DelaySubscription<P> {
    pub(crate) fn new(upstream: P, delay: Duration, worker: Arc<dyn Worker>) -> Self {
        Self { upstream, delay, worker }
    }
}

impl<P: Publisher> Publisher for DelaySubscription<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, mut subscriber: S) {
        let deferred = Arc::new(Deferred::new());
        subscriber.on_subscribe(Arc::clone(&deferred) as Arc<dyn Subscription>);
        deferred.put(self.upstream, subscriber);
        let subscribing = task(deferred, |it| it.subscribe(), |it| it.cancel());
        self.worker.schedule_after(self.delay, subscribing);
    }
}
