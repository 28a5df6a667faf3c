//! A source is given partitions whose offsets a transaction may still commit, and its assignment changes while it waits.
#![allow(clippy::unwrap_used)] // also in helpers

mod reader;

use std::sync::mpsc;
use std::time::{Duration, Instant};

use broker_support::{topic, unique};
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _};
use rdkafka::producer::{BaseProducer, Producer as _};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};
use reactive_streams_kafka::{Record, Topic};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reader::{LIMIT, kafka};

const PARTITIONS: i32 = 2;
const COMMITTED: i64 = 50;

fn member(group: &str) -> BaseConsumer {
    ClientConfig::new()
        .set("bootstrap.servers", broker_support::kafka())
        .set("group.id", group)
        .set("partition.assignment.strategy", "cooperative-sticky")
        .set("enable.auto.commit", "false")
        .set("auto.offset.reset", "earliest")
        .create()
        .unwrap()
}

fn all(topic: &str, offset: i64) -> TopicPartitionList {
    let mut list = TopicPartitionList::new();
    for partition in 0..PARTITIONS {
        list.add_partition_offset(topic, partition, Offset::Offset(offset)).unwrap();
    }
    list
}

/// Polls until so many partitions are assigned, or for so long.
fn assigned(member: &BaseConsumer, count: usize, most: Duration) -> bool {
    let end = Instant::now() + most;
    while member.assignment().unwrap().count() < count && Instant::now() < end {
        drop(member.poll(Duration::from_millis(50)));
    }
    member.assignment().unwrap().count() >= count
}

#[test]
fn it_goes_on_where_the_group_was_and_not_at_the_beginning() {
    let (name, group) = (topic("undecided", PARTITIONS), unique("undecided"));
    let to = Topic::from(name.clone());
    let filled = from_iter(0..200)
        .send_to(kafka().sink().open().unwrap(), move |n| {
            Record::to(&to).partition(n % PARTITIONS).payload(n.to_string())
        })
        .filter(Result::is_ok)
        .count();
    assert_eq!(filled.block(), Ok(200));
    // Somebody commits, begins to commit more in a transaction, and is gone.
    let gone = member(&group);
    gone.subscribe(&[&name]).unwrap();
    assert!(assigned(&gone, PARTITIONS as usize, LIMIT));
    gone.commit(&all(&name, COMMITTED), CommitMode::Sync).unwrap();
    let transaction: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", broker_support::kafka())
        .set("transactional.id", &group)
        .create()
        .unwrap();
    transaction.init_transactions(LIMIT).unwrap();
    transaction.begin_transaction().unwrap();
    let metadata = gone.group_metadata().unwrap();
    transaction.send_offsets_to_transaction(&all(&name, 60), &metadata, LIMIT).unwrap();
    drop(gone);
    // A source joins, and then another member, which is to have one of the two partitions.
    let kafka = kafka().set("heartbeat.interval.ms", "200"); // to hear soon of the other
    let consumer = kafka.source(&group, [name.clone()]).transactional().open().unwrap();
    let (sender, delivered) = mpsc::channel();
    let deliveries = consumer.deliveries().for_each(move |delivery| {
        let message = delivery.element();
        let _ = sender.send((message.partition(), message.offset())); // the test may be over
        delivery.reject();
    });
    let _running = deliveries.start();
    let other = member(&group);
    let is_joined = || {
        let groups = other.fetch_group_list(Some(&group), LIMIT).unwrap();
        groups.groups().iter().any(|it| it.state() == "Stable" && it.members().len() == 1)
    };
    let end = Instant::now() + LIMIT;
    while !is_joined() {
        assert!(Instant::now() < end, "the source does not join");
    }
    other.subscribe(&[&name]).unwrap();
    // It need not be given one before that is decided; a client that does not wait for that is caught here.
    assigned(&other, 1, Duration::from_secs(5));
    assert!(delivered.try_recv().is_err(), "before it was decided where the group is");
    transaction.abort_transaction(LIMIT).unwrap();
    assert!(assigned(&other, 1, LIMIT));
    let (partition, offset) = delivered.recv_timeout(LIMIT).unwrap();
    assert_eq!(offset, COMMITTED, "in partition {partition}");
}
