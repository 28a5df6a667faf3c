use std::time::Duration;

use reactive_streams_operators::delivery::Delivery;
use reactive_streams_overload::{Due, Permit};
use reactive_streams_spill::SpillAcknowledgement;
use tokio::sync::oneshot;

use crate::order::{Lane, Order};
use crate::service::answer::Answer;
use crate::store::Stored;

/// An order on its way.
pub(super) enum Work {
    /// Somebody waits for it, until it is due.
    Checkout(Due<Checkout>),
    /// It is part of an import, and is on disk until it is in the database.
    Import(Delivery<Order, SpillAcknowledgement>),
}

/// An order for which somebody waits.
pub(super) struct Checkout {
    pub(super) order: Order,
    /// Its place, which is free again when this is dropped.
    pub(super) permit: Permit,
    /// Dropped without an answer it says that it was too late.
    pub(super) answer: oneshot::Sender<Answer>,
}

impl Work {
    /// Whether there is time for it, if it takes so long, and somebody still waits. Otherwise nothing is to be
    /// spent on it.
    pub(super) fn is_in_time(&self, now: Duration, takes: Duration) -> bool {
        match self {
            Self::Checkout(due) => !due.is_late(now, takes) && !due.element.answer.is_closed(),
            Self::Import(_) => true,
        }
    }

    pub(super) fn order(&self) -> (&Order, Lane) {
        match self {
            Self::Checkout(due) => (&due.element.order, Lane::Interactive),
            Self::Import(delivery) => (delivery.element(), Lane::Batch),
        }
    }

    /// It is in the database: whoever waits is told, and the disk need not keep it.
    pub(super) fn stored(self, stored: Stored) {
        match self {
            Self::Checkout(Due { element: Checkout { permit, answer, .. }, .. }) => {
                permit.done();
                // Who has left in the meantime comes again with the same key.
                drop(answer.send(match stored {
                    Stored::New => Answer::Stored,
                    Stored::Known => Answer::Known,
                }));
            }
            Self::Import(delivery) => drop(delivery.acknowledge()),
        }
    }
}
