//! A topic from its begin, in a group that nobody has been in; who takes a message has acknowledged it.

use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;

use futures_util::StreamExt;
use rdkafka::Message;
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::message::BorrowedMessage;
use reactive_streams_kafka::{self as kafka, Kafka, Start};
use reactive_streams_operators::prelude::*;
use tokio::sync::mpsc;

use super::topic::client;
use crate::Outcome;
use crate::runtime::block_on;
use crate::take::Take;

/// Ours with its own settings.
pub(crate) fn ours<T: Take>(topic: &str, taker: T) -> Outcome<T> {
    let topic = kafka::Topic::from(topic.to_owned());
    let group = broker_support::unique("bench");
    let source = Kafka::at(broker_support::kafka()).source(group, [topic]);
    let consumer = source.start(Start::Earliest).open()?;
    let taken = consumer.deliveries().fold_while(taker, |mut taker, delivery| {
        let wants_more = taker.take(delivery.element().payload());
        delivery.acknowledge();
        if wants_more { Continue(taker) } else { Break(taker) }
    });
    Ok(taken.block()?)
}

/// The plain client in a loop, which looks into messages where the client has them. What has been dealt with it
/// stores, and commits by and by.
pub(crate) fn plain<T: Take>(topic: &str, taker: T) -> Outcome<T> {
    in_loop(topic, taker, |message, taker| taker.take(message.payload().unwrap_or_default()))
}

/// The same, of messages that could be kept, or given to another thread, as ours can.
pub(crate) fn kept<T: Take>(topic: &str, taker: T) -> Outcome<T> {
    in_loop(topic, taker, |message, taker| {
        taker.take(message.detach().payload().unwrap_or_default())
    })
}

fn in_loop<T: Take>(
    topic: &str,
    mut taker: T,
    take: impl Fn(&BorrowedMessage<'_>, &mut T) -> bool,
) -> Outcome<T> {
    block_on(async {
        let consumer = subscribed(topic)?;
        let mut messages = consumer.stream();
        while let Some(message) = messages.next().await {
            let message = message?;
            let wants_more = take(&message, &mut taker);
            consumer.store_offset_from_message(&message)?;
            if !wants_more {
                return Ok(taker);
            }
        }
        Err("the topic has ended".into())
    })
}

/// The plain client, with a channel without a bound between it and who takes.
pub(crate) fn channel<T: Take>(topic: &str, mut taker: T) -> Outcome<T> {
    block_on(async {
        let consumer = Arc::new(subscribed(topic)?);
        let (send, mut receive) = mpsc::unbounded_channel();
        let same = Arc::clone(&consumer);
        let receiving = tokio::spawn(async move {
            let mut messages = same.stream();
            while let Some(message) = messages.next().await {
                if send.send(message.map(|it| it.detach())).is_err() {
                    break;
                }
            }
        });
        while let Some(message) = receive.recv().await {
            let message = message?;
            let wants_more = taker.take(message.payload().unwrap_or_default());
            consumer.store_offset(message.topic(), message.partition(), message.offset())?;
            if !wants_more {
                receiving.abort();
                return Ok(taker);
            }
        }
        Err("the topic has ended".into())
    })
}

/// Only within the runtime.
fn subscribed(topic: &str) -> Outcome<StreamConsumer> {
    let consumer: StreamConsumer = client()
        .set("group.id", broker_support::unique("bench"))
        .set("auto.offset.reset", "earliest")
        .set("enable.auto.offset.store", "false")
        .create()?;
    consumer.subscribe(&[topic])?;
    Ok(consumer)
}
