//! A partition goes to another member at an inconvenient moment.

mod support;

use std::sync::mpsc;
use std::time::Duration;

use broker_support::KafkaProxy;
use reactive_streams::Publisher as _;
use reactive_streams_kafka::{Kafka, Revoke};
use reactive_streams_operators::delivery::Delivery;

use support::{
    Consumer, PATIENCE, cluster, committed, consume, group, number, numbers, numbers_of, open,
    produce, source, take, wait_until,
};

#[test]
fn a_partition_is_revoked_while_its_commits_are_on_their_way() {
    let (topic, group) = (numbers(2, 1000), group());
    let link = KafkaProxy::new();
    let source = Kafka::at(link.addresses()).set("heartbeat.interval.ms", "200");
    let source = source.source(&group, [topic.clone()]).on_revoke(Revoke::drain(PATIENCE));
    let first = source.commit_every(Duration::from_millis(100)).open().unwrap();
    let one = consume(first.deliveries(), 1000);
    let mut held = take(&one, 1000).into_iter();
    link.delay(Duration::from_secs(1));
    let second = open(&topic, &group);
    let two = consume(second.deliveries(), u64::MAX);
    // From now on there is always a commit on its way.
    wait_until("the first is told to give one away", || {
        drop(held.next().map(Delivery::acknowledge));
        first.activity().rebalances > 1
    });
    let positions = first.lags().into_iter().map(|lag| lag.position.unwrap());
    let stored = (0..2).map(|partition| committed(&topic, &group, partition).unwrap_or(0));
    assert!(positions.sum::<i64>() > stored.sum(), "none is on its way");
    wait_until("the second has one", || {
        drop(held.next().map(Delivery::acknowledge));
        second.activity().partitions == 1
    });
    assert!(held.next().is_none(), "one was given away before it was dealt with");
    link.delay(Duration::ZERO);
    one.request(10);
    produce(&topic, 2, 1000..1010);
    let mut new = Vec::new();
    wait_until("all have come", || {
        new.extend([&one, &two].into_iter().flat_map(|subscriber| subscriber.take_values()));
        new.len() >= 10
    });
    new.sort_by_key(|delivery| number(delivery.element()));
    assert_eq!(numbers_of(&new), (1000..1010).collect::<Vec<_>>());
}

#[test]
fn what_was_taken_of_a_partition_is_not_delivered_when_it_has_gone() {
    let (topic, group) = (numbers(1, 100), group());
    let first = source(&topic, &group).on_revoke(Revoke::Drop).open().unwrap();
    let (begun, begins) = mpsc::channel();
    let (go_on, waits) = mpsc::channel::<()>();
    let one = Consumer::with_initial_demand(100).on_next(move |delivery, _| {
        begun.send(number(delivery.element())).unwrap();
        let _ = waits.recv(); // until the partition has gone
    });
    first.deliveries().subscribe(one.subscriber());
    assert_eq!(begins.recv_timeout(PATIENCE), Ok(0));
    first.close();
    drop(go_on);
    one.await_end(PATIENCE).assert_complete();
    assert_eq!(numbers_of(&one.take_values()), [0]);
}

#[test]
fn who_takes_the_name_of_a_member_fences_it_and_it_may_begin_anew() {
    let (topic, group) = (numbers(1, 10), group());
    let named = || {
        let kafka = cluster().set("heartbeat.interval.ms", "200").set("group.instance.id", "till");
        kafka.source(&group, [topic.clone()]).open().unwrap()
    };
    let first = named();
    let one = consume(first.deliveries(), 11); // of which one waits
    drop(take(&one, 10));
    let second = named();
    let two = consume(second.deliveries(), 10);
    one.await_end(PATIENCE);
    let log = one.log();
    assert!(
        log.last().is_some_and(|end| end.contains("Fenced") && end.contains("till")),
        "{log:?}"
    );
    assert_eq!(numbers_of(&take(&two, 10)), (0..10).collect::<Vec<_>>());
    two.cancel();
    second.close();
    wait_until("it has let go", || {
        let again = consume(first.deliveries(), 10);
        let taken = take(&again, 10);
        taken.len() == 10
    });
}
