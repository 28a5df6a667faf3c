use std::fmt;
use std::sync::Arc;

use reactive_streams_operators::delivery::Lag;
use reactive_streams_operators::scheduler::Scheduler;

use super::deliveries::Deliveries;
use super::lag::PartitionLag;
use super::partitions::Partitions;
use super::shared::Shared;
use crate::{KafkaActivity, KafkaError, KafkaSource};

/// A consumer of topics, as a member of a group: what a [`KafkaSource`] opens.
///
/// Clones share it. One at a time may consume, either all [`deliveries`](Self::deliveries) or those of each of the
/// [`partitions`](Self::partitions). It becomes a member of the group with the first demand, and leaves when
/// that stream ends or is cancelled, or when it is [closed](Self::close): then what is in flight has
/// [some time](KafkaSource::on_revoke) to be acknowledged, the last offsets are committed, and the partitions go to
/// the other members. Dropping the last clone waits for that, if the stream is over.
///
/// # Demand
///
/// Of what the client has fetched no message is taken that was not requested. How much it fetches ahead is
/// [bounded in bytes](KafkaSource::prefetch_bytes), for each partition. When nobody requests anything it stops there,
/// and [after a while](KafkaSource::pause_after) pauses the partitions, which frees that. The membership does
/// not depend on how fast messages are consumed: a thread of its own keeps it, so `max.poll.interval.ms` is not
/// exceeded by a slow consumer, and nobody notices one that hangs but the [lag](Lag).
///
/// # Delivery
///
/// *At least once*: an offset is committed when its message and all before it in the partition have been
/// acknowledged, in whatever order they were. What is rejected or dropped is [fetched
/// again](KafkaSource::redeliver_after), and alone: what came behind it is not delivered twice. What was not
/// acknowledged when a partition goes to another consumer, or the process ends, is delivered again there;
/// such are not marked, since nobody knows.
///
/// Within a partition the order is that of the topic, but for what is delivered again. A message that can never be
/// dealt with comes again for ever, and keeps the offset where it is: send it elsewhere, and acknowledge it.
///
/// # Errors
///
/// Servers that fail, a leader that moves, a coordinator that is gone: the client tries again until it succeeds, with
/// growing pauses (`reconnect.backoff.ms` to `reconnect.backoff.max.ms`, 0.1 to 10 s); the stream waits.
/// [`activity`](Self::activity) says what the trouble is. A [`KafkaError`] ends the stream when waiting cannot help:
/// servers that no longer let this client in, a topic that has been deleted, offsets that are out of range with
/// [`Start::Fail`](crate::Start::Fail), a fenced or broken client. The next subscription begins anew.
#[derive(Clone)]
#[doc(alias = "KafkaReceiver")]
#[doc(alias = "StreamConsumer")]
pub struct KafkaConsumer {
    shared: Arc<Shared>,
}

impl KafkaConsumer {
    pub(crate) fn open(source: KafkaSource) -> Result<Self, KafkaError> {
        Ok(Self { shared: Arc::new(Shared::open(source)?) })
    }

    /// The group that it is a member of.
    pub fn group(&self) -> &str {
        &self.shared.source.group
    }

