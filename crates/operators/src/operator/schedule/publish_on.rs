use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{Drain, IterFeed, prefetch, prefetching};
use crate::scheduler::Worker;

/// Publisher for [`ScheduleExt::publish_on`](crate::ext::ScheduleExt::publish_on).
#[must_use = "publishers do nothing unless subscribed"]
pub struct PublishOn<P> {
    upstream: P,
    worker: Box<dyn Worker>,
    capacity: NonZeroUsize,
}

impl<P: fmt::Debug> fmt::Debug for PublishOn<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublishOn")
            .field("upstream", &self.upstream)
            .field("prefetch", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl<P> PublishOn<P> {
    pub(crate) fn new(upstream: P, worker: Box<dyn Worker>, capacity: NonZeroUsize) -> Self {
        Self { upstream, worker, capacity }
    }
}

impl<P: Publisher> Publisher for PublishOn<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, worker, capacity } = self;
        upstream.drive(Hop { worker, capacity, subscriber });
    }
}

/// Takes the upstream to the worker: the elements by a queue, an iterator as a whole.
struct Hop<S> {
    worker: Box<dyn Worker>,
    capacity: NonZeroUsize,
    subscriber: S,
}

impl<T, E, S> Driver<T, E> for Hop<S>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    type Output = ();

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) {
        let arbiter = prefetching(self.capacity);
        let drain = Drain::new(Some(self.worker), Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(self.capacity, arbiter, drain.waker());
        drain.start(feed, self.subscriber);
        publisher.subscribe(queue);
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) {
        Drain::new(Some(self.worker), None).start(IterFeed::new(iterator), self.subscriber);
    }
}
