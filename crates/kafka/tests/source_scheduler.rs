//! Deliveries come on the scheduler that they are to come on, if that can be.

mod support;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;

use reactive_streams_kafka::{KafkaConsumer, KafkaError};
use reactive_streams_operators::delivery::{Acknowledge, Delivery};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{ImmediateScheduler, Scheduler, ThreadScheduler};
use reactive_streams_operators::{BoxPublisher, SinkError};
use rstest::rstest;

use support::{group, numbers, open};

type On = fn(&KafkaConsumer, Arc<dyn Scheduler>) -> BoxPublisher<String, KafkaError>;

fn deliveries(
    consumer: &KafkaConsumer,
    scheduler: Arc<dyn Scheduler>,
) -> BoxPublisher<String, KafkaError> {
    consumer.deliveries_on(&scheduler).map(thread_of).boxed()
}

fn partitions(
    consumer: &KafkaConsumer,
    scheduler: Arc<dyn Scheduler>,
) -> BoxPublisher<String, KafkaError> {
    consumer.partitions_on(scheduler).flat_map(NonZeroUsize::MIN, |it| it.map(thread_of)).boxed()
}

/// On which thread it was delivered.
fn thread_of<M, A: Acknowledge>(delivery: Delivery<M, A>) -> String {
    drop(delivery.acknowledge());
    thread::current().name().unwrap_or_default().to_owned()
}

#[rstest]
#[case::deliveries(deliveries)]
#[case::partitions(partitions)]
fn they_come_on_its_threads(#[case] on: On) {
    let consumer = open(&numbers(1, 10), &group());
    let threads = Arc::new(ThreadScheduler::new("takes"));
    let names =
        on(&consumer, Arc::clone(&threads) as _).take(10).collect::<Vec<_>>().block().unwrap();
    assert!(names.len() == 10 && names.iter().all(|name| name.starts_with("takes")), "{names:?}");
}

#[rstest]
#[case::deliveries(deliveries)]
#[case::partitions(partitions)]
fn one_without_threads_is_refused(#[case] on: On) {
    let consumer = open(&numbers(1, 10), &group());
    let ended = on(&consumer, Arc::new(ImmediateScheduler::new())).count().block();
    match ended.unwrap_err() {
        SinkError::Upstream(KafkaError::Settings { name, reason }) => {
            assert!(name.contains("scheduler") && reason.contains("threads"), "{name}: {reason}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(consumer.activity().partitions, 0, "and nothing was joined");
}
