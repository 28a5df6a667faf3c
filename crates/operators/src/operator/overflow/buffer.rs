use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use super::OverflowStrategy;
use crate::engine::{Arbiter, Drain, End};
use crate::source::channel::{Receiver, Refused, Shared};

/// Publisher for [`OverflowExt::on_backpressure_buffer`](crate::ext::OverflowExt::on_backpressure_buffer).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct OnBackpressureBuffer<P, G> {
    upstream: P,
    capacity: NonZeroUsize,
    strategy: G,
}

impl<P: fmt::Debug, G: fmt::Debug> fmt::Debug for OnBackpressureBuffer<P, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnBackpressureBuffer")
            .field("upstream", &self.upstream)
            .field("capacity", &self.capacity)
            .field("strategy", &self.strategy)
            .finish()
    }
}

impl<P, G> OnBackpressureBuffer<P, G> {
    pub(crate) fn new(upstream: P, capacity: NonZeroUsize, strategy: G) -> Self {
        Self { upstream, capacity, strategy }
    }
}

impl<P, G> Publisher for OnBackpressureBuffer<P, G>
where
    P: Publisher,
    G: OverflowStrategy<P::Item, P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, capacity, strategy } = self;
        let arbiter = Arc::new(Arbiter::new(u64::MAX));
        let queue = Arc::new(Shared::new(capacity));
        let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
        queue.connect(drain.waker());
        drain.start(Receiver(Arc::clone(&queue)), subscriber);
        upstream.subscribe(Buffer { queue, upstream: arbiter, capacity, strategy });
    }
}

/// The end of the buffer that takes whatever comes.
struct Buffer<T, E, G> {
    queue: Arc<Shared<T, E>>,
    upstream: Arc<Arbiter>,
    capacity: NonZeroUsize,
    strategy: G,
}

impl<T, E, G> Buffer<T, E, G> {
    fn end(&self, end: End<E>) {
        self.upstream.finish();
        drop(self.queue.end(end)); // unless it has ended before, or is cancelled
    }
}

impl<T, E, G> Subscriber<T, E> for Buffer<T, E, G>
where
    T: Send + 'static,
    E: Send + 'static,
    G: OverflowStrategy<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        let pushed =
            if G::EVICTS { self.queue.evict(item) } else { self.queue.push(item).map(|()| None) };
        let left_out = match pushed {
            Ok(left_out) => left_out,
            Err(Refused::Full(item)) => Some(item),
            Err(Refused::Closed(..)) => None, // §2.8
        };
        let error = left_out.and_then(|element| self.strategy.left_out(element, self.capacity));
        if let Some(error) = error {
            self.upstream.cancel();
            self.queue.end_or_drop(End::Error(error)); // as above
        }
    }

    fn on_error(self, error: E) {
        self.upstream.finish();
        self.queue.end_now(End::Error(error)); // §4.2
    }

    fn on_complete(self) {
        self.end(End::Complete);
    }
}

impl<T, E, G> Drop for Buffer<T, E, G> {
    fn drop(&mut self) {
        self.end(End::Abandoned);
    }
}
