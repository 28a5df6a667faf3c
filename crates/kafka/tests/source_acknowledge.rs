//! What is acknowledged is committed, all before it provided; what is rejected comes again, and alone.

mod support;

use std::time::Duration;

use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::prelude::*;

use support::{
    committed, consume, group, numbers, numbers_of, open, some, source, take, wait_until,
};

#[test]
fn an_offset_is_committed_when_all_before_it_are_acknowledged() {
    let (topic, group) = (numbers(1, 10), group());
    let consumer = open(&topic, &group);
    let subscriber = consume(consumer.deliveries(), 5);
    let mut held = take(&subscriber, 5).into_iter();
    let first = held.next().unwrap();
    held.for_each(|delivery| drop(delivery.acknowledge()));
    assert_eq!(consumer.lags()[0].position, Some(0));
    first.acknowledge();
    assert_eq!(consumer.lags()[0].position, Some(5));
    wait_until("it is committed", || committed(&topic, &group, 0) == Some(5));
}

#[test]
fn nothing_unacknowledged_is_committed_at_the_end() {
    let (topic, group) = (numbers(1, 10), group());
    let consumer =
        source(&topic, &group).on_revoke(reactive_streams_kafka::Revoke::Drop).open().unwrap();
    let subscriber = consume(consumer.deliveries(), 5);
    let mut held = take(&subscriber, 5);
    held.drain(..2).for_each(|delivery| drop(delivery.acknowledge()));
    consumer.close();
    assert_eq!(committed(&topic, &group, 0), Some(2));
    held.into_iter().for_each(|delivery| drop(delivery.acknowledge())); // too late
    let next = open(&topic, &group);
    let subscriber = consume(next.deliveries(), 8);
    assert_eq!(numbers_of(&take(&subscriber, 8)), (2..10).collect::<Vec<_>>());
}

#[test]
fn what_is_acknowledged_while_it_closes_is_committed() {
    let (topic, group) = (numbers(1, 10), group());
    let consumer = open(&topic, &group);
    let subscriber = consume(consumer.deliveries(), 10);
    let held = take(&subscriber, 10);
    let closing = std::thread::spawn(move || consumer.close());
    held.into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    closing.join().unwrap();
    assert_eq!(committed(&topic, &group, 0), Some(10));
}

#[test]
fn what_is_rejected_or_dropped_comes_again_alone() {
    let (topic, group) = (numbers(1, 10), group());
    let source = source(&topic, &group).redeliver_after(Duration::from_millis(100));
    let consumer = source.open().unwrap();
    let subscriber = consume(consumer.deliveries(), u64::MAX);
    for delivery in take(&subscriber, 10) {
        match support::number(delivery.element()) {
            3 => delivery.reject(),
            6 => drop(delivery),
            _ => drop(delivery.acknowledge()),
        }
    }
    let again = take(&subscriber, 12);
    assert_eq!(numbers_of(&again), [3, 6]);
    assert!(again.iter().all(Delivery::is_redelivered));
    again.into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    assert_eq!(consumer.lags()[0].position, Some(10));
    drop(subscriber);
    consumer.close();
    assert_eq!(committed(&topic, &group, 0), Some(10));
}

#[test]
fn a_message_is_rejected_again_and_again_and_holds_nobody_up() {
    let topic = numbers(1, 100);
    let source = source(&topic, &group()).redeliver_after(Duration::from_millis(10));
    let consumer = source.open().unwrap();
    let mut left = 5;
    let taken = consumer.deliveries().filter_map(move |delivery| {
        if support::number(delivery.element()) == 50 && left > 0 {
            left -= 1;
            delivery.reject();
            return None;
        }
        Some(support::number(&delivery.acknowledge()))
    });
    let mut taken = taken.take(100).collect::<Vec<_>>().block().unwrap();
    assert_eq!(taken.pop(), Some(50));
    assert_eq!(taken, (0..100).filter(|&n| n != 50).collect::<Vec<_>>());
    assert_eq!(consumer.activity().redeliveries, 5);
}

#[test]
fn no_more_is_delivered_than_may_be_unacknowledged() {
    let topic = numbers(1, 100);
    let consumer = source(&topic, &group()).unacknowledged(some(8)).open().unwrap();
    let subscriber = consume(consumer.deliveries(), u64::MAX);
    let mut count = 8;
    let mut held = take(&subscriber, count);
    assert_eq!(held.len(), 8);
    while count < 100 {
        let ready = held.split_off(0);
        ready.into_iter().rev().for_each(|delivery| drop(delivery.acknowledge()));
        count = (count + 8).min(100);
        held = take(&subscriber, count);
        assert!(held.len() <= 8, "{}", held.len());
    }
}

#[test]
fn offsets_of_a_failed_stream_are_those_that_were_acknowledged() {
    let (topic, group) = (numbers(1, 20), group());
    let consumer = open(&topic, &group);
    let deliveries = consumer.deliveries().map(|delivery| {
        assert!(support::number(delivery.element()) != 10, "as this test wants it");
        support::number(&delivery.acknowledge())
    });
    let subscriber = reactive_streams_test::TestSubscriber::<u64, _>::new();
    reactive_streams::Publisher::subscribe(deliveries, subscriber.subscriber());
    subscriber.await_end(support::PATIENCE).assert_abandoned();
    consumer.close();
    assert_eq!(committed(&topic, &group, 0), Some(10));
}
