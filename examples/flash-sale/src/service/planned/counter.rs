use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use reactive_streams_operators::operator::{Rate, Reason};
use reactive_streams_operators::scheduler::{Scheduler, Worker};
use reactive_streams_operators::{AnyError, Sender};
use reactive_streams_overload::{AdmissionLane, Due, RateLimits};
use reactive_streams_spill::{PushError, SpillQueue};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::spawn_blocking;

use super::work::{Checkout, Work};
use crate::order::{Lane, Order};
use crate::service::answer::Answer;
use crate::service::{give_up, import, on_its_way, order};

/// So many orders a second a customer may send, and so many customers are told apart.
const CUSTOMER: NonZeroU32 = NonZeroU32::new(5).expect("it is not zero");
const CUSTOMERS: NonZeroUsize = NonZeroUsize::new(50_000).expect("it is not zero");

/// Nobody waits for an answer any longer than that, since the request was begun.
const DEADLINE: Duration = Duration::from_millis(90);

/// So many imports are written to disk at the same time.
const IMPORTS: usize = 8;

/// When to come again with an import for which there is no room, or with an order that became too late.
const LATER: Duration = Duration::from_secs(5);

/// Where orders come in, and where it is decided what becomes of each.
pub(super) struct Counter {
    customers: RateLimits<u32>,
    admission: AdmissionLane<Order>,
    checkouts: Sender<Work, AnyError>,
    clock: Box<dyn Worker>,
    imports: Semaphore,
    spill: SpillQueue<Order>,
}

impl Counter {
    /// Deadlines are those of the clock of `scheduler`.
    pub(super) fn new(
        admission: AdmissionLane<Order>,
        checkouts: Sender<Work, AnyError>,
        spill: SpillQueue<Order>,
        scheduler: &dyn Scheduler,
    ) -> Self {
        Self {
            customers: RateLimits::new(Rate::per_second(CUSTOMER), CUSTOMERS, scheduler),
            admission,
            checkouts,
            clock: scheduler.worker(),
            imports: Semaphore::new(IMPORTS),
            spill,
        }
    }

    /// Takes an order if it can be stored in time, and answers when it has been. It has been on its way for some
    /// time: on a machine that is busy, a request waits before anybody looks at it.
    async fn take_order(&self, order: Option<Order>, on_its_way: Duration) -> Answer {
        let Some(order) = order else { return Answer::Malformed };
        if let Err(limited) = self.customers.check(&order.basket.customer) {
            return limited.into();
        }
        let due = self.clock.now() + DEADLINE.saturating_sub(on_its_way);
        let permit = match self.admission.admit_by(&order, due) {
            Ok(permit) => permit,
            Err(shed) => return shed.into(),
        };
        let (answer, answered) = oneshot::channel();
        let work = Work::Checkout(Due::new(Checkout { order, permit, answer }, due));
        if self.checkouts.try_send(work).is_err() {
            return Answer::TurnedAway(Reason::Unavailable, LATER); // the service ends
        }
        answered.await.unwrap_or(Answer::TurnedAway(Reason::TooLate, LATER))
    }

    /// Takes an import if there is room for it on disk, and answers when it is there.
    async fn take_import(&self, orders: Option<Vec<Order>>) -> Answer {
        let Some(orders) = orders else { return Answer::Malformed };
        let Ok(_place) = self.imports.try_acquire() else {
            return Answer::TurnedAway(Reason::Saturated, LATER);
        };
        let spill = self.spill.clone();
        match spawn_blocking(move || spill.push_all(orders)).await {
            Ok(Ok(())) => Answer::Taken,
            Ok(Err(PushError { error, .. })) if error.is_full() => {
                Answer::TurnedAway(Reason::Full, LATER)
            }
            Ok(Err(error)) => give_up("the disk refuses", &error),
            Err(error) => give_up("an import was not written", &error),
        }
    }
}

pub(super) async fn take_order(
    State(counter): State<Arc<Counter>>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    counter.take_order(order(&headers, &body), on_its_way(&headers)).await.on(Lane::Interactive)
}

pub(super) async fn take_import(State(counter): State<Arc<Counter>>, body: Bytes) -> Answer {
    counter.take_import(import(&body)).await.on(Lane::Batch)
}
