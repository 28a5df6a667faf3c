//! A publisher for each partition, each with demand of its own.

mod support;

use reactive_streams::Publisher;
use reactive_streams_kafka::{KafkaError, PartitionDeliveries};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::TestSubscriber;

use support::{
    PATIENCE, consume, group, number, numbers, numbers_of, open, some, take, wait_until,
};

type Assigned = TestSubscriber<PartitionDeliveries, KafkaError>;

#[test]
fn each_partition_has_its_own_demand() {
    let topic = numbers(2, 100);
    let consumer = open(&topic, &group());
    let partitions = Assigned::new();
    consumer.partitions().subscribe(partitions.subscriber());
    let mut both = partitions.await_count(2, PATIENCE).take_values();
    both.sort_by_key(PartitionDeliveries::partition);
    let mut both = both.into_iter().map(|partition| {
        assert_eq!(*partition.topic(), *topic);
        consume(partition, 0)
    });
    let (first, second) = (both.next().unwrap(), both.next().unwrap());
    second.request(50);
    let odd: Vec<_> = (0..100).filter(|n| n % 2 == 1).collect();
    assert_eq!(numbers_of(&take(&second, 50)), odd);
    assert!(first.take_values().is_empty());
    first.request(1);
    assert_eq!(numbers_of(&take(&first, 1)), [0]);
}

#[test]
fn a_partition_completes_when_it_is_revoked() {
    let (topic, group) = (numbers(2, 10), group());
    let first = open(&topic, &group);
    let partitions = Assigned::new();
    first.partitions().subscribe(partitions.subscriber());
    let both = partitions.await_count(2, PATIENCE).take_values();
    let both: Vec<_> = both.into_iter().map(|partition| consume(partition, 100)).collect();
    for subscriber in &both {
        take(subscriber, 5).into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    }
    let second = open(&topic, &group);
    let other = consume(second.deliveries(), 1);
    wait_until("one is over", || both.iter().any(TestSubscriber::is_terminated));
    let (over, going): (Vec<_>, Vec<_>) = both.into_iter().partition(TestSubscriber::is_terminated);
    assert_eq!((over.len(), going.len()), (1, 1));
    over[0].assert_complete();
    drop(other);
    drop(second); // it comes back, as another publisher
    assert_eq!(partitions.await_count(3, PATIENCE).take_values().len(), 1);
}

#[test]
fn cancelling_everything_leaves_the_group() {
    let (topic, group) = (numbers(3, 30), group());
    let consumer = open(&topic, &group);
    let messages = consumer
        .partitions()
        .flat_map(some(8), |partition| partition.map(Delivery::acknowledge))
        .take(30);
    let mut all = messages.map(|message| number(&message)).collect::<Vec<_>>().block().unwrap();
    all.sort_unstable();
    assert_eq!(all, (0..30).collect::<Vec<_>>());
    drop(consumer);
    for partition in 0..3 {
        assert_eq!(support::committed(&topic, &group, partition), Some(10));
    }
}

#[test]
fn closing_completes_all() {
    let topic = numbers(2, 10);
    let consumer = open(&topic, &group());
    let partitions = Assigned::new();
    consumer.partitions().subscribe(partitions.subscriber());
    let both = partitions.await_count(2, PATIENCE).take_values();
    let both: Vec<_> = both.into_iter().map(|partition| consume(partition, 100)).collect();
    for subscriber in &both {
        take(subscriber, 5).into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    }
    consumer.close();
    partitions.await_end(PATIENCE).assert_complete();
    for subscriber in &both {
        subscriber.await_end(PATIENCE).assert_complete();
    }
}
