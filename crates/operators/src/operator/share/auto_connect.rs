use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::connectable::Connectable;

/// Publisher for [`Published::auto_connect`](super::Published::auto_connect); each of its clones can be
/// subscribed.
#[must_use = "publishers do nothing unless subscribed"]
pub struct AutoConnect<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    connectable: Arc<Connectable<P>>,
    enough: NonZeroUsize,
}

impl<P> AutoConnect<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    pub(super) fn new(connectable: Arc<Connectable<P>>, enough: NonZeroUsize) -> Self {
        Self { connectable, enough }
    }
}

// By hand, because the derived one would ask for `P: Clone`.
impl<P> Clone for AutoConnect<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.connectable), self.enough)
    }
}

impl<P> fmt::Debug for AutoConnect<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AutoConnect")
            .field("capacity", &self.connectable.capacity())
            .field("enough", &self.enough)
            .finish_non_exhaustive()
    }
}

impl<P> Publisher for AutoConnect<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        self.connectable.join(subscriber);
        self.connectable.connect_for(self.enough);
    }
}
