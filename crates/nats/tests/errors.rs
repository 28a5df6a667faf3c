//! What cannot be is a typed error, that says where and what to do.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod support;

use async_nats::jetstream;
use async_nats::jetstream::consumer::{AckPolicy, push};
use reactive_streams_nats::{
    ConnectOptions, ConsumerConfig, Deliveries, Nats, NatsConsumer, NatsError, StreamConfig,
    async_nats,
};
use reactive_streams_operators::SinkError;
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::prelude::*;
use support::{Server, connect, eventually, info, numbered, soon, stream};
use tokio::task::JoinHandle;

fn assert_says(error: &NatsError, what: &[&str]) {
    let text = error.to_string();
    assert!(what.iter().all(|what| text.contains(what)), "{text}");
}

#[test]
fn without_a_runtime_there_is_no_connection() {
    let mut connecting = Box::pin(Nats::connect("127.0.0.1:1"));
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = connecting.as_mut().poll(&mut cx) else {
        panic!("it should not wait");
    };
    assert!(matches!(error, NatsError::NoRuntime));
}

#[tokio::test]
async fn nobody_there() {
    let error = soon(Nats::connect("127.0.0.1:1")).await.unwrap_err();
    assert!(matches!(&error, NatsError::Unreachable { .. }), "{error}");
    assert_says(&error, &["127.0.0.1:1"]);
    let error = soon(Nats::connect("not an address")).await.unwrap_err();
    assert!(matches!(&error, NatsError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn credentials_that_are_not_accepted() {
    let server = Server::with(&["--user", "test", "--pass", "secret"]);
    let wrong = ConnectOptions::with_user_and_password("test".into(), "guess".into());
    for options in [wrong, ConnectOptions::new()] {
        let error = soon(Nats::connect_with(server.address(), options)).await.unwrap_err();
        assert!(matches!(&error, NatsError::Unauthorized { .. }), "{error}");
        assert_says(&error, &[&server.address()]);
    }
    let right = ConnectOptions::with_user_and_password("test".into(), "secret".into());
    soon(Nats::connect_with(server.address(), right)).await.unwrap();
}

#[tokio::test]
async fn a_server_without_jetstream() {
    let server = Server::with(&[]);
    let nats = server.connect().await;
    let config = StreamConfig { name: "orders".to_owned(), ..Default::default() };
    let error = soon(nats.stream(config)).await.unwrap_err();
    assert!(matches!(&error, NatsError::NoJetStream { .. }), "{error}");
    let error = soon(nats.consumer("orders", "billing").open()).await.unwrap_err();
    assert!(matches!(&error, NatsError::NoJetStream { .. }), "{error}");
    assert_says(&error, &["billing", "orders", "--jetstream"]);
}

#[tokio::test]
async fn an_unknown_stream_and_an_unknown_consumer() {
    let nats = connect().await;
    let error = soon(nats.consumer("nothing", "billing").open()).await.unwrap_err();
    assert!(
        matches!(&error, NatsError::UnknownStream { stream } if stream == "nothing"),
        "{error}"
    );
    let stream = stream(&nats).await;
    let error = soon(nats.consumer(&stream, "billing").existing().open()).await.unwrap_err();
    assert!(
        matches!(&error, NatsError::UnknownConsumer { consumer, .. } if consumer == "billing"),
        "{error}"
    );
    soon(nats.consumer(&stream, "billing").open()).await.unwrap();
    soon(nats.consumer(&stream, "billing").existing().open()).await.unwrap();
}

#[tokio::test]
async fn names_that_are_none() {
    let nats = connect().await;
    let stream = stream(&nats).await;
    for (stream, consumer) in
        [("two words", "x"), ("", "x"), (&*stream, "two words"), (&*stream, "")]
    {
        let error = soon(nats.consumer(stream, consumer).open()).await.unwrap_err();
        assert!(matches!(&error, NatsError::Name { .. }), "{stream:?} {consumer:?}: {error:?}");
    }
}

#[tokio::test]
async fn consumers_that_cannot_be_read() {
    let nats = connect().await;
    let stream = stream(&nats).await;
    let jetstream = jetstream::new(nats.client().clone());
    let handle = jetstream.get_stream_no_info(&stream).await.unwrap();
    let pushes = push::Config {
        durable_name: Some("pushes".to_owned()),
        deliver_subject: "somewhere".to_owned(),
        ..Default::default()
    };
    handle.create_consumer(pushes).await.unwrap();
    let error = soon(nats.consumer(&stream, "pushes").open()).await.unwrap_err();
    assert!(matches!(&error, NatsError::Unsuitable { .. }), "{error}");
    let forgets = ConsumerConfig { ack_policy: AckPolicy::None, ..Default::default() };
    let error = soon(nats.consumer(&stream, "forgets").config(forgets).open()).await.unwrap_err();
    assert!(matches!(&error, NatsError::Unsuitable { .. }), "{error}");
}

/// A consumer that has read all three messages of a stream, and waits for more; and how that ends.
async fn reading(name: &str) -> (Nats, String, NatsConsumer, JoinHandle<NatsError>) {
    let nats = connect().await;
    let stream = numbered(&nats, 0..3).await;
    let consumer = nats.consumer(&stream, name).open().await.unwrap();
    let end = tokio::spawn(failure(consumer.deliveries()));
    eventually(async || info(&nats, &stream, name).await.ack_floor.stream_sequence == 3).await;
    (nats, stream, consumer, end)
}

async fn failure(deliveries: Deliveries) -> NatsError {
    match deliveries.map(Delivery::acknowledge).count().await.unwrap_err() {
        SinkError::Upstream(error) => error,
        error => panic!("{error:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_is_deleted_while_it_is_read() {
    let (nats, stream, consumer, end) = reading("deleted").await;
    let jetstream = jetstream::new(nats.client().clone());
    let handle = jetstream.get_stream_no_info(&stream).await.unwrap();
    handle.delete_consumer("deleted").await.unwrap();
    let error = soon(end).await.unwrap();
    assert!(matches!(&error, NatsError::UnknownConsumer { .. }), "{error:?}");
    let error = soon(failure(consumer.deliveries())).await;
    assert!(matches!(&error, NatsError::UnknownConsumer { .. }), "{error:?}");
    let error = consumer.measure_lag().await.unwrap_err();
    assert!(matches!(&error, NatsError::UnknownConsumer { .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_deleted_while_it_is_read() {
    let (nats, stream, _consumer, end) = reading("deleted").await;
    jetstream::new(nats.client().clone()).delete_stream(&stream).await.unwrap();
    let error = soon(end).await.unwrap();
    assert!(
        matches!(&error, NatsError::UnknownConsumer { .. } | NatsError::UnknownStream { .. }),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_closed_ends_the_stream() {
    let (nats, _stream, _consumer, end) = reading("closed").await;
    nats.client().drain().await.unwrap();
    let error = soon(end).await.unwrap();
    assert!(matches!(&error, NatsError::Closed { .. }), "{error:?}");
}
