//! Demand reaches the client: what is not requested is not taken, and is paused after a while.

mod support;

use std::time::Duration;

use reactive_streams_operators::delivery::Delivery;

use support::{
    committed, consume, group, numbers, numbers_of, open, produce, source, take, wait_until,
};

#[test]
fn no_more_is_delivered_than_is_requested() {
    let topic = numbers(1, 100);
    let consumer = open(&topic, &group());
    let subscriber = consume(consumer.deliveries(), 3);
    assert_eq!(numbers_of(&take(&subscriber, 3)), [0, 1, 2]);
    subscriber.request(2);
    assert_eq!(numbers_of(&take(&subscriber, 5)), [3, 4]);
    subscriber.cancel();
    consumer.close(); // nothing comes after this
    assert!(subscriber.take_values().is_empty());
}

#[test]
fn the_group_is_joined_with_the_first_demand() {
    let topic = numbers(1, 1);
    let consumer = open(&topic, &group());
    let subscriber = consume(consumer.deliveries(), 0);
    assert_eq!(consumer.activity().partitions, 0);
    subscriber.request(1);
    assert_eq!(take(&subscriber, 1).len(), 1);
    assert_eq!(consumer.activity().partitions, 1);
}

#[test]
fn a_partition_is_paused_after_a_while_without_demand_and_goes_on_where_it_was() {
    let topic = numbers(1, 100);
    let source = source(&topic, &group()).pause_after(Duration::from_millis(300));
    let consumer = source.open().unwrap();
    let subscriber = consume(consumer.deliveries(), 10);
    let mut all = numbers_of(&take(&subscriber, 10));
    wait_until("it is paused", || consumer.activity().pauses == 1);
    subscriber.request(90);
    all.extend(numbers_of(&take(&subscriber, 100)));
    assert_eq!(all, (0..100).collect::<Vec<_>>());
    assert_eq!(consumer.activity().pauses, 1);
}

#[test]
fn who_waits_for_messages_is_not_paused() {
    let (topic, group) = (numbers(1, 1), group());
    let source = source(&topic, &group).pause_after(Duration::from_millis(1));
    let consumer = source.open().unwrap();
    let subscriber = consume(consumer.deliveries(), 10);
    take(&subscriber, 1).into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    // Several rounds of the service later it would have been.
    for count in 2..5 {
        produce(&topic, 1, count - 1..count);
        let deliveries = take(&subscriber, usize::try_from(count).unwrap());
        deliveries.into_iter().for_each(|delivery| drop(delivery.acknowledge()));
        let offset = i64::try_from(count).unwrap();
        wait_until("it is committed", || committed(&topic, &group, 0) == Some(offset));
    }
    assert_eq!(consumer.activity().pauses, 0);
}

#[test]
fn a_short_lack_of_demand_pauses_nothing() {
    let (topic, group) = (numbers(1, 5), group());
    let consumer = open(&topic, &group);
    let subscriber = consume(consumer.deliveries(), 1);
    for count in 1..=5 {
        drop(take(&subscriber, count).pop().map(Delivery::acknowledge));
        // Who commits looks for a lack of demand, too.
        let offset = i64::try_from(count).unwrap();
        wait_until("it is committed", || committed(&topic, &group, 0) == Some(offset));
        subscriber.request(1);
    }
    assert_eq!(consumer.activity().pauses, 0);
}