    /// The messages of all partitions that this member is assigned, each with its acknowledgement.
    ///
    /// They are delivered on a thread of this stream's own. [`deliveries_on`](Self::deliveries_on) has it on a
    /// worker of yours.
    ///
    /// # Demand
    ///
    /// Takes what is requested, from one partition after the other, and keeps nothing ahead. See [above](Self#demand)
    /// for what the client keeps. It never completes of itself; after [`close`](Self::close) it does once one
    /// more is wanted.
    ///
    /// # Errors
    ///
    /// [`KafkaError::Busy`] for a second subscription while there is one, and [others](Self#errors).
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_kafka::Kafka;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::AnyError;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// # async fn bill(order: reactive_streams_kafka::Message) -> Result<(), AnyError> { Ok(()) }
    ///
    /// let consumer = Kafka::at("127.0.0.1:9092").source("billing", ["orders"]).open()?;
    /// let threads = ThreadScheduler::new("billing");
    /// consumer
    ///     .deliveries()
    ///     .err_into::<AnyError>()
    ///     .map_async(NonZeroUsize::new(8).unwrap(), &threads, |delivery| delivery.settle(bill))
    ///     .for_each(|billed| println!("{billed:?}"))
    ///     .block()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn deliveries(&self) -> Deliveries {
        Deliveries::new(Arc::clone(&self.shared))
    }

    /// As [`deliveries`](Self::deliveries), on a worker of `scheduler`.
    ///
    /// The client wakes it, on a thread and under locks of its own: so it has to be a scheduler with threads of its
    /// own, and none that runs a task where it is scheduled, as an
    /// [`ImmediateScheduler`](reactive_streams_operators::scheduler::ImmediateScheduler) does. On one of those the
    /// stream fails with [`KafkaError::Settings`] at the first demand, before the group is joined.
    pub fn deliveries_on(&self, scheduler: &dyn Scheduler) -> Deliveries {
        Deliveries::on(Arc::clone(&self.shared), scheduler)
    }

    /// The partitions that this member is assigned, each a publisher of its own with demand of its own.
    ///
    /// That of a partition completes when it is revoked; the partition may come again, as another publisher. All run
    /// on one thread of this stream's own: with [`partitions_on`](Self::partitions_on) each has its own worker.
    ///
    /// # Demand
    ///
    /// Each partition takes what is requested of it, and keeps nothing ahead. One that is not requested at all is
    /// paused [after a while](KafkaSource::pause_after), and holds no other up. Partitions that were not requested from
    /// this publisher remain assigned, and unread. The membership ends when this publisher and those of all
    /// partitions have ended.
    ///
    /// # Errors
    ///
    /// As [`deliveries`](Self::deliveries), for this publisher and that of each partition.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_kafka::Kafka;
    /// use reactive_streams_operators::delivery::Delivery;
    /// use reactive_streams_operators::prelude::*;
    ///
    /// let consumer = Kafka::at("127.0.0.1:9092").source("billing", ["orders"]).open()?;
    /// consumer
    ///     .partitions()
    ///     .flat_map(NonZeroUsize::new(64).unwrap(), |partition| partition.map(Delivery::acknowledge))
    ///     .for_each(|message| println!("{}", message.offset()))
    ///     .block()?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "committablePartitionedSource")]
    pub fn partitions(&self) -> Partitions {
        Partitions::new(Arc::clone(&self.shared), None)
    }

    /// As [`partitions`](Self::partitions), each partition on a worker of `scheduler`, which has to have threads of
    /// its own: see [`deliveries_on`](Self::deliveries_on).
    pub fn partitions_on(&self, scheduler: Arc<dyn Scheduler>) -> Partitions {
        Partitions::new(Arc::clone(&self.shared), Some(scheduler))
    }

    /// How far the group is with each partition that is assigned to this member.
    ///
    /// As [`lag`](Lag::lag): what is known is at most about a second old, and does not depend on what was fetched.
    pub fn lags(&self) -> Vec<PartitionLag> {
        let partitions = self.shared.session().assigned();
        partitions.iter().map(|partition| PartitionLag::of(partition)).collect()
    }

    /// What it is doing, and what the trouble is.
    pub fn activity(&self) -> KafkaActivity {
        self.shared.session().activity()
    }

    /// Leaves the group, and waits until it has been left: what is in flight has
    /// [some time](KafkaSource::on_revoke) to be acknowledged, and the last offsets are committed. The stream completes.
    ///
    /// Not to be called by who is to acknowledge. Afterwards there are no more deliveries.
    pub fn close(&self) {
        self.shared.close();
    }
}

/// Of the partitions that are assigned to this member. `None` until the group has assigned some, and while a server
/// does not say where a partition ends; it asks no server itself.
///
/// The lag of a group is the sum of those of its members.
impl Lag for KafkaConsumer {
    fn lag(&self) -> Option<u64> {
        self.shared.session().lag()
    }
}

impl fmt::Debug for KafkaConsumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KafkaConsumer").field("source", &self.shared.source).finish_non_exhaustive()
    }
}
