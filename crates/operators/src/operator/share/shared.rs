use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::connectable::Connectable;
use crate::engine::WhenLeft;

/// Publisher for [`ShareExt::share`](crate::ext::ShareExt::share).
///
/// Clones share one subscription to the upstream.
#[must_use = "publishers do nothing unless subscribed"]
pub struct Shared<P>(Arc<Connectable<P>>)
where
    P: Publisher<Item: Clone, Error: Clone>;

impl<P> Shared<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    pub(crate) fn new(upstream: P, capacity: NonZeroUsize) -> Self {
        Self(Connectable::new(upstream, capacity, WhenLeft::End))
    }
}

// By hand, because the derived one would ask for `P: Clone`.
impl<P> Clone for Shared<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P> fmt::Debug for Shared<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("capacity", &self.0.capacity()).finish_non_exhaustive()
    }
}

impl<P> Publisher for Shared<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        if self.0.join(subscriber) {
            self.0.connect();
        }
    }
}
