use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{Drain, Hub, IterFeed, Spread, WhenLeft};
use crate::sync::{Mutex, lock};

/// An upstream, and those who share it. Whoever has this can join them; when it is dropped nobody can any
/// more.
pub(super) struct Connectable<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    /// Gone when it has been subscribed.
    upstream: Mutex<Option<P>>,
    capacity: NonZeroUsize,
    hub: Arc<Hub<P::Item, P::Error>>,
}

impl<P> Connectable<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    pub(super) fn new(upstream: P, capacity: NonZeroUsize, when_left: WhenLeft) -> Arc<Self> {
        let hub = Hub::new(when_left, Spread::Slowest);
        Arc::new(Self { upstream: Mutex::new(Some(upstream)), capacity, hub })
    }

    pub(super) fn capacity(&self) -> NonZeroUsize {
        self.capacity
    }

    pub(super) fn hub(&self) -> &Arc<Hub<P::Item, P::Error>> {
        &self.hub
    }

    /// Has a subscriber share the upstream; tells whether it does.
    pub(super) fn join<S: Subscriber<P::Item, P::Error>>(&self, subscriber: S) -> bool {
        self.hub.join(subscriber)
    }

    /// Subscribes the upstream, the first time.
    pub(super) fn connect(&self) {
        let upstream = lock(&self.upstream).take();
        let Some(upstream) = upstream else { return };
        upstream.drive(Connect { capacity: self.capacity, hub: Arc::clone(&self.hub) });
    }

    /// As [`connect`](Self::connect), if at least `enough` subscribers are there.
    pub(super) fn connect_for(&self, enough: NonZeroUsize) {
        if self.hub.len() >= enough.get() {
            self.connect();
        }
    }
}

impl<P> Drop for Connectable<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    fn drop(&mut self) {
        self.hub.close();
    }
}

/// Connects the members to the upstream: by a queue, or to an iterator as it is.
struct Connect<T: Clone + Send + 'static, E: Clone + Send + 'static> {
    capacity: NonZeroUsize,
    hub: Arc<Hub<T, E>>,
}

impl<T, E> Driver<T, E> for Connect<T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    type Output = ();

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) {
        self.hub.subscribe_to(publisher, self.capacity);
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) {
        self.hub.connect(&Drain::new(None, None), IterFeed::new(iterator));
    }
}
