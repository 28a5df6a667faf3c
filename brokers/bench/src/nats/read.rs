//! A stream from its begin, by a consumer that is new, over a connection of its own; who takes a message
//! has acknowledged it.

use std::ops::ControlFlow::{Break, Continue};

use async_nats::jetstream;
use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::consumer::pull::Config;
use futures_util::StreamExt;
use reactive_streams_nats::Nats;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use tokio::sync::mpsc;

use crate::Outcome;
use crate::runtime::block_on;
use crate::take::Take;

/// Ours with its own settings, delivered on a thread of its own: who takes may block.
pub(crate) fn ours<T: Take>(stream: &str, taker: T) -> Outcome<T> {
    let durable = broker_support::unique("bench");
    let consumer = block_on(async {
        let nats = Nats::connect(broker_support::nats()).await?;
        nats.consumer(stream, &durable).open().await
    })?;
    let thread = ThreadScheduler::new("bench");
    let taken = consumer.deliveries_on(&thread).fold_while(taker, |mut taker, delivery| {
        let wants_more = taker.take(delivery.element().as_ref());
        delivery.acknowledge();
        if wants_more { Continue(taker) } else { Break(taker) }
    });
    Ok(taken.block()?)
}

/// The plain client in a loop.
pub(crate) fn plain<T: Take>(stream: &str, mut taker: T) -> Outcome<T> {
    block_on(async {
        let mut messages = consumer(stream).await?.messages().await?;
        while let Some(message) = messages.next().await {
            let message = message?;
            let wants_more = taker.take(&message.payload);
            message.ack().await?;
            if !wants_more {
                return Ok(taker);
            }
        }
        Err("the stream has ended".into())
    })
}

/// The plain client, with a channel without a bound between it and who takes. It is acknowledged what has come into
/// the channel: the server would wait otherwise.
pub(crate) fn channel<T: Take>(stream: &str, mut taker: T) -> Outcome<T> {
    block_on(async {
        let mut messages = consumer(stream).await?.messages().await?;
        let (send, mut receive) = mpsc::unbounded_channel();
        let receiving = tokio::spawn(async move {
            while let Some(message) = messages.next().await {
                let message = message?;
                message.ack().await?;
                if send.send(message).is_err() {
                    break;
                }
            }
            Outcome::Ok(())
        });
        while let Some(message) = receive.recv().await {
            if !taker.take(&message.payload) {
                receiving.abort();
                return Ok(taker);
            }
        }
        receiving.await??;
        Err("the stream has ended".into())
    })
}

async fn consumer(stream: &str) -> Outcome<PullConsumer> {
    let client = async_nats::connect(broker_support::nats()).await?;
    let durable_name = Some(broker_support::unique("bench"));
    let config = Config { durable_name, ..Default::default() };
    Ok(jetstream::new(client).create_consumer_on_stream(config, stream).await?)
}
