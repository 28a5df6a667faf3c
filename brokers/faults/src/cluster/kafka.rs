use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::Message;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::{Cluster, Failure, found};
use crate::verify::{Found, Position};

const LIMIT: Duration = Duration::from_secs(60);

/// The nodes of Kafka.
#[derive(Debug, Clone, Copy)]
pub struct KafkaCluster;

/// `isolation` says whether it waits for transactions that are not decided yet.
fn client(group: &str, isolation: &str) -> Result<BaseConsumer, KafkaError> {
    ClientConfig::new()
        .set("bootstrap.servers", broker_support::kafka())
        .set("group.id", group)
        .set("enable.auto.commit", "false")
        .set("enable.partition.eof", "true")
        .set("isolation.level", isolation)
        .create()
}

impl Cluster for KafkaCluster {
    fn create(&self, what: &str, partitions: u32) -> Result<String, Failure> {
        Ok(broker_support::topic(what, i32::try_from(partitions)?))
    }

    fn contents(&self, topic: &str, partitions: u32) -> Result<Vec<Found>, Failure> {
        let client = client("reads everything", "read_committed")?;
        let mut assigned = TopicPartitionList::new();
        for partition in 0..i32::try_from(partitions)? {
            assigned.add_partition_offset(topic, partition, Offset::Beginning)?;
        }
        client.assign(&assigned)?;
        let (mut contents, mut ended) = (Vec::new(), 0);
        while ended < partitions {
            match client.poll(LIMIT) {
                Some(Ok(message)) => {
                    let position =
                        (u32::try_from(message.partition())?, u64::try_from(message.offset())?);
                    let at = u64::try_from(message.timestamp().to_millis().unwrap_or(0))? * 1000;
                    contents.push(found(position, message.payload().unwrap_or_default(), at));
                }
                Some(Err(KafkaError::PartitionEOF(_))) => ended += 1,
                Some(Err(error)) => return Err(error.into()),
                None => return Err(format!("{topic} was not read to its end in a minute").into()),
            }
        }
        Ok(contents)
    }

    fn committed(
        &self,
        topic: &str,
        group: &str,
        partitions: u32,
    ) -> Result<Vec<Position>, Failure> {
        let mut asked = TopicPartitionList::new();
        asked.add_partition_range(topic, 0, i32::try_from(partitions)? - 1);
        let committed = client(group, "read_uncommitted")?.committed_offsets(asked, LIMIT)?;
        let mut offsets = Vec::new();
        for element in committed.elements() {
            element.error()?;
            let offset = match element.offset() {
                Offset::Offset(offset) => u64::try_from(offset)?,
                _ => 0, // nothing yet
            };
            offsets.push((u32::try_from(element.partition())?, offset));
        }
        Ok(offsets)
    }

    fn delete(&self, topic: &str) -> Result<(), Failure> {
        broker_support::delete_topic(topic);
        Ok(())
    }
}
