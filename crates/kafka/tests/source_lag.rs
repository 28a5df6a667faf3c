//! How far a group is behind.

mod support;

use reactive_streams_operators::delivery::Lag;

use support::{cluster, consume, group, numbers, open, produce, take, wait_until};

#[test]
fn it_counts_what_is_not_acknowledged() {
    let (topic, group) = (numbers(2, 100), group());
    let consumer = open(&topic, &group);
    assert_eq!(consumer.lag(), None, "nothing is assigned");
    let subscriber = consume(consumer.deliveries(), 30);
    let held = take(&subscriber, 30);
    wait_until("it is known", || consumer.lag() == Some(100));
    held.into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    assert_eq!(consumer.lag(), Some(70));
    let lags = consumer.lags();
    assert_eq!(lags.iter().map(|lag| lag.lag.unwrap()).sum::<u64>(), 70);
    assert!(lags.iter().all(|lag| lag.end == Some(50)));
}

#[test]
fn it_grows_though_nobody_fetches() {
    let topic = numbers(1, 10);
    let consumer = open(&topic, &group());
    let subscriber = consume(consumer.deliveries(), 1);
    assert_eq!(take(&subscriber, 1).len(), 1);
    wait_until("it is known", || consumer.lag() == Some(10));
    produce(&topic, 1, 10..20);
    wait_until("it has grown", || consumer.lag() == Some(20));
}

#[test]
fn a_group_that_begins_again_knows_it_before_the_first_message() {
    let (topic, group) = (numbers(1, 10), group());
    let consumer = open(&topic, &group);
    let subscriber = consume(consumer.deliveries(), 10);
    take(&subscriber, 10).into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    drop(subscriber);
    consumer.close();
    let consumer = open(&topic, &group);
    let _subscriber = consume(consumer.deliveries(), 1);
    wait_until("it is known", || consumer.lag() == Some(0));
}

#[test]
fn single_partitions_without_a_membership() {
    let (topic, group) = (numbers(3, 30), group());
    let source = cluster().source_of_partitions(&*group, [(topic.clone(), 1)]);
    let consumer = source.open().unwrap();
    let subscriber = consume(consumer.deliveries(), 100);
    let ours = take(&subscriber, 10);
    assert!(ours.iter().all(|delivery| delivery.element().partition() == 1));
    ours.into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    consumer.close();
    assert_eq!(support::committed(&topic, &group, 1), Some(10));
    assert_eq!(support::committed(&topic, &group, 0), None);
}
