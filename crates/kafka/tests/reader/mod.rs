//! What the tests share: a reader of topics that is not ours, and bounds on what would hang.
#![allow(dead_code, unreachable_pub)] // each test file uses a part of it

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::error::KafkaError as ClientError;
use rdkafka::message::{BorrowedMessage, Message as _};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};
use reactive_streams_kafka::Kafka;

/// Ends a test that would hang.
pub const LIMIT: Duration = Duration::from_secs(60);

pub fn size(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

pub fn kafka() -> Kafka {
    Kafka::at(broker_support::kafka())
}

/// All that is in a partition, as `read` sees it, by a plain client. Of transactions, only what was committed.
pub fn read<T>(topic: &str, partition: i32, read: impl Fn(&BorrowedMessage<'_>) -> T) -> Vec<T> {
    read_with(topic, partition, "read_committed", read)
}

/// The same, of transactions as `isolation` says.
pub fn read_with<T>(
    topic: &str,
    partition: i32,
    isolation: &str,
    read: impl Fn(&BorrowedMessage<'_>) -> T,
) -> Vec<T> {
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", broker_support::kafka())
        .set("group.id", broker_support::unique("reader"))
        .set("enable.auto.commit", "false")
        .set("enable.partition.eof", "true")
        .set("isolation.level", isolation)
        .create()
        .unwrap();
    let mut partitions = TopicPartitionList::new();
    partitions.add_partition_offset(topic, partition, Offset::Beginning).unwrap();
    consumer.assign(&partitions).unwrap();
    let (mut found, end) = (Vec::new(), Instant::now() + LIMIT);
    loop {
        assert!(Instant::now() < end, "{topic} has no end after {} records", found.len());
        match consumer.poll(Duration::from_secs(1)) {
            Some(Ok(message)) => found.push(read(&message)),
            Some(Err(ClientError::PartitionEOF(_))) => return found,
            Some(Err(error)) => eprintln!("{error}, tried again by the client"),
            None => {}
        }
    }
}

/// The payloads in a partition, as text.
pub fn payloads(topic: &str, partition: i32) -> Vec<String> {
    read(topic, partition, |message| {
        String::from_utf8(message.payload().unwrap().to_vec()).unwrap()
    })
}
