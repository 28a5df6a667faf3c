mod buffer;
mod outlet;

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Demand, Publisher, Subscriber};
use reactive_streams_operators::ext::Carries;
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{FromFetch, from_fetch_on};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::SpillFailed;
use super::inlet::Inlet;
use super::link::Leash;
use crate::SpillQueue;
use buffer::Buffer;
use outlet::Outlet;

/// Publisher for [`SpillExt::spill`](crate::SpillExt::spill).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Spill<P: Publisher>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    upstream: P,
    buffer: Arc<Buffer<P::Item, P::Error>>,
    outlet: FromFetch<Outlet<P::Item, P::Error>>,
}

impl<P: Publisher + fmt::Debug> fmt::Debug for Spill<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spill")
            .field("upstream", &self.upstream)
            .field("capacity", &self.buffer.capacity())
            .field("queue", self.buffer.queue())
            .finish_non_exhaustive()
    }
}

impl<P: Publisher> Spill<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    pub(crate) fn new(
        upstream: P,
        capacity: NonZeroUsize,
        queue: &SpillQueue<P::Item>,
        scheduler: &dyn Scheduler,
    ) -> Self {
        let buffer = Arc::new(Buffer::new(capacity.get(), queue, scheduler.worker()));
        let outlet = Outlet::new(Arc::clone(&buffer), queue);
        Self { upstream, buffer, outlet: from_fetch_on(outlet, scheduler) }
    }
}

impl<P: Publisher> Publisher for Spill<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, buffer, outlet } = self;
        buffer.begin();
        outlet.subscribe(Leash { subscriber, link: Arc::clone(&buffer.stock.link) });
        upstream.subscribe(Inlet::new(buffer, Demand::UNBOUNDED));
    }
}
