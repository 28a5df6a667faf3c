use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::{Context, Poll};

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{Fetch, FromFetch, from_fetch_on};

use super::batch::Batch;
use super::entrance::Entrance;
use super::gate::Gate;
use super::reading::Outlet;
use super::shared::Shared;
use crate::{KafkaAcknowledgement, KafkaError, Message};

/// Publisher for [`KafkaConsumer::deliveries`](crate::KafkaConsumer::deliveries).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Deliveries(Place);

enum Place {
    /// On a thread that is made when there is a subscriber.
    Own(Arc<Shared>),
    Given(FromFetch<Reader>),
}

impl Deliveries {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self(Place::Own(shared))
    }

    pub(crate) fn on(shared: Arc<Shared>, scheduler: &dyn Scheduler) -> Self {
        let gate = Arc::default();
        let entrance = Entrance::on(shared, Outlet::Together(Arc::clone(&gate)), scheduler);
        Self(Place::Given(from_fetch_on(Reader { entrance, gate, turn: 0 }, scheduler)))
    }
}

impl fmt::Debug for Deliveries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deliveries").finish_non_exhaustive()
    }
}

impl Publisher for Deliveries {
    type Item = Delivery<Message, KafkaAcknowledgement>;
    type Error = KafkaError;

    fn subscribe<S: Subscriber<Self::Item, KafkaError>>(self, subscriber: S) {
        let publisher = match self.0 {
            Place::Given(publisher) => publisher,
            Place::Own(shared) => {
                let gate = Arc::default();
                let outlet = Outlet::Together(Arc::clone(&gate));
                let (entrance, thread) = Entrance::own(shared, outlet);
                from_fetch_on(Reader { entrance, gate, turn: 0 }, &thread)
            }
        };
        publisher.subscribe(subscriber);
    }
}

/// Reads the partitions that are assigned, one after the other.
struct Reader {
    entrance: Entrance,
    gate: Arc<Gate>,
    turn: usize,
}

impl Fetch for Reader {
    type Item = Delivery<Message, KafkaAcknowledgement>;
    type Error = KafkaError;
    type Batch = Batch;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Batch, KafkaError>>> {
        let Self { entrance, gate, turn } = self;
        gate.poll(cx, || {
            let Some(partitions) = entrance.reading()?.session().partitions() else {
                return Poll::Ready(None);
            };
            let partitions = partitions?;
            for _ in 0..partitions.len() {
                *turn = (*turn + 1) % partitions.len();
                if let Some(batch) = partitions[*turn].take(most)? {
                    return Poll::Ready(Some(Ok(batch)));
                }
            }
            Poll::Pending
        })
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.gate.close();
    }
}
