//! What the tests of the source share: topics with numbered messages, and consumers that are in a hurry.
#![allow(dead_code, unreachable_pub)] // each test file uses a part of it

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use broker_support::{kafka, topic, unique};
use reactive_streams_kafka::{Kafka, KafkaConsumer, KafkaSource, Message, Record};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;

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
    let topic = reactive_streams_kafka::Topic::from(topic.to_owned());
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

/// A source that commits often, so that tests need not wait.
pub fn source(topic: &str, group: &str) -> KafkaSource {
    cluster().source(group, [topic.to_owned()]).commit_every(Duration::from_millis(100))
}

pub fn open(topic: &str, group: &str) -> KafkaConsumer {
    source(topic, group).open().unwrap()
}

pub fn some(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

/// Waits until something is so.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
