//! What the tests have in common: a stream of their own on the real server.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::future::Future;
use std::num::NonZeroUsize;
use std::time::Duration;

use async_nats::jetstream;
use broker_support::unique;
use reactive_streams_nats::{Nats, StreamConfig};
use tokio::time::timeout;

/// Ends a test that would hang.
pub(crate) async fn soon<F: Future>(future: F) -> F::Output {
    timeout(Duration::from_secs(60), future).await.expect("within a minute")
}

pub(crate) fn count(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

pub(crate) async fn connect() -> Nats {
    soon(Nats::connect(broker_support::nats())).await.unwrap()
}

/// A stream that nobody else has; its subjects begin with its name.
pub(crate) async fn stream(nats: &Nats) -> String {
    let name = unique("stream");
    let subjects = vec![format!("{name}.>")];
    nats.stream(StreamConfig { name: name.clone(), subjects, ..Default::default() }).await.unwrap();
    name
}

/// A stream that holds the numbers, one in each message.
pub(crate) async fn numbered(nats: &Nats, numbers: impl IntoIterator<Item = u32>) -> String {
    let stream = stream(nats).await;
    publish(nats, &stream, numbers).await;
    stream
}

pub(crate) async fn publish(nats: &Nats, stream: &str, numbers: impl IntoIterator<Item = u32>) {
    let jetstream = jetstream::new(nats.client().clone());
    for number in numbers {
        let subject = format!("{stream}.number");
        let sent = jetstream.publish(subject, number.to_string().into()).await.unwrap();
        sent.await.unwrap();
    }
}

pub(crate) fn number(message: impl AsRef<[u8]>) -> u32 {
    std::str::from_utf8(message.as_ref()).unwrap().parse().unwrap()
}

/// What the server knows of a consumer.
pub(crate) async fn info(nats: &Nats, stream: &str, consumer: &str) -> jetstream::consumer::Info {
    let jetstream = jetstream::new(nats.client().clone());
    let stream = jetstream.get_stream_no_info(stream).await.unwrap();
    stream.consumer_info(consumer).await.unwrap()
}

/// Waits for what the server does in its own time.
pub(crate) async fn eventually<F: Future<Output = bool>>(mut holds: impl FnMut() -> F) {
    soon(async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}
