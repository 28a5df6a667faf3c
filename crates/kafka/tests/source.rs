//! A topic as a publisher.

mod support;

use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::prelude::*;

use support::{group, number, numbers, open};

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
