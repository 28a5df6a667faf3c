use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{Drain, Hub, IterFeed, Spread, WhenLeft, prefetch, prefetching};
use crate::sync::{Mutex, lock};

/// Publisher for [`ShareExt::share`](crate::ext::ShareExt::share).
///
/// Clones share one subscription to the upstream.
#[must_use = "publishers do nothing unless subscribed"]
pub struct Shared<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    /// Gone when it has been subscribed.
    upstream: Arc<Mutex<Option<P>>>,
    capacity: NonZeroUsize,
    hub: Arc<Hub<P::Item, P::Error>>,
}

impl<P> Shared<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    pub(crate) fn new(upstream: P, capacity: NonZeroUsize) -> Self {
        let upstream = Arc::new(Mutex::new(Some(upstream)));
        Self { upstream, capacity, hub: Hub::new(WhenLeft::End, Spread::Slowest) }
    }

    /// Subscribes the upstream, the first time.
    fn connect(&self) {
        let upstream = lock(&self.upstream).take();
        let Some(upstream) = upstream else { return };
        upstream.drive(Connect { capacity: self.capacity, hub: Arc::clone(&self.hub) });
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
        let arbiter = prefetching(self.capacity);
        let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(self.capacity, arbiter, drain.waker());
        self.hub.connect(&drain, feed);
        publisher.subscribe(queue);
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) {
        self.hub.connect(&Drain::new(None, None), IterFeed::new(iterator));
    }
}

// By hand, because the derived one would ask for `P: Clone`.
impl<P> Clone for Shared<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    fn clone(&self) -> Self {
        let (upstream, hub) = (Arc::clone(&self.upstream), Arc::clone(&self.hub));
        Self { upstream, capacity: self.capacity, hub }
    }
}

impl<P> fmt::Debug for Shared<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("capacity", &self.capacity).finish_non_exhaustive()
    }
}

impl<P> Publisher for Shared<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        if self.hub.join(subscriber) {
            self.connect();
        }
    }
}
