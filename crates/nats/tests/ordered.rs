//! A stream is read in its order, each message once, whatever happens to the consumer.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod support;

use std::sync::mpsc::sync_channel;
use std::time::Duration;

use async_nats::jetstream;
use async_nats::jetstream::consumer::DeliverPolicy;
use broker_support::Proxy;
use futures_util::TryStreamExt;
use reactive_streams::Publisher;
use reactive_streams_nats::{
    ConnectOptions, ConsumerConfig, Message, Nats, NatsError, Record, async_nats,
};
use reactive_streams_operators::SinkError;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_test::TestSubscriber;
use support::{LONG, Server, connect, count, eventually, number, numbered, publish, soon, stream};

type Subscriber = TestSubscriber<Message, NatsError>;

/// The consumers of a stream.
async fn consumers(nats: &Nats, stream: &str) -> Vec<jetstream::consumer::Info> {
    let jetstream = jetstream::new(nats.client().clone());
    let stream = jetstream.get_stream(stream).await.unwrap();
    stream.consumers().try_collect().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_come_in_order_and_again_to_the_next() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..1000).await;
    for _ in 0..2 {
        let numbers = nats.ordered(&stream).messages().map(number).take(1000);
        let numbers = soon(numbers.collect::<Vec<_>>().into_future()).await.unwrap();
        assert_eq!(numbers, (0..1000).collect::<Vec<_>>());
    }
    eventually(async || consumers(&nats, &stream).await.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_pulled_than_is_requested() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..100).await;
    let subscriber = Subscriber::with_initial_demand(3);
    nats.ordered(&stream).messages().subscribe(subscriber.subscriber());
    subscriber.await_count(3, LONG);
    assert_eq!(consumers(&nats, &stream).await[0].delivered.stream_sequence, 3);
    subscriber.request(10);
    subscriber.await_count(13, LONG);
    assert_eq!(consumers(&nats, &stream).await[0].delivered.stream_sequence, 13);
    subscriber.cancel();
    eventually(async || subscriber.is_dropped()).await;
    subscriber.verify();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_may_begin_further_on_and_leave_messages_out() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..10).await;
    let jetstream = jetstream::new(nats.client().clone());
    jetstream.publish(format!("{stream}.other"), "11".into()).await.unwrap().await.unwrap();
    let deliver_policy = DeliverPolicy::ByStartSequence { start_sequence: 6 };
    let config = ConsumerConfig { deliver_policy, ..Default::default() };
    let numbers = nats.ordered(&stream).config(config).messages().map(number).take(6);
    let numbers = soon(numbers.collect::<Vec<_>>().into_future()).await.unwrap();
    assert_eq!(numbers, [5, 6, 7, 8, 9, 11]);
    let filter_subject = format!("{stream}.other");
    let config = ConsumerConfig { filter_subject, ..Default::default() };
    let numbers = nats.ordered(&stream).config(config).messages().map(number).take(1);
    assert_eq!(soon(numbers.collect::<Vec<_>>().into_future()).await.unwrap(), [11]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_consumer_goes_on_when_one_is_deleted() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..10).await;
    let subscriber = Subscriber::new();
    nats.ordered(&stream).messages().subscribe(subscriber.subscriber());
    subscriber.await_count(10, LONG);
    let first = consumers(&nats, &stream).await.pop().unwrap().name;
    let jetstream = jetstream::new(nats.client().clone());
    let handle = jetstream.get_stream(&stream).await.unwrap();
    handle.delete_consumer(&first).await.unwrap();
    publish(&nats, &stream, 10..20).await;
    subscriber.await_count(20, LONG);
    let numbers = subscriber.take_values().into_iter().map(number);
    assert_eq!(numbers.collect::<Vec<_>>(), (0..20).collect::<Vec<_>>());
    subscriber.cancel();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_comes_once_though_the_server_is_killed_and_the_link_is_cut() {
    const ALL: u32 = 5000;
    let mut server = Server::start();
    let direct = server.connect().await;
    let stream = stream(&direct).await;
    let sink = direct.sink().open().await.unwrap();
    let subject = format!("{stream}.number");
    let filled = range(0..ALL).send_to(sink, move |n| Record::to(&subject).payload(n.to_string()));
    soon(filled.map(|sent| drop(sent.unwrap())).count().into_future()).await.unwrap();
    let link = Proxy::to(&server.address());
    let nats = soon(Nats::connect(link.address())).await.unwrap();
    let (arrived, arrivals) = sync_channel(8);
    let reader = ThreadScheduler::new("reader"); // since it blocks
    let numbers = nats.ordered(&stream).pull(count(100)).messages_on(&reader).map(number);
    let numbers = numbers.take(ALL as usize).for_each(move |number| arrived.send(number).unwrap());
    let numbers = tokio::spawn(numbers.into_future());
    for expected in 0..ALL {
        assert_eq!(arrivals.recv_timeout(LONG), Ok(expected));
        match expected {
            500 | 2500 => {
                link.cut();
                link.heal();
            }
            1500 | 3500 => {
                server.kill();
                server.start_again();
            }
            _ => {}
        }
    }
    soon(numbers).await.unwrap().unwrap();
}

