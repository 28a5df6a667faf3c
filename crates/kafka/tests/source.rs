//! A topic as a publisher.

mod support;

use reactive_streams_kafka::{Record, Topic};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;

use support::{cluster, consume, group, number, numbers, open, take};

#[test]
fn every_message_is_delivered_once_and_in_the_order_of_its_partition() {
    let topic = numbers(3, 3000);
    let consumer = open(&topic, &group());
    let taken = consumer.deliveries().map(Delivery::acknowledge).take(3000);
    let messages = taken.collect::<Vec<_>>().block().unwrap();
    for partition in 0..3 {
        let numbers: Vec<_> =
            messages.iter().filter(|m| m.partition() == partition).map(number).collect();
        let expected: Vec<_> =
            (0..3000).filter(|n| n % 3 == u64::try_from(partition).unwrap()).collect();
        assert_eq!(numbers, expected);
    }
}

#[test]
fn what_was_acknowledged_is_not_delivered_to_the_next_consumer() {
    let (topic, group) = (numbers(1, 100), group());
    let consumer = open(&topic, &group);
    let first = consumer.deliveries().map(Delivery::acknowledge).take(40);
    assert_eq!(first.count().block().unwrap(), 40);
    drop(consumer); // waits until that is committed
    let rest = open(&topic, &group).deliveries().map(Delivery::acknowledge).take(60);
    let rest: Vec<_> = rest.map(|message| number(&message)).collect().block().unwrap();
    assert_eq!(rest, (40..100).collect::<Vec<_>>());
}

/// They are taken from the client in several goes, though all of them are wanted and are there.
#[test]
fn large_messages_are_delivered_one_and_all() {
    let topic = numbers(1, 0);
    let sink = cluster().sink().open().unwrap();
    let to = Topic::from(topic.clone());
    let sent = from_iter(0..30).send_to(sink, move |n: &u8| Record::to(&to).payload([*n; 100_000]));
    assert_eq!(sent.filter(Result::is_ok).count().block(), Ok(30));
    let taken = take(&consume(open(&topic, &group()).deliveries(), u64::MAX), 30);
    for (n, delivery) in (0..).zip(&taken) {
        assert!(delivery.element().payload() == [n; 100_000], "the message {n}");
    }
}
