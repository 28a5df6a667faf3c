use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec;

use async_nats::Subject;
use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{Fetch, FromFetch, from_fetch_on};

use super::puller::Puller;
use super::remote::Remote;
use crate::nats::Connection;
use crate::{Message, NatsAcknowledgement, NatsError};

/// Publisher for [`NatsConsumer::deliveries`](crate::NatsConsumer::deliveries).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Deliveries(FromFetch<Reader>);

impl Deliveries {
    pub(super) fn new(remote: Arc<Remote>, scheduler: &dyn Scheduler) -> Self {
        Self(from_fetch_on(Reader { puller: Puller::new(remote) }, scheduler))
    }
}

impl fmt::Debug for Deliveries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deliveries").finish_non_exhaustive()
    }
}

impl Publisher for Deliveries {
    type Item = Delivery<Message, NatsAcknowledgement>;
    type Error = NatsError;

    fn subscribe<S: Subscriber<Self::Item, NatsError>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}

struct Reader {
    puller: Puller,
}

impl Fetch for Reader {
    type Item = Delivery<Message, NatsAcknowledgement>;
    type Error = NatsError;
    type Batch = vec::IntoIter<Self::Item>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, NatsError>>> {
        let connection = Arc::clone(&self.puller.remote().connection);
        let messages =
            self.puller.poll(cx, most, |message, reply| deliver(&connection, message, reply));
        messages.map_ok(Vec::into_iter).map(Some)
    }
}

fn deliver(
    connection: &Arc<Connection>,
    message: Message,
    reply: Subject,
) -> Delivery<Message, NatsAcknowledgement> {
    let acknowledgement = NatsAcknowledgement::new(Arc::clone(connection), reply);
    if message.delivered() > 1 {
        Delivery::again(message, acknowledgement)
    } else {
        Delivery::new(message, acknowledgement)
    }
}

impl Drop for Reader {
    /// What has arrived and will not be delivered is rejected, so that nobody has to wait for it.
    fn drop(&mut self) {
        let connection = Arc::clone(&self.puller.remote().connection);
        self.puller.leave(move |message, reply| drop(deliver(&connection, message, reply)));
    }
}
