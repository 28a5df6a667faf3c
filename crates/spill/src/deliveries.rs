use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec;

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::delivery::{Acknowledge, Delivery};
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{Fetch, FromFetch, from_fetch, from_fetch_on};
use serde::de::DeserializeOwned;

use crate::core::Core;
use crate::{SpillError, record};

/// Publisher for [`SpillQueue::deliveries`](crate::SpillQueue::deliveries).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Deliveries<T>(FromFetch<Reader<T>>)
where
    T: DeserializeOwned + Send + 'static;

impl<T: DeserializeOwned + Send + 'static> Deliveries<T> {
    pub(crate) fn new(core: Arc<Core>, scheduler: Option<&dyn Scheduler>) -> Self {
        let reader = Reader::new(core);
        Self(match scheduler {
            Some(scheduler) => from_fetch_on(reader, scheduler),
            None => from_fetch(reader),
        })
    }
}

impl<T: DeserializeOwned + Send + 'static> fmt::Debug for Deliveries<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deliveries").finish_non_exhaustive()
    }
}

impl<T: DeserializeOwned + Send + 'static> Publisher for Deliveries<T> {
    type Item = Delivery<T, SpillAcknowledgement>;
    type Error = SpillError;

    fn subscribe<S: Subscriber<Self::Item, SpillError>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}

/// Acknowledges an element of a [`SpillQueue`](crate::SpillQueue): it is removed, and not delivered again.
///
/// It may do so on the thread that acknowledges, for several at once, and then blocks for a commit. Dropping it is
/// rejecting: the element is delivered to the next consumer.
pub struct SpillAcknowledgement {
    core: Arc<Core>,
    number: u64,
    is_settled: bool,
}

impl fmt::Debug for SpillAcknowledgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpillAcknowledgement").field("number", &self.number).finish_non_exhaustive()
    }
}

impl Acknowledge for SpillAcknowledgement {
    fn acknowledge(mut self) {
        self.is_settled = true;
        self.core.settle(Some(self.number));
    }

    fn reject(self) {}
}

impl Drop for SpillAcknowledgement {
    fn drop(&mut self) {
        if !self.is_settled {
            self.core.settle(None);
        }
    }
}

/// The consumer: where it is, and what is behind it.
pub(crate) struct Reader<T> {
    core: Arc<Core>,
    /// Where it goes on, once it is the consumer.
    cursor: Option<u64>,
    _element: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned + Send + 'static> Reader<T> {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self { core, cursor: None, _element: PhantomData }
    }

    /// Becomes the consumer, with the first demand.
    fn begin(&mut self) -> Result<u64, SpillError> {
        if let Some(cursor) = self.cursor {
            return Ok(cursor);
        }
        self.core.enter()?;
        self.cursor = Some(0);
        self.core.flush()?; // what was acknowledged before is not to come again
        Ok(0)
    }

    /// Elements that are there; none if there are no more.
    pub(crate) fn read(
        &mut self,
        most: NonZeroUsize,
    ) -> Result<Vec<Delivery<T, SpillAcknowledgement>>, SpillError> {
        let mut cursor = self.begin()?;
        if let Some(failure) = self.core.take_failure() {
            return Err(failure);
        }
        while cursor < self.core.end() {
            let (records, delivered) = self.core.read(cursor, most.get())?;
            cursor = records.behind;
            let mut elements = Vec::new();
            for (number, record) in records.iter() {
                let element = record::decode(number, record)
                    .map_err(|unreadable| self.core.unreadable(number, &unreadable))?;
                elements.push((number, element));
            }
            self.cursor = Some(cursor);
            if !elements.is_empty() {
                self.core.sent(elements.len() as u64);
                return Ok(elements
                    .into_iter()
                    .map(|(number, element)| self.deliver(number, element, number < delivered))
                    .collect());
            }
        }
        Ok(Vec::new())
    }

    fn deliver(&self, number: u64, element: T, again: bool) -> Delivery<T, SpillAcknowledgement> {
        let core = Arc::clone(&self.core);
        let acknowledgement = SpillAcknowledgement { core, number, is_settled: false };
        if again {
            Delivery::again(element, acknowledgement)
        } else {
            Delivery::new(element, acknowledgement)
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> Fetch for Reader<T> {
    type Item = Delivery<T, SpillAcknowledgement>;
    type Error = SpillError;
    type Batch = vec::IntoIter<Self::Item>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, SpillError>>> {
        loop {
            let closed = self.core.is_closed(); // first, for nothing comes after it
            let elements = match self.read(most) {
                Ok(elements) => elements,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            if !elements.is_empty() {
                self.core.stop_waiting();
                return Poll::Ready(Some(Ok(elements.into_iter())));
            }
            if closed {
                return Poll::Ready(None);
            }
            self.core.wait_for_more(cx.waker());
            let has_more = self.cursor.is_some_and(|cursor| cursor < self.core.end());
            if !has_more && !self.core.is_closed() {
                return match self.core.rest() {
                    Ok(()) => Poll::Pending,
                    Err(error) => Poll::Ready(Some(Err(error))),
                };
            }
        }
    }
}

impl<T> Drop for Reader<T> {
    fn drop(&mut self) {
        if self.cursor.is_some() {
            self.core.leave();
        }
    }
}
