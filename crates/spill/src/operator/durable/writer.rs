use std::iter;
use std::mem;
use std::sync::{Arc, Weak};
use std::task::{Wake, Waker};

use reactive_streams::Demand;
use reactive_streams_operators::scheduler::Worker;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::operator::SpillFailed;
use crate::operator::inlet::Intake;
use crate::operator::link::AbandonOnDrop;
use crate::operator::stock::{State, Stock, wake};
use crate::{PushError, SpillError, SpillQueue};

/// Takes elements to the disk, on its worker.
pub(super) struct Writer<T, E> {
    queue: SpillQueue<T>,
    pub(super) stock: Stock<Staged<T>, T, E>,
    worker: Box<dyn Worker>,
}

pub(crate) struct Staged<T> {
    /// Not stored yet.
    elements: Vec<T>,
    /// Whether the worker has been told, or is writing, or waits for room.
    is_busy: bool,
}

impl<T> Default for Staged<T> {
    fn default() -> Self {
        Self { elements: Vec::new(), is_busy: false }
    }
}

impl<T, E> Intake<T, E> for Writer<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Send + 'static,
{
    type Waiting = Staged<T>;

    fn stock(&self) -> &Stock<Staged<T>, T, E> {
        &self.stock
    }

    fn put(self: &Arc<Self>, element: T) {
        let Some(mut state) = self.stock.open() else { return }; // and the element is dropped
        state.waiting.elements.push(element);
        let was_busy = mem::replace(&mut state.waiting.is_busy, true);
        drop(state);
        if !was_busy {
            self.schedule();
        }
    }
}

impl<T, E> Writer<T, E> {
    pub(super) fn new(queue: &SpillQueue<T>, worker: Box<dyn Worker>) -> Self {
        Self { queue: queue.clone(), stock: Stock::new(), worker }
    }

    pub(super) fn queue(&self) -> &SpillQueue<T> {
        &self.queue
    }

    /// How far it is; the waker is called when it is further.
    pub(super) fn written(&self, waker: Waker) -> Written<T, E> {
        let mut state = self.stock.lock();
        let before = state.waker.replace(waker);
        let written = how_far(&mut state);
        drop(state);
        drop(before); // after the lock: foreign code
        written
    }

    /// Puts back how it has failed, which is to be told later.
    pub(super) fn fail_later(&self, failed: SpillFailed<T>) {
        self.stock.lock().failed = Some(failed);
    }
}

impl<T, E> Writer<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Send + 'static,
{
    fn schedule(self: &Arc<Self>) {
        let panics = AbandonOnDrop::new(&self.stock.link);
        let writer = Arc::clone(self);
        self.worker.schedule(Box::new(move || {
            writer.write(); // `Serialize` is foreign code
            panics.disarm();
        }));
    }

    /// Stores what is staged, until nothing is, or there is no room.
    fn write(self: &Arc<Self>) {
        let mut waits = false;
        loop {
            let mut state = self.stock.lock();
            let elements = mem::take(&mut state.waiting.elements);
            if elements.is_empty() || state.is_over {
                state.waiting.is_busy = false;
                return wake(state);
            }
            drop(state);
            let (stored, not) = self.store(elements);
            if let Some(stored) = Demand::new(stored) {
                waits = false;
                self.stock.link.request(stored);
            }
            match not {
                None => {}
                Some(PushError { element, error }) if self.may_fit(&error) => {
                    self.stock.lock().waiting.elements.splice(0..0, element);
                    if waits {
                        return; // until it is woken
                    }
                    // And once more, for there may be room since.
                    waits = true;
                    let waker = Waker::from(Arc::new(Room(Arc::downgrade(self))));
                    self.queue.core().wait_for_room(&waker);
                }
                Some(PushError { mut element, error }) => {
                    let mut state = self.stock.lock();
                    element.append(&mut state.waiting.elements);
                    state.failed = Some(SpillFailed { error, elements: element });
                    drop(state);
                    self.stock.link.cancel();
                }
            }
        }
    }

    /// Stores all of them; or where they do not fit, those that do. Says how many, and what is left.
    fn store(&self, elements: Vec<T>) -> (u64, Option<PushError<Vec<T>>>) {
        let count = elements.len() as u64;
        let mut rest = match self.queue.push_all(elements) {
            Ok(()) => return (count, None),
            Err(PushError { element, error }) if error.is_full() => element.into_iter(),
            Err(not) => return (0, Some(not)),
        };
        for stored in 0.. {
            let Some(element) = rest.next() else { return (stored, None) };
            if let Err(PushError { element, error }) = self.queue.push(element) {
                let element = iter::once(element).chain(rest).collect();
                return (stored, Some(PushError { element, error }));
            }
        }
        (count, None)
    }

    /// Whether it can be stored when others have been removed.
    fn may_fit(&self, error: &SpillError) -> bool {
        matches!(error, SpillError::Full { needed, .. } if *needed <= self.queue.capacity())
    }
}

/// Wakes a writer when there is room. The queue keeps it, and the writer has the queue: so it is weak.
struct Room<T, E>(Weak<Writer<T, E>>);

impl<T, E> Wake for Room<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Send + 'static,
{
    fn wake(self: Arc<Self>) {
        if let Some(writer) = self.0.upgrade() {
            writer.schedule();
        }
    }
}

fn how_far<T, E>(state: &mut State<Staged<T>, T, E>) -> Written<T, E> {
    if let Some(error) = state.take_error() {
        return Written::Upstream(error);
    }
    let is_idle = !state.waiting.is_busy && state.waiting.elements.is_empty();
    match state.failed.take() {
        Some(failed) => Written::Failed(failed),
        None if state.end.is_some() && is_idle => Written::All,
        None => Written::Goes,
    }
}

/// How far the writer is.
pub(super) enum Written<T, E> {
    Goes,
    All,
    Failed(SpillFailed<T>),
    Upstream(E),
}
