mod link;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use self::link::Link;
use crate::engine::End;
use crate::scheduler::Worker;

/// Publisher for [`TimeExt::timeout`](crate::ext::TimeExt::timeout) and its variants.
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Timeout<P, Q> {
    upstream: P,
    fallback: Q,
    limit: Duration,
    only_first: bool,
    worker: Arc<dyn Worker>,
}

impl<P: fmt::Debug, Q> fmt::Debug for Timeout<P, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timeout")
            .field("upstream", &self.upstream)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl<P, Q> Timeout<P, Q> {
    pub(crate) fn new(upstream: P, fallback: Q, limit: Duration, worker: Arc<dyn Worker>) -> Self {
        Self { upstream, fallback, limit, only_first: false, worker }
    }

    pub(crate) fn only_first(mut self) -> Self {
        self.only_first = true;
        self
    }
}

impl<P, Q> Publisher for Timeout<P, Q>
where
    P: Publisher,
    Q: Publisher<Item = P::Item, Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, mut subscriber: S) {
        let link = Link::new(self.fallback, self.limit, self.only_first, self.worker);
        subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
        link.relay().outlet.put(subscriber);
        self.upstream.subscribe(Main { link });
    }
}

/// Subscribes to the upstream, until it is late.
struct Main<S, Q>
where
    Q: Publisher,
    S: Subscriber<Q::Item, Q::Error>,
{
    link: Arc<Link<S, Q>>,
}

impl<S, Q> Subscriber<Q::Item, Q::Error> for Main<S, Q>
where
    Q: Publisher,
    S: Subscriber<Q::Item, Q::Error>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.link.main().connect(subscription);
    }

    fn on_next(&mut self, item: Q::Item) {
        if !self.try_on_next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            self.link.main().request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: Q::Item) -> bool {
        if !self.link.begin() {
            return true;
        }
        let used = self.link.relay().outlet.next(item);
        self.link.delivered(used);
        used
    }

    fn on_error(self, error: Q::Error) {
        End::undelivered(self.link.end(End::Error(error)));
    }

    fn on_complete(self) {
        self.link.end(End::Complete);
    }
}

impl<S, Q> Drop for Main<S, Q>
where
    Q: Publisher,
    S: Subscriber<Q::Item, Q::Error>,
{
    fn drop(&mut self) {
        self.link.end(End::Abandoned); // without effect after a terminal signal
    }
}
