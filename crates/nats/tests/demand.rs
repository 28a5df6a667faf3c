//! No more is pulled than is requested, and cancelling gives back what was.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod support;

use std::sync::mpsc;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_nats::{ConsumerConfig, Message, Nats, NatsAcknowledgement, NatsError};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_test::TestSubscriber;
use rstest::rstest;
use support::{LONG, connect, count, eventually, info, number, numbered, publish, soon};

type Subscriber = TestSubscriber<Delivery<Message, NatsAcknowledgement>, NatsError>;

/// How many messages the server has given out that nobody has acknowledged.
async fn given(nats: &Nats, stream: &str) -> usize {
    info(nats, stream, "demand").await.num_ack_pending
}

/// Cancels. The worker may be at work when that returns, so it is waited for.
async fn end(subscriber: &Subscriber) {
    subscriber.cancel();
    eventually(async || subscriber.is_dropped()).await;
    subscriber.verify();
}

fn numbers(subscriber: &Subscriber) -> Vec<u32> {
    let deliveries = subscriber.take_values();
    deliveries.into_iter().map(Delivery::acknowledge).map(number).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_gives_what_is_requested_and_no_more() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..1000).await;
    let consumer = nats.consumer(&stream, "demand").open().await.unwrap();
    let subscriber = Subscriber::with_initial_demand(0);
    consumer.deliveries().subscribe(subscriber.subscriber());
    assert_eq!(given(&nats, &stream).await, 0);
    let mut all = 0;
    for requested in [1, 1, 2, 7, 100, 300, 1, 500] {
        subscriber.request(requested as u64);
        all += requested;
        subscriber.await_count(all, LONG);
        assert_eq!(given(&nats, &stream).await, all);
    }
    assert_eq!(info(&nats, &stream, "demand").await.num_waiting, 0);
    assert_eq!(numbers(&subscriber), (0..912).collect::<Vec<_>>());
    end(&subscriber).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_requested_beyond_what_there_is_waits_at_the_server() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..3).await;
    let consumer = nats.consumer(&stream, "demand").open().await.unwrap();
    let subscriber = Subscriber::with_initial_demand(5);
    consumer.deliveries().subscribe(subscriber.subscriber());
    subscriber.await_count(3, LONG);
    eventually(async || info(&nats, &stream, "demand").await.num_waiting == 1).await;
    publish(&nats, &stream, 3..10).await;
    subscriber.await_count(5, LONG);
    assert_eq!(given(&nats, &stream).await, 5);
    subscriber.request(5);
    subscriber.await_count(10, LONG);
    assert_eq!(numbers(&subscriber), (0..10).collect::<Vec<_>>());
    end(&subscriber).await;
}

/// Else the server would refuse the pulls.
#[rstest]
#[case::consumer(ConsumerConfig { max_batch: 8, ..Default::default() }, 256)]
#[case::expiry(ConsumerConfig { max_expires: Duration::from_secs(1), ..Default::default() }, 256)]
#[case::option(ConsumerConfig { max_batch: 8, ..Default::default() }, 3)]
#[case::one(ConsumerConfig::default(), 1)]
#[tokio::test(flavor = "multi_thread")]
async fn a_pull_is_no_larger_than_allowed(#[case] config: ConsumerConfig, #[case] most: usize) {
    let nats = connect().await;
    let stream = numbered(&nats, 0..100).await;
    let consumer = nats.consumer(&stream, "demand").config(config).pull(count(most));
    let consumer = consumer.open().await.unwrap();
    let numbers = consumer.deliveries().map(Delivery::acknowledge).map(number).take(100);
    let numbers = soon(numbers.collect::<Vec<_>>().into_future()).await.unwrap();
    assert_eq!(numbers, (0..100).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_that_expires_is_made_anew() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..0).await;
    let config = ConsumerConfig { max_expires: Duration::from_millis(200), ..Default::default() };
    let consumer = nats.consumer(&stream, "demand").config(config).open().await.unwrap();
    let subscriber = Subscriber::with_initial_demand(2);
    consumer.deliveries().subscribe(subscriber.subscriber());
    tokio::time::sleep(Duration::from_secs(1)).await; // some of them expire: that is what the test is about
    publish(&nats, &stream, 0..3).await;
    subscriber.await_count(2, LONG);
    assert_eq!(given(&nats, &stream).await, 2);
    end(&subscriber).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_takes_back_what_waits_at_the_server() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..0).await;
    let consumer = nats.consumer(&stream, "demand").open().await.unwrap();
    let cancelled = Subscriber::with_initial_demand(5);
    consumer.deliveries().subscribe(cancelled.subscriber());
    eventually(async || info(&nats, &stream, "demand").await.num_waiting == 1).await;
    end(&cancelled).await;
    eventually(async || info(&nats, &stream, "demand").await.num_waiting == 0).await;
    publish(&nats, &stream, 0..3).await;
    let next = Subscriber::with_initial_demand(3);
    consumer.deliveries().subscribe(next.subscriber());
    next.await_count(3, LONG);
    let deliveries = next.take_values();
    assert!(deliveries.iter().all(|delivery| !delivery.is_redelivered()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_pulled_by_who_cancels_comes_to_the_next_at_once() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..50).await;
    let config = ConsumerConfig { ack_wait: LONG * 10, ..Default::default() };
    let consumer = nats.consumer(&stream, "demand").config(config).open().await.unwrap();
    let impatient =
        Subscriber::with_initial_demand(50).on_next(|_, subscription| subscription.cancel());
    consumer.deliveries().subscribe(impatient.subscriber());
    impatient.await_count(1, LONG);
    drop(impatient.take_values());
    let numbers = consumer.deliveries().map(Delivery::acknowledge).map(number).take(50);
    let mut numbers = soon(numbers.collect::<Vec<_>>().into_future()).await.unwrap();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..50).collect::<Vec<_>>());
}

/// They are in the client's hands, and nobody has taken them from it.
#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_for_who_has_cancelled_comes_to_the_next_at_once() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..1).await;
    let config = ConsumerConfig { ack_wait: LONG * 10, ..Default::default() };
    let consumer = nats.consumer(&stream, "demand").config(config).open().await.unwrap();
    let (go_on, waits) = mpsc::channel::<()>();
    let slow = Subscriber::with_initial_demand(50).on_next(move |_, subscription| {
        let _ = waits.recv(); // until the rest has been sent
        subscription.cancel();
    });
    let reader = ThreadScheduler::new("reader"); // since it blocks
    consumer.deliveries_on(&reader).subscribe(slow.subscriber());
    eventually(async || given(&nats, &stream).await == 1).await;
    publish(&nats, &stream, 1..50).await;
    eventually(async || given(&nats, &stream).await == 50).await;
    drop(go_on);
    eventually(async || slow.is_dropped()).await;
    drop(slow.take_values());
    let numbers = consumer.deliveries().map(Delivery::acknowledge).map(number).take(50);
    let mut numbers = soon(numbers.collect::<Vec<_>>().into_future()).await.unwrap();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..50).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_subscribers_share_the_messages() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..100).await;
    let consumer = nats.consumer(&stream, "demand").open().await.unwrap();
    let half = || {
        let numbers = consumer.deliveries().map(Delivery::acknowledge).map(number).take(50);
        tokio::spawn(numbers.collect::<Vec<_>>().into_future())
    };
    let (one, other) = (half(), half());
    let mut numbers = soon(one).await.unwrap().unwrap();
    numbers.extend(soon(other).await.unwrap().unwrap());
    numbers.sort_unstable();
    assert_eq!(numbers, (0..100).collect::<Vec<_>>());
}
