mod outlet;
mod writer;

use std::fmt;
use std::sync::Arc;

use reactive_streams::{Demand, Publisher, Subscriber};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::ext::Carries;
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{FromFetch, from_fetch_on};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::SpillFailed;
use super::inlet::Inlet;
use super::link::Leash;
use crate::{SpillAcknowledgement, SpillQueue};
use outlet::Outlet;
use writer::Writer;

/// How many elements are requested of the upstream that are not stored yet.
const WINDOW: Demand = Demand::of(256);

/// Publisher for [`SpillExt::durable`](crate::SpillExt::durable).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Durable<P: Publisher>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    upstream: P,
    writer: Arc<Writer<P::Item, P::Error>>,
    outlet: FromFetch<Outlet<P::Item, P::Error>>,
}

impl<P: Publisher + fmt::Debug> fmt::Debug for Durable<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Durable")
            .field("upstream", &self.upstream)
            .field("queue", self.writer.queue())
            .finish_non_exhaustive()
    }
}

impl<P: Publisher> Durable<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    pub(crate) fn new(upstream: P, queue: &SpillQueue<P::Item>, scheduler: &dyn Scheduler) -> Self {
        let writer = Arc::new(Writer::new(queue, scheduler.worker()));
        let outlet = Outlet::new(Arc::clone(&writer), queue);
        Self { upstream, writer, outlet: from_fetch_on(outlet, scheduler) }
    }
}

impl<P: Publisher> Publisher for Durable<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    type Item = Delivery<P::Item, SpillAcknowledgement>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, writer, outlet } = self;
        outlet.subscribe(Leash { subscriber, link: Arc::clone(&writer.stock.link) });
        upstream.subscribe(Inlet::new(writer, WINDOW));
    }
}