/// No later message shows that there is a gap.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_lost_with_a_link_comes_though_nothing_follows() {
    let server = Server::start();
    let direct = server.connect().await;
    let stream = numbered(&direct, 0..1).await;
    let link = Proxy::to(&server.address());
    let nats = soon(Nats::connect(link.address())).await.unwrap();
    let subscriber = Subscriber::with_initial_demand(11);
    nats.ordered(&stream).messages().subscribe(subscriber.subscriber());
    subscriber.await_count(1, LONG);
    eventually(async || consumers(&direct, &stream).await[0].num_waiting == 1).await;
    link.delay(LONG * 60);
    publish(&direct, &stream, 1..11).await;
    eventually(async || consumers(&direct, &stream).await[0].num_pending == 0).await;
    link.cut();
    link.delay(Duration::ZERO);
    link.heal();
    subscriber.await_count(11, LONG);
    let numbers = subscriber.take_values().into_iter().map(number);
    assert_eq!(numbers.collect::<Vec<_>>(), (0..11).collect::<Vec<_>>());
    subscriber.cancel();
}

/// The client has room for less than is pulled, and drops what comes while nobody reads.
#[tokio::test]
async fn what_the_client_has_dropped_comes_again_in_order() {
    let options = ConnectOptions::new().subscription_capacity(8);
    let connecting = Nats::connect_with(broker_support::nats(), options);
    let nats = soon(connecting).await.unwrap();
    let stream = numbered(&connect().await, 0..300).await;
    // Of what is missing at the end a heartbeat tells, so they are to come often.
    let config = ConsumerConfig { max_expires: Duration::from_millis(400), ..Default::default() };
    let ordered = nats.ordered(&stream).config(config).pull(count(12));
    let numbers = ordered.messages().map(number).take(300);
    let numbers = soon(numbers.collect::<Vec<_>>().into_future()).await.unwrap();
    assert_eq!(numbers, (0..300).collect::<Vec<_>>());
    assert!(nats.dropped() > 0, "nothing was dropped, so this shows nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_stream_is_an_error() {
    let nats = connect().await;
    for (stream, is_expected) in [
        (
            "nothing",
            (|error| matches!(error, NatsError::UnknownStream { .. })) as fn(&NatsError) -> bool,
        ),
        ("two words", |error| matches!(error, NatsError::Name { .. })),
    ] {
        let error = soon(nats.ordered(stream).messages().count().into_future()).await.unwrap_err();
        let SinkError::Upstream(error) = error else { panic!("{error:?}") };
        assert!(is_expected(&error), "{error:?}");
    }
}
