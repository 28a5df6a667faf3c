//! Partitions come and go while messages are worked on.

mod support;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use reactive_streams_kafka::Revoke;
use reactive_streams_operators::delivery::Delivery;

use support::{consume, group, number, numbers, open, produce, source, take, wait_until};

#[test]
fn a_second_member_takes_over_and_nothing_is_delivered_twice() {
    let (topic, group) = (numbers(4, 400), group());
    let first = open(&topic, &group);
    let one = consume(first.deliveries(), 400);
    let mut held = take(&one, 400);
    let mut seen: Vec<u64> = Vec::new();

    // The second one gets its partitions when what is in flight has been acknowledged.
    let second = open(&topic, &group);
    let two = consume(second.deliveries(), u64::MAX);
    wait_until("the first gives some away", || first.activity().rebalances > 1);
    assert_eq!(second.activity().partitions, 0);
    seen.extend(held.drain(..).map(Delivery::acknowledge).map(|message| number(&message)));
    wait_until("the second has some", || second.activity().partitions == 2);
    assert_eq!(first.activity().partitions, 2);

    one.request(u64::MAX);
    produce(&topic, 4, 400..800);
    wait_until("all have come", || {
        for subscriber in [&one, &two] {
            let deliveries = subscriber.take_values();
            seen.extend(deliveries.into_iter().map(Delivery::acknowledge).map(|m| number(&m)));
        }
        seen.len() >= 800
    });
    let distinct: BTreeSet<_> = seen.iter().copied().collect();
    assert_eq!((seen.len(), distinct.len()), (800, 800));
    assert!(!second.lags().is_empty());
}

#[test]
fn what_is_in_flight_too_long_goes_to_the_other_member_and_is_stale() {
    let (topic, group) = (numbers(1, 10), group());
    let patient = |most| source(&topic, &group).on_revoke(Revoke::drain(most)).open().unwrap();
    let first = patient(Duration::from_millis(200));
    let one = consume(first.deliveries(), 10);
    let mut held = take(&one, 10);
    drop(held.remove(0).acknowledge());

    first.close();
    let second = patient(Duration::ZERO);
    let two = consume(second.deliveries(), 9);
    assert_eq!(support::numbers_of(&take(&two, 9)), (1..10).collect::<Vec<_>>());
    for delivery in held {
        let (_, acknowledgement) = delivery.into_parts();
        assert!(acknowledgement.is_stale());
    }
}

#[test]
fn with_drop_a_partition_goes_at_once() {
    let (topic, group) = (numbers(2, 10), group());
    let first = source(&topic, &group).on_revoke(Revoke::Drop).open().unwrap();
    let one = consume(first.deliveries(), 10);
    let held = take(&one, 10);
    let second = open(&topic, &group);
    let two = consume(second.deliveries(), u64::MAX);
    let again = take(&two, 5);
    assert_eq!(again.len(), 5);
    let partition = again[0].element().partition();
    let stale = held.into_iter().filter(|delivery| delivery.element().partition() == partition);
    let stale: Vec<_> = stale.map(|delivery| delivery.into_parts().1.is_stale()).collect();
    assert_eq!(stale, [true; 5]);
}

#[test]
fn members_come_and_go_and_every_message_is_processed_once() {
    const COUNT: u64 = 4000;
    let (topic, group) = (numbers(6, COUNT), group());
    let first = open(&topic, &group);
    let one = consume(first.deliveries(), 1);
    let mut seen: Vec<u64> = Vec::new();
    let mut others = Vec::new();
    let work = |subscriber: &support::Consumer, seen: &mut Vec<u64>| {
        let deliveries = subscriber.take_values();
        let count = deliveries.len();
        seen.extend(deliveries.into_iter().map(Delivery::acknowledge).map(|m| number(&m)));
        if count > 0 {
            subscriber.request(count.try_into().unwrap());
        }
    };
    one.request(9);
    for round in 0..6 {
        let consumer = open(&topic, &group);
        let subscriber = consume(consumer.deliveries(), 10);
        wait_until("it has partitions", || {
            work(&one, &mut seen);
            others.iter().for_each(|(_, other)| work(other, &mut seen));
            work(&subscriber, &mut seen);
            consumer.activity().partitions > 0
        });
        others.push((consumer, subscriber));
        if round % 2 == 1 {
            let (consumer, subscriber) = others.remove(0);
            let closing = std::thread::spawn(move || consumer.close());
            wait_until("it has left", || {
                work(&subscriber, &mut seen);
                work(&one, &mut seen);
                others.iter().for_each(|(_, other)| work(other, &mut seen));
                closing.is_finished()
            });
            work(&subscriber, &mut seen);
        }
    }
    wait_until("all have come", || {
        work(&one, &mut seen);
        others.iter().for_each(|(_, other)| work(other, &mut seen));
        seen.iter().collect::<BTreeSet<_>>().len() as u64 == COUNT
    });
    assert_eq!(seen.len() as u64, COUNT, "some were processed twice");
}

#[test]
fn a_member_without_partitions_leaves_at_once() {
    let (topic, group) = (numbers(1, 10), group());
    let first = open(&topic, &group);
    let one = consume(first.deliveries(), 10);
    take(&one, 10).into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    let second = open(&topic, &group);
    let two = consume(second.deliveries(), 10);
    wait_until("it is a member", || second.activity().rebalances > 0);
    let began = Instant::now();
    two.cancel();
    drop(second);
    // Whoever joins has to wait for all who are thought to be members.
    let third = open(&topic, &group);
    let _three = consume(third.deliveries(), 10);
    wait_until("it is a member", || third.activity().rebalances > 0);
    assert!(began.elapsed() < Duration::from_secs(30), "it waits for a session to time out");
}
