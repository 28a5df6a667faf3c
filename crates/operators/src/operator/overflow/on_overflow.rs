use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::buffer::Buffer;
use super::inlet::Inlet;
use super::outlet::Outlet;
use super::{OverflowObserver, OverflowPolicy, OverflowRule};
use crate::engine::{Arbiter, Drain, prefetch, prefetching};

/// Publisher for [`OverflowExt::on_overflow`](crate::ext::OverflowExt::on_overflow).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct OnOverflow<P, R, O> {
    upstream: P,
    capacity: NonZeroUsize,
    policy: OverflowPolicy<R, O>,
}

impl<P, R, O> OnOverflow<P, R, O> {
    pub(crate) fn new(upstream: P, capacity: NonZeroUsize, policy: OverflowPolicy<R, O>) -> Self {
        Self { upstream, capacity, policy }
    }
}

impl<P, R, O> Publisher for OnOverflow<P, R, O>
where
    P: Publisher,
    R: OverflowRule<P::Item, P::Error>,
    O: OverflowObserver<P::Item>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, capacity, policy } = self;
        if R::HOLDS {
            let arbiter = prefetching(capacity);
            let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
            let (queue, feed) = prefetch(capacity, arbiter, drain.waker());
            drain.start(feed, subscriber);
            return upstream.subscribe(queue);
        }
        let arbiter = Arc::new(Arbiter::new(u64::MAX));
        let buffer = Arc::new(Buffer::new(capacity));
        let policy = Arc::new(policy);
        let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
        let (to, from) = (Arc::clone(&buffer), Arc::clone(&arbiter));
        drain.start(Outlet::new(to, from, Arc::clone(&policy)), subscriber);
        upstream.subscribe(Inlet::new(buffer, drain, arbiter, policy));
    }
}
