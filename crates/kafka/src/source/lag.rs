use std::sync::Arc;
use std::time::Duration;

use rdkafka::consumer::Consumer;
use rdkafka::error::KafkaResult;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::context::{Client, REQUEST};
use super::due::Due;
use super::partition::Partition;
use super::session::Session;
use crate::Topic;

/// How often the ends of the partitions are asked for.
const EVERY: Duration = Duration::from_secs(1);

const EVERY_AFTER_FAILURE: Duration = Duration::from_secs(10);

/// How far a group is with a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartitionLag {
    /// The topic.
    pub topic: Topic,
    /// The partition.
    pub partition: i32,
    /// Everything before this offset is acknowledged.
    pub position: Option<i64>,
    /// The offset that the next message will have.
    pub end: Option<i64>,
    /// How many messages are there that are not acknowledged; offsets that are taken by no message count too.
    pub lag: Option<u64>,
}

impl PartitionLag {
    pub(crate) fn of(partition: &Partition) -> Self {
        Self {
            topic: partition.topic().clone(),
            partition: partition.number(),
            position: partition.group_position(),
            end: partition.extent().end(),
            lag: partition.lag(),
        }
    }
}

/// Asks every now and then where the partitions end, and at once when others are assigned.
pub(crate) struct Meter {
    due: Due,
    partitions: Arc<[Arc<Partition>]>,
}

impl Meter {
    pub(crate) fn new() -> Self {
        Self { due: Due::after(EVERY), partitions: Arc::default() }
    }

    pub(crate) fn measure(&mut self, client: &Client, session: &Session) {
        let partitions = session.assigned();
        if Arc::ptr_eq(&partitions, &self.partitions) && !self.due.is_now() {
            return;
        }
        self.partitions = partitions;
        self.due = Due::after(EVERY);
        if let Err(error) = ask(client, &self.partitions) {
            self.due = Due::after(EVERY_AFTER_FAILURE);
            session.trouble(error, "asking where partitions end");
        }
    }
}

/// Asks where the partitions end, and where those begin with whose beginning the group begins.
fn ask(client: &Client, partitions: &[Arc<Partition>]) -> KafkaResult<()> {
    let all: Vec<_> = partitions.iter().collect();
    for (partition, end) in offsets(client, &all, Offset::End)? {
        partition.extent().set_end(end);
        if partition.extent().start() == Offset::End {
            partition.extent().set_start(end);
        }
    }
    let is_unknown = |partition: &&Arc<Partition>| {
        partition.extent().start() == Offset::Beginning && partition.group_position().is_none()
    };
    let unknown: Vec<_> = partitions.iter().filter(is_unknown).collect();
    for (partition, start) in offsets(client, &unknown, Offset::Beginning)? {
        partition.extent().set_start(start);
    }
    Ok(())
}

/// Asks the servers, each once for all partitions that it leads.
fn offsets<'a>(
    client: &Client,
    partitions: &[&'a Arc<Partition>],
    what: Offset,
) -> KafkaResult<Vec<(&'a Arc<Partition>, i64)>> {
    if partitions.is_empty() {
        return Ok(Vec::new());
    }
    let mut list = TopicPartitionList::new();
    for partition in partitions {
        list.add_partition_offset(partition.topic(), partition.number(), what)?;
    }
    let answer = client.offsets_for_times(list, REQUEST)?;
    let offset = |&partition: &&'a Arc<Partition>| {
        let found = answer.find_partition(partition.topic(), partition.number())?;
        match found.offset() {
            Offset::Offset(offset) => Some((partition, offset)),
            _ => None,
        }
    };
    Ok(partitions.iter().filter_map(offset).collect())
}
