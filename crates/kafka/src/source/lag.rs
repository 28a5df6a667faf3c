use std::sync::Arc;
use std::time::Duration;

use rdkafka::consumer::Consumer;
use rdkafka::error::KafkaResult;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::context::Client;
use super::partition::Partition;
use crate::{KafkaSource, Start, Topic};

/// How often the ends of the partitions are asked for.
pub(crate) const EVERY: Duration = Duration::from_secs(1);

pub(crate) const EVERY_AFTER_FAILURE: Duration = Duration::from_secs(10);

const REQUEST: Duration = Duration::from_secs(1);

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
            end: partition.end(),
            lag: partition.lag(),
        }
    }
}

pub(crate) fn measure(
    client: &Client,
    source: &KafkaSource,
    partitions: &[Arc<Partition>],
) -> KafkaResult<()> {
    let all: Vec<_> = partitions.iter().collect();
    for (partition, end) in offsets(client, &all, Offset::End)? {
        partition.set_end(end);
    }
    let new = unknown(partitions);
    if new.is_empty() {
        return Ok(());
    }
    let committed = client.committed_offsets(list(&new, Offset::Invalid)?, REQUEST)?;
    for (partition, start) in match_up(&new, &committed) {
        partition.set_start(start);
    }
    let first = match source.start {
        Start::Earliest => Offset::Beginning,
        Start::Latest | Start::Fail => Offset::End,
    };
    for (partition, start) in offsets(client, &unknown(partitions), first)? {
        partition.set_start(start);
    }
    Ok(())
}

/// Those of which nobody knows where the group is.
fn unknown(partitions: &[Arc<Partition>]) -> Vec<&Arc<Partition>> {
    partitions.iter().filter(|partition| partition.group_position().is_none()).collect()
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
    let answer = client.offsets_for_times(list(partitions, what)?, REQUEST)?;
    Ok(match_up(partitions, &answer))
}

fn list(partitions: &[&Arc<Partition>], offset: Offset) -> KafkaResult<TopicPartitionList> {
    let mut list = TopicPartitionList::new();
    for partition in partitions {
        list.add_partition_offset(partition.topic(), partition.number(), offset)?;
    }
    Ok(list)
}

fn match_up<'a>(
    partitions: &[&'a Arc<Partition>],
    answer: &TopicPartitionList,
) -> Vec<(&'a Arc<Partition>, i64)> {
    let offset = |&partition: &&'a Arc<Partition>| match answer
        .find_partition(partition.topic(), partition.number())?
        .offset()
    {
        Offset::Offset(offset) => Some((partition, offset)),
        _ => None,
    };
    partitions.iter().filter_map(offset).collect()
}
