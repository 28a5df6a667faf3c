//! Bounded channels, each behind the same few methods, so that a scenario of threads lists them and no more.

use std::future::Future;
use std::sync::mpsc;

use futures::{SinkExt, StreamExt};

/// How many elements wait in a channel at most.
pub(crate) const CAPACITY: usize = 256;

/// A channel whose ends block their threads.
pub(crate) trait BlockingChannel {
    type Sender: Clone + Send + 'static;
    type Receiver: Send + 'static;

    fn channel() -> (Self::Sender, Self::Receiver);

    fn send(sender: &mut Self::Sender, item: u64);

    /// The next element; `None` when all senders are gone.
    fn receive(receiver: &mut Self::Receiver) -> Option<u64>;
}

/// A channel whose ends are awaited.
pub(crate) trait AsyncChannel: 'static {
    type Sender: Clone + Send + 'static;
    type Receiver: Send + 'static;

    fn channel() -> (Self::Sender, Self::Receiver);

    fn send(sender: &mut Self::Sender, item: u64) -> impl Future<Output = ()> + Send;

    /// The next element; `None` when all senders are gone.
    fn receive(receiver: &mut Self::Receiver) -> impl Future<Output = Option<u64>> + Send;
}

/// Why a send cannot fail here.
const RECEIVED: &str = "the receiver takes all there is";

pub(crate) struct Std;

impl BlockingChannel for Std {
    type Sender = mpsc::SyncSender<u64>;
    type Receiver = mpsc::Receiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        mpsc::sync_channel(CAPACITY)
    }

    fn send(sender: &mut Self::Sender, item: u64) {
        sender.send(item).expect(RECEIVED);
    }

    fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.recv().ok()
    }
}

pub(crate) struct Crossbeam;

impl BlockingChannel for Crossbeam {
    type Sender = crossbeam_channel::Sender<u64>;
    type Receiver = crossbeam_channel::Receiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        crossbeam_channel::bounded(CAPACITY)
    }

    fn send(sender: &mut Self::Sender, item: u64) {
        sender.send(item).expect(RECEIVED);
    }

    fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.recv().ok()
    }
}

pub(crate) struct Flume;

impl BlockingChannel for Flume {
    type Sender = flume::Sender<u64>;
    type Receiver = flume::Receiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        flume::bounded(CAPACITY)
    }

    fn send(sender: &mut Self::Sender, item: u64) {
        sender.send(item).expect(RECEIVED);
    }

    fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.recv().ok()
    }
}

impl AsyncChannel for Flume {
    type Sender = flume::Sender<u64>;
    type Receiver = flume::Receiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        flume::bounded(CAPACITY)
    }

    async fn send(sender: &mut Self::Sender, item: u64) {
        sender.send_async(item).await.expect(RECEIVED);
    }

    async fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.recv_async().await.ok()
    }
}

pub(crate) struct Kanal;

impl BlockingChannel for Kanal {
    type Sender = kanal::Sender<u64>;
    type Receiver = kanal::Receiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        kanal::bounded(CAPACITY)
    }

    fn send(sender: &mut Self::Sender, item: u64) {
        sender.send(item).expect(RECEIVED);
    }

    fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.recv().ok()
    }
}

impl AsyncChannel for Kanal {
    type Sender = kanal::AsyncSender<u64>;
    type Receiver = kanal::AsyncReceiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        kanal::bounded_async(CAPACITY)
    }

    async fn send(sender: &mut Self::Sender, item: u64) {
        sender.send(item).await.expect(RECEIVED);
    }

    async fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.recv().await.ok()
    }
}

pub(crate) struct Tokio;

impl BlockingChannel for Tokio {
    type Sender = tokio::sync::mpsc::Sender<u64>;
    type Receiver = tokio::sync::mpsc::Receiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        tokio::sync::mpsc::channel(CAPACITY)
    }

    fn send(sender: &mut Self::Sender, item: u64) {
        sender.blocking_send(item).expect(RECEIVED);
    }

    fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.blocking_recv()
    }
}

impl AsyncChannel for Tokio {
    type Sender = tokio::sync::mpsc::Sender<u64>;
    type Receiver = tokio::sync::mpsc::Receiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        tokio::sync::mpsc::channel(CAPACITY)
    }

    async fn send(sender: &mut Self::Sender, item: u64) {
        sender.send(item).await.expect(RECEIVED);
    }

    async fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.recv().await
    }
}

pub(crate) struct AsyncChannelCrate;

impl AsyncChannel for AsyncChannelCrate {
    type Sender = async_channel::Sender<u64>;
    type Receiver = async_channel::Receiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        async_channel::bounded(CAPACITY)
    }

    async fn send(sender: &mut Self::Sender, item: u64) {
        sender.send(item).await.expect(RECEIVED);
    }

    async fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.recv().await.ok()
    }
}

pub(crate) struct Futures;

impl AsyncChannel for Futures {
    type Sender = futures::channel::mpsc::Sender<u64>;
    type Receiver = futures::channel::mpsc::Receiver<u64>;

    fn channel() -> (Self::Sender, Self::Receiver) {
        futures::channel::mpsc::channel(CAPACITY)
    }

    async fn send(sender: &mut Self::Sender, item: u64) {
        sender.send(item).await.expect(RECEIVED);
    }

    async fn receive(receiver: &mut Self::Receiver) -> Option<u64> {
        receiver.next().await
    }
}
