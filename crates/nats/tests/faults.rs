//! Servers that die and links that break: nothing that was acknowledged is lost, nothing hangs.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use async_nats::jetstream;
use broker_support::Proxy;
use reactive_streams::Publisher;
use reactive_streams_nats::{
    ConsumerConfig, Message, Nats, NatsAcknowledgement, NatsError, Record, async_nats,
};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::TestSubscriber;
use support::{LONG, Server, count, eventually, info, number, numbered, publish, soon, stream};

type Subscriber = TestSubscriber<Delivery<Message, NatsAcknowledgement>, NatsError>;

fn numbers(subscriber: &Subscriber) -> Vec<u32> {
    let deliveries = subscriber.take_values();
    deliveries.into_iter().map(Delivery::acknowledge).map(number).collect()
}

/// The server is killed with acknowledgements that it has not written to disk: those messages come again.
#[tokio::test(flavor = "multi_thread")]
async fn a_source_goes_on_when_its_server_was_killed() {
    let mut server = Server::start();
    let nats = server.connect().await;
    let stream = numbered(&nats, 0..10).await;
    let config = ConsumerConfig { ack_wait: Duration::from_secs(2), ..Default::default() };
    let consumer = nats.consumer(&stream, "reader").config(config).open().await.unwrap();
    let (arrived, mut arrivals) = tokio::sync::mpsc::unbounded_channel();
    let reading = consumer.deliveries().map(Delivery::acknowledge).map(number);
    let reading = reading.for_each(move |number| arrived.send(number).unwrap());
    let reading = tokio::spawn(reading.into_future());
    let mut next = 0;
    for end in (10..=60).step_by(10) {
        while next < end {
            let number = soon(arrivals.recv()).await.unwrap();
            assert!(number <= next, "{number} before {next}");
            next = next.max(number + 1);
        }
        server.kill();
        server.start_again();
        publish(&server.connect().await, &stream, end..end + 10).await;
    }
    eventually(async || consumer.measure_lag().await.is_ok_and(|lag| lag == 0)).await;
    reading.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_of_before_does_not_count_after_the_connection_was_lost() {
    let server = Server::start();
    let direct = server.connect().await;
    let stream = numbered(&direct, 0..2).await;
    let link = Proxy::to(&server.address());
    let nats = soon(Nats::connect(link.address())).await.unwrap();
    let consumer = nats.consumer(&stream, "reader").open().await.unwrap();
    let subscriber = Subscriber::with_initial_demand(5);
    consumer.deliveries().subscribe(subscriber.subscriber());
    subscriber.await_count(2, LONG);
    for round in 1..=3 {
        eventually(async || info(&direct, &stream, "reader").await.num_waiting >= 1).await;
        link.cut();
        link.heal();
        publish(&direct, &stream, [round + 1]).await;
        // What the server sent into the link that was cut comes again by and by.
        subscriber.await_count(2 + round as usize, LONG);
        assert!(info(&direct, &stream, "reader").await.num_ack_pending <= 5);
    }
    publish(&direct, &stream, 100..200).await;
    assert_eq!(numbers(&subscriber), [0, 1, 2, 3, 4]);
    eventually(async || info(&direct, &stream, "reader").await.num_ack_pending == 0).await;
    assert_eq!(info(&direct, &stream, "reader").await.num_pending, 100);
    subscriber.cancel();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_dead_without_a_word_is_noticed() {
    let server = Server::start();
    let direct = server.connect().await;
    let stream = numbered(&direct, 0..1).await;
    let link = Proxy::to(&server.address());
    let nats = soon(Nats::connect(link.address())).await.unwrap();
    let consumer = nats.consumer(&stream, "reader").heartbeat(Duration::from_millis(200));
    let consumer = consumer.open().await.unwrap();
    let subscriber = Subscriber::new();
    consumer.deliveries().subscribe(subscriber.subscriber());
    subscriber.await_count(1, LONG);
    let connects =
        || nats.client().statistics().connects.load(std::sync::atomic::Ordering::Relaxed);
    assert_eq!(connects(), 1);
    link.delay(Duration::from_secs(3600));
    publish(&direct, &stream, 1..2).await;
    let is_given_up =
        async || nats.client().connection_state() != async_nats::connection::State::Connected;
    eventually(is_given_up).await;
    link.delay(Duration::ZERO);
    publish(&direct, &stream, 2..3).await;
    subscriber.await_count(2, LONG);
    assert_eq!(numbers(&subscriber)[..1], [0]);
    assert!(connects() > 1);
    subscriber.cancel();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_gone_after_a_restart_is_an_error() {
    let mut server = Server::start();
    let nats = server.connect().await;
    let stream = numbered(&nats, 0..3).await;
    let consumer = nats.consumer(&stream, "reader").open().await.unwrap();
    let subscriber = Subscriber::new();
    consumer.deliveries().subscribe(subscriber.subscriber());
    subscriber.await_count(3, LONG);
    server.kill();
    server.forget();
    server.start_again();
    subscriber.await_end(LONG);
    assert!(subscriber.log().last().unwrap().contains("Unknown"), "{:?}", subscriber.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_back_without_jetstream_is_an_error_after_a_while() {
    let mut server = Server::start();
    let nats = server.connect().await;
    let stream = numbered(&nats, 0..3).await;
    let consumer = nats.consumer(&stream, "reader").patience(Duration::from_secs(1));
    let consumer = consumer.open().await.unwrap();
    let subscriber = Subscriber::new();
    consumer.deliveries().subscribe(subscriber.subscriber());
    subscriber.await_count(3, LONG);
    server.kill();
    server.start_with(&[]);
    subscriber.await_end(LONG);
    assert!(subscriber.log().last().unwrap().contains("NoJetStream"), "{:?}", subscriber.log());
}

/// Bridges one stream to another by a server that is killed again and again: all arrive, and nothing is acknowledged that
/// has not.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_between_two_streams_when_the_server_is_killed() {
    const ALL: u32 = 2000;
    let mut server = Server::start();
    let nats = server.connect().await;
    let (from, to) = (stream(&nats).await, stream(&nats).await);
    let sink = nats.sink().deadline(LONG * 10).window(count(64)).open().await.unwrap();
    let subject = format!("{from}.number");
    let filled =
        range(0..ALL).send_to(sink.clone(), move |n| Record::to(&subject).payload(n.to_string()));
    soon(filled.map(|sent| drop(sent.unwrap())).count().into_future()).await.unwrap();
    let config = ConsumerConfig { ack_wait: Duration::from_secs(1), ..Default::default() };
    let consumer = nats.consumer(&from, "bridge").config(config).open().await.unwrap();
    let subject = format!("{to}.number");
    let bridge = consumer
        .deliveries()
        .send_to(sink, move |delivery| {
            let message = delivery.element();
            Record::to(&subject)
                .payload(message.payload().clone())
                .message_id(message.sequence().to_string())
        })
        .for_each(|result| match result {
            Ok(sent) => drop(sent.element.acknowledge()),
            Err(unsent) => unsent.element.reject(),
        });
    let bridge = tokio::spawn(bridge.into_future());
    for arrived in [1, 500, 1000, 1500] {
        eventually(async || stored(&server.connect().await, &to).await >= arrived).await;
        server.kill();
        server.start_again();
    }
    let checks = server.connect().await;
    let is_done = async || {
        let consumer = info(&checks, &from, "bridge").await;
        consumer.num_pending + consumer.num_ack_pending as u64 == 0
    };
    eventually(is_done).await;
    bridge.abort();
    let copies = checks.consumer(&to, "check").open().await.unwrap();
    let there = stored(&checks, &to).await as usize;
    let copies = copies.deliveries().map(Delivery::acknowledge).map(number).take(there);
    let copies = soon(copies.collect::<BTreeSet<_>>().into_future()).await.unwrap();
    assert_eq!(copies, (0..ALL).collect());
    assert_eq!(there, ALL as usize, "what was sent again has the id that it had");
}

async fn stored(nats: &Nats, stream: &str) -> u64 {
    let jetstream = jetstream::new(nats.client().clone());
    jetstream.get_stream(stream).await.unwrap().cached_info().state.messages
}
