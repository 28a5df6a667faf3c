use std::fmt;
use std::num::NonZeroUsize;
use std::option;
use std::sync::Arc;
use std::task::{Context, Poll};

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{Fetch, FromFetch, from_fetch_on};

use super::batch::Batch;
use super::entrance::Entrance;
use super::gate::Gate;
use super::partition::Partition;
use super::reading::{Outlet, Reading};
use super::shared::Shared;
use crate::{KafkaAcknowledgement, KafkaError, Message, Topic};

/// Publisher for [`KafkaConsumer::partitions`](crate::KafkaConsumer::partitions).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Partitions {
    shared: Arc<Shared>,
    scheduler: Option<Arc<dyn Scheduler>>,
}

impl Partitions {
    pub(crate) fn new(shared: Arc<Shared>, scheduler: Option<Arc<dyn Scheduler>>) -> Self {
        Self { shared, scheduler }
    }
}

impl fmt::Debug for Partitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Partitions").finish_non_exhaustive()
    }
}

impl Publisher for Partitions {
    type Item = PartitionDeliveries;
    type Error = KafkaError;

    fn subscribe<S: Subscriber<PartitionDeliveries, KafkaError>>(self, subscriber: S) {
        let gate = Arc::new(Gate::default());
        let outlet = Outlet::Apart(Arc::clone(&gate));
        let (entrance, scheduler) = match self.scheduler {
            Some(given) => (Entrance::on(self.shared, outlet, &given), given),
            None => Entrance::own(self.shared, outlet),
        };
        let reader = Reader { scheduler: Arc::clone(&scheduler), entrance, gate };
        from_fetch_on(reader, &scheduler).subscribe(subscriber);
    }
}

/// Gives the partitions that are assigned.
struct Reader {
    // Dropped before who keeps it, so that it is not stopped here.
    scheduler: Arc<dyn Scheduler>,
    entrance: Entrance,
    gate: Arc<Gate>,
}

impl Fetch for Reader {
    type Item = PartitionDeliveries;
    type Error = KafkaError;
    type Batch = option::IntoIter<PartitionDeliveries>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        _: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, KafkaError>>> {
        let Self { scheduler, entrance, gate } = self;
        gate.poll(cx, || {
            let reading = entrance.reading()?;
            let Some(partitions) = reading.session().partitions() else {
                return Poll::Ready(None);
            };
            partitions?;
            let Some(partition) = reading.session().take_offered() else { return Poll::Pending };
            let deliveries = PartitionDeliveries::new(partition, reading.another(), &**scheduler);
            Poll::Ready(Some(Ok(Some(deliveries).into_iter())))
        })
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.gate.close();
    }
}

/// The messages of one partition, as long as it is assigned to this member.
#[must_use = "publishers do nothing unless subscribed"]
pub struct PartitionDeliveries {
    partition: Arc<Partition>,
    publisher: FromFetch<PartitionReader>,
}

impl PartitionDeliveries {
    fn new(partition: Arc<Partition>, reading: Reading, scheduler: &dyn Scheduler) -> Self {
        let reader = PartitionReader { partition: Arc::clone(&partition), reading };
        Self { partition, publisher: from_fetch_on(reader, scheduler) }
    }

    /// The topic.
    pub fn topic(&self) -> &Topic {
        self.partition.topic()
    }

    /// Which partition of the topic.
    pub fn partition(&self) -> i32 {
        self.partition.number()
    }
}

impl fmt::Debug for PartitionDeliveries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartitionDeliveries")
            .field("topic", self.topic())
            .field("partition", &self.partition())
            .finish_non_exhaustive()
    }
}

impl Publisher for PartitionDeliveries {
    type Item = Delivery<Message, KafkaAcknowledgement>;
    type Error = KafkaError;

    fn subscribe<S: Subscriber<Self::Item, KafkaError>>(self, subscriber: S) {
        self.publisher.subscribe(subscriber);
    }
}

struct PartitionReader {
    partition: Arc<Partition>,
    reading: Reading,
}

impl Fetch for PartitionReader {
    type Item = Delivery<Message, KafkaAcknowledgement>;
    type Error = KafkaError;
    type Batch = Batch;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Batch, KafkaError>>> {
        let Self { partition, reading } = self;
        partition.gate().poll(cx, || {
            if let Some(Err(error)) = reading.session().partitions() {
                return Poll::Ready(Some(Err(error)));
            }
            if partition.is_stopped() {
                return Poll::Ready(None);
            }
            match partition.take(most)? {
                Some(batch) => Poll::Ready(Some(Ok(batch))),
                None => Poll::Pending,
            }
        })
    }
}

impl Drop for PartitionReader {
    fn drop(&mut self) {
        self.partition.gate().close();
    }
}
