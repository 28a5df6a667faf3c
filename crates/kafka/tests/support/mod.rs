//! What the tests of the source share: topics with numbered messages, and consumers that are in a hurry.
#![allow(dead_code, unreachable_pub)] // each test file uses a part of it
#![allow(clippy::unwrap_used)] // a helper fails as the test does

use std::num::NonZeroUsize;
use std::thread;
use std::time::{Duration, Instant};

use broker_support::{kafka, topic, unique};
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};
use reactive_streams::Publisher;
use reactive_streams_kafka::{
    Kafka, KafkaAcknowledgement, KafkaConsumer, KafkaError, KafkaSource, Message, Record, Topic,
};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::TestSubscriber;

/// Ends a test that would hang.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn cluster() -> Kafka {
    Kafka::at(kafka())
}

/// A topic with the numbers from 0 to `count`, each in the partition that its remainder says.
pub fn numbers(partitions: i32, count: u64) -> String {
    let topic = topic("source", partitions);
    produce(&topic, partitions, 0..count);
    topic
}

pub fn produce(topic: &str, partitions: i32, numbers: std::ops::Range<u64>) {
    let sink = cluster().sink().open().unwrap();
    let topic = Topic::from(topic.to_owned());
    let count = numbers.end - numbers.start;
    let sent = from_iter(numbers)
        .send_to(sink, move |&number| {
            let partition = i32::try_from(number).unwrap() % partitions;
            Record::to(&topic).partition(partition).payload(number.to_string())
        })
        .map(|result| result.map(drop).unwrap())
        .count()
        .block();
    assert_eq!(sent, Ok(count));
}

pub fn number(message: &Message) -> u64 {
    std::str::from_utf8(message.payload()).unwrap().parse().unwrap()
}

pub fn group() -> String {
    unique("group")
}

/// A source that commits often, and soon hears of a rebalance, so that tests need not wait.
pub fn source(topic: &str, group: &str) -> KafkaSource {
    let cluster = cluster().set("heartbeat.interval.ms", "200");
    cluster.source(group, [topic.to_owned()]).commit_every(Duration::from_millis(100))
}

pub fn open(topic: &str, group: &str) -> KafkaConsumer {
    source(topic, group).open().unwrap()
}

pub fn some(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

/// Who is given deliveries when it asks for them, and keeps them.
pub type Consumer = TestSubscriber<Delivery<Message, KafkaAcknowledgement>, KafkaError>;

/// Subscribes who asks for so many.
pub fn consume<P>(deliveries: P, demand: u64) -> Consumer
where
    P: Publisher<Item = Delivery<Message, KafkaAcknowledgement>, Error = KafkaError>,
{
    let consumer = Consumer::with_initial_demand(demand);
    deliveries.subscribe(consumer.subscriber());
    consumer
}

/// The deliveries that have come in all, when there are so many.
pub fn take(consumer: &Consumer, count: usize) -> Vec<Delivery<Message, KafkaAcknowledgement>> {
    consumer.await_count(count, PATIENCE).take_values()
}

pub fn numbers_of(deliveries: &[Delivery<Message, KafkaAcknowledgement>]) -> Vec<u64> {
    deliveries.iter().map(|delivery| number(delivery.element())).collect()
}

/// Waits until something is so that nobody tells.
#[track_caller]
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// What the group has committed, asked of the brokers.
pub fn committed(topic: &str, group: &str, partition: i32) -> Option<i64> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", kafka()).set("group.id", group);
    let client: BaseConsumer = config.create().unwrap();
    let mut list = TopicPartitionList::new();
    list.add_partition(topic, partition);
    match client.committed_offsets(list, PATIENCE).unwrap().elements()[0].offset() {
        Offset::Offset(offset) => Some(offset),
        _ => None,
    }
}
