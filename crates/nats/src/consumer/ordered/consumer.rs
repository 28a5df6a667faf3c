use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::consumer::puller::Puller;
use crate::consumer::remote::Remote;
use crate::{Message, NatsError};

/// A consumer for as long as it has given every message.
pub(super) struct Consumer {
    puller: Puller,
    /// How many messages it has given.
    given: u64,
    /// Which connection of the client it was made on: with that, messages may have been lost on their way.
    connection: u64,
}

impl Consumer {
    pub(super) fn new(remote: Remote) -> Self {
        let connection = remote.connection.connects();
        Self { puller: Puller::new(Arc::new(remote)), given: 0, connection }
    }

    /// Whether messages are missing behind which none may come that would show it.
    pub(super) fn is_lost(&self) -> bool {
        self.connection != self.puller.remote().connection.connects()
            || self.puller.given().is_some_and(|given| given > self.given)
    }

    /// The next messages up to a gap; none if there is one before them, or the consumer has gone.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Result<Vec<Message>, NatsError>> {
        let mut messages = match ready!(self.puller.poll(cx, most, |message, _| message)) {
            Err(NatsError::UnknownConsumer { .. }) => Vec::new(),
            messages => messages?,
        };
        let expected = self.given + 1..;
        let in_order = messages
            .iter()
            .zip(expected)
            .take_while(|(message, n)| message.consumer_sequence() == *n);
        messages.truncate(in_order.count());
        self.given += messages.len() as u64;
        Poll::Ready(Ok(messages))
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        let remote = Arc::clone(self.puller.remote());
        let connection = Arc::clone(&remote.connection);
        connection.outbox.send(async move { remote.delete().await });
    }
}
