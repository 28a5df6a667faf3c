//! What goes wrong is an error that says what, and soon enough; or it passes.

mod support;

use std::time::{Duration, Instant};

use reactive_streams_kafka::{Kafka, KafkaError, Start};
use reactive_streams_operators::delivery::Lag;

use support::{
    PATIENCE, cluster, consume, group, numbers, numbers_of, open, source, take, wait_until,
};

#[test]
fn a_topic_that_does_not_exist() {
    let began = Instant::now();
    let error = open_err(cluster().source(group(), ["there-is-no-such-topic"]));
    assert!(
        matches!(&error, KafkaError::UnknownTopic { topic } if *topic == "there-is-no-such-topic"),
        "{error}"
    );
    assert!(began.elapsed() < Duration::from_secs(30));
}

fn open_err(source: reactive_streams_kafka::KafkaSource) -> KafkaError {
    source.open().expect_err("it is not to be opened")
}

#[test]
fn a_wrong_password() {
    let kafka = Kafka::at(broker_support::kafka_with_password()).password("test", "wrong");
    let error = open_err(kafka.source(group(), ["any"]));
    assert!(matches!(error, KafkaError::Authentication { .. }), "{error}");
}

#[test]
fn the_right_password() {
    let topic = numbers(1, 5);
    let kafka = Kafka::at(broker_support::kafka_with_password()).password("test", "secret");
    let consumer = kafka.source(group(), [topic]).open().unwrap();
    let subscriber = consume(consumer.deliveries(), 5);
    assert_eq!(take(&subscriber, 5).len(), 5);
}

#[test]
fn nobody_there() {
    let kafka = Kafka::at("127.0.0.1:9").timeout(Duration::from_secs(2));
    let error = open_err(kafka.source(group(), ["any"]));
    assert!(matches!(error, KafkaError::Unreachable { .. }), "{error}");
}

#[test]
fn a_setting_that_does_not_exist_or_that_is_relied_on() {
    for (name, value) in [("no.such.setting", "1"), ("enable.auto.offset.store", "true")] {
        let error = open_err(cluster().set(name, value).source(group(), ["any"]));
        assert!(
            matches!(&error, KafkaError::Settings { name: which, .. } if which == name),
            "{error}"
        );
    }
}

#[test]
fn a_second_subscription() {
    let topic = numbers(1, 5);
    let consumer = open(&topic, &group());
    let first = consume(consumer.deliveries(), 1);
    assert_eq!(take(&first, 1).len(), 1);
    let second = consume(consumer.clone().deliveries(), 1);
    second.await_end(PATIENCE);
    assert!(second.log().last().is_some_and(|end| end.contains("Busy")), "{:?}", second.log());
    first.request(1);
    assert_eq!(take(&first, 2).len(), 1, "the first goes on");
    first.cancel();
    // Its thread may be looking for messages, and lets go when it has looked.
    let end = Instant::now() + PATIENCE;
    let third = loop {
        let third = consume(consumer.deliveries(), 5);
        let taken = numbers_of(&take(&third, 5));
        let is_busy = third.log().last().is_some_and(|end| end.contains("Busy"));
        if !is_busy || Instant::now() > end {
            break taken;
        }
    };
    assert_eq!(third, [0, 1, 2, 3, 4]);
}

#[test]
fn a_subscription_after_closing() {
    let topic = numbers(1, 5);
    let consumer = open(&topic, &group());
    consumer.close();
    let late = consume(consumer.deliveries(), 1);
    late.await_end(PATIENCE);
    assert!(late.log().last().is_some_and(|end| end.contains("Closed")), "{:?}", late.log());
    assert_eq!(consumer.lag(), None);
}

#[test]
fn a_topic_that_is_deleted() {
    let topic = numbers(1, 5);
    let consumer = cluster()
        .set("topic.metadata.refresh.interval.ms", "1000")
        .source(group(), [topic.clone()])
        .open()
        .unwrap();
    let subscriber = consume(consumer.deliveries(), 100);
    take(&subscriber, 5).into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    broker_support::delete_topic(&topic);
    subscriber.await_end(PATIENCE);
    let log = subscriber.log();
    assert!(
        log.last().is_some_and(|end| end.contains("UnknownTopic") && end.contains(&topic)),
        "{log:?}"
    );
}

#[test]
fn no_offset_to_start_from() {
    let topic = numbers(1, 5);
    let consumer = source(&topic, &group()).start(Start::Fail).open().unwrap();
    let subscriber = consume(consumer.deliveries(), 1);
    subscriber.await_end(PATIENCE);
    assert!(subscriber.take_values().is_empty());
}

#[test]
fn the_latest_is_what_comes_after() {
    let topic = numbers(1, 5);
    let consumer = source(&topic, &group()).start(Start::Latest).open().unwrap();
    let subscriber = consume(consumer.deliveries(), 100);
    // When it has begun nobody knows, so until it has, more is produced.
    let mut next = 5;
    wait_until("something comes", || {
        support::produce(&topic, 1, next..next + 1);
        next += 1;
        !subscriber.log().iter().all(|signal| signal == "subscribe")
    });
    let first = numbers_of(&take(&subscriber, 1));
    assert!(first[0] >= 5, "{first:?}");
}

#[test]
fn a_partition_that_does_not_exist() {
    let topic = numbers(2, 2);
    let error = open_err(cluster().source_of_partitions(group(), [(topic.clone(), 1), (topic, 2)]));
    assert!(matches!(error, KafkaError::UnknownPartition { partition: 2, .. }), "{error}");
}

#[test]
fn no_topic_or_no_group() {
    let nothing: [String; 0] = [];
    for source in [cluster().source(group(), nothing), cluster().source("", ["any"])] {
        let error = open_err(source);
        assert!(matches!(error, KafkaError::Settings { .. }), "{error}");
    }
}
