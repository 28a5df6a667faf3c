//! A durable consumer gives its messages, in order, as many as are requested.

mod support;

use std::time::SystemTime;

use reactive_streams_nats::Message;
use reactive_streams_operators::delivery::{Delivery, Lag};
use reactive_streams_operators::prelude::*;
use support::{connect, count, eventually, info, number, numbered, publish, soon};

#[tokio::test(flavor = "multi_thread")]
async fn all_come_in_order_and_once() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..1000).await;
    let consumer = nats.consumer(&stream, "all").open().await.unwrap();
    let numbers = consumer.deliveries().map(Delivery::acknowledge).map(number).take(1000);
    let numbers = soon(numbers.collect::<Vec<_>>().into_future()).await.unwrap();
    assert_eq!(numbers, (0..1000).collect::<Vec<_>>());
    eventually(async || consumer.measure_lag().await.unwrap() == 0).await;
    assert_eq!(info(&nats, &stream, "all").await.num_redelivered, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_later_is_delivered_when_it_comes() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..3).await;
    let consumer = nats.consumer(&stream, "later").open().await.unwrap();
    let numbers = consumer.deliveries().map(Delivery::acknowledge).map(number).take(6);
    let numbers = tokio::spawn(numbers.collect::<Vec<_>>().into_future());
    eventually(async || info(&nats, &stream, "later").await.ack_floor.stream_sequence == 3).await;
    publish(&nats, &stream, 3..6).await;
    assert_eq!(soon(numbers).await.unwrap().unwrap(), [0, 1, 2, 3, 4, 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_says_where_it_stands() {
    let nats = connect().await;
    let before = SystemTime::now();
    let stream = numbered(&nats, 0..3).await;
    let consumer = nats.consumer(&stream, "where").pull(count(1)).open().await.unwrap();
    let messages = consumer.deliveries().map(Delivery::acknowledge).take(3);
    let messages = soon(messages.collect::<Vec<Message>>().into_future()).await.unwrap();
    for (index, message) in (0..).zip(&messages) {
        assert_eq!(message.subject(), format!("{stream}.number"));
        assert_eq!((message.sequence(), message.consumer_sequence()), (index + 1, index + 1));
        assert_eq!((message.delivered(), message.pending()), (1, 2 - index));
        let since = message.published().duration_since(before).unwrap();
        assert!(since.as_secs() < 60, "{since:?}");
        assert!(message.headers().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lag_is_what_nobody_has_acknowledged() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..5).await;
    let consumer = nats.consumer(&stream, "lag").open().await.unwrap();
    eventually(async || consumer.lag() == Some(5)).await;
    let two = consumer.deliveries().take(2).collect::<Vec<_>>().into_future();
    let mut two = soon(two).await.unwrap();
    assert_eq!(consumer.measure_lag().await.unwrap(), 5);
    two.pop().unwrap().acknowledge();
    eventually(async || consumer.lag() == Some(4)).await;
}
