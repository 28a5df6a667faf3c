use std::fmt;
use std::iter;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, Weak};
use std::task::{Context, Poll, Wake, Waker};
use std::vec;

use reactive_streams::{Demand, Publisher, Subscriber};
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::ext::Carries;
use reactive_streams_operators::scheduler::{Scheduler, Worker};
use reactive_streams_operators::{Fetch, FromFetch, from_fetch_on};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::SpillFailed;
use super::inlet::{Inlet, Intake};
use super::link::{AbandonOnDrop, Leash, Link, Linked};
use crate::core::lock;
use crate::deliveries::Reader;
use crate::{PushError, SpillAcknowledgement, SpillError, SpillQueue};

/// How many elements are requested of the upstream that are not stored yet.
const WINDOW: Demand = Demand::of(256);

/// Publisher for [`SpillExt::durable`](crate::SpillExt::durable).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Durable<P: Publisher>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    upstream: P,
    writer: Arc<Writer<P::Item, P::Error>>,
    outlet: FromFetch<Outlet<P::Item, P::Error>>,
}

impl<P: Publisher + fmt::Debug> fmt::Debug for Durable<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Durable")
            .field("upstream", &self.upstream)
            .field("queue", &self.writer.queue)
            .finish_non_exhaustive()
    }
}

impl<P: Publisher> Durable<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    pub(crate) fn new(upstream: P, queue: &SpillQueue<P::Item>, scheduler: &dyn Scheduler) -> Self {
        let writer = Arc::new(Writer {
            link: Link::new(),
            queue: queue.clone(),
            state: Mutex::new(State::new()),
            worker: scheduler.worker(),
        });
        let outlet = Outlet { writer: Arc::clone(&writer), reader: Reader::new(queue.core()) };
        Self { upstream, writer, outlet: from_fetch_on(outlet, scheduler) }
    }
}

impl<P: Publisher> Publisher for Durable<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    type Item = Delivery<P::Item, SpillAcknowledgement>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, writer, outlet } = self;
        outlet.subscribe(Leash { subscriber, linked: Arc::clone(&writer) });
        upstream.subscribe(Inlet::new(writer, WINDOW));
    }
}

/// Takes elements to the disk, on its worker.
struct Writer<T, E> {
    link: Link,
    queue: SpillQueue<T>,
    state: Mutex<State<T, E>>,
    worker: Box<dyn Worker>,
}

struct State<T, E> {
    /// Not stored yet.
    staged: Vec<T>,
    /// Whether the worker has been told, or is writing, or waits for room.
    is_busy: bool,
    failed: Option<SpillFailed<T>>,
    end: Option<Result<(), E>>,
    waker: Option<Waker>,
    is_over: bool,
}

impl<T, E> State<T, E> {
    fn new() -> Self {
        Self {
            staged: Vec::new(),
            is_busy: false,
            failed: None,
            end: None,
            waker: None,
            is_over: false,
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> Linked for Writer<T, E> {
    fn link(&self) -> &Link {
        &self.link
    }
}

impl<T, E> Intake<T, E> for Writer<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Send + 'static,
{
    fn put(self: &Arc<Self>, element: T) {
        let mut state = lock(&self.state);
        if state.is_over || state.failed.is_some() {
            drop(state);
            return; // §2.8
        }
        state.staged.push(element);
        let was_busy = mem::replace(&mut state.is_busy, true);
        drop(state);
        if !was_busy {
            self.schedule();
        }
    }

    fn end(self: &Arc<Self>, end: Result<(), E>) {
        let mut state = lock(&self.state);
        state.end = Some(end);
        let waker = state.waker.take();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
    }
}

impl<T, E> Writer<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Send + 'static,
{
    fn schedule(self: &Arc<Self>) {
        let mut task = AbandonOnDrop(Some(Arc::clone(self)));
        self.worker.schedule(Box::new(move || {
            // `Serialize` is foreign code: if it panics, the task is dropped as it is.
            if let Some(writer) = task.0.clone() {
                writer.write();
            }
            drop(task.0.take());
        }));
    }

    /// Stores what is staged, until nothing is, or there is no room.
    fn write(self: &Arc<Self>) {
        let mut waits = false;
        loop {
            let mut state = lock(&self.state);
            let elements = mem::take(&mut state.staged);
            if elements.is_empty() || state.is_over {
                state.is_busy = false;
                let waker = state.waker.take();
                drop(state);
                return waker.into_iter().for_each(Waker::wake);
            }
            drop(state);
            let (stored, not) = self.store(elements);
            if let Some(stored) = Demand::new(stored) {
                waits = false;
                self.link.request(stored);
            }
            match not {
                None => {}
                Some(PushError { element, error }) if self.may_fit(&error) => {
                    lock(&self.state).staged.splice(0..0, element);
                    if waits {
                        return; // until it is woken
                    }
                    // And once more, for there may be room since.
                    waits = true;
                    let waker = Waker::from(Arc::new(Room(Arc::downgrade(self))));
                    self.queue.core().wait_for_room(&waker);
                }
                Some(PushError { mut element, error }) => {
                    let mut state = lock(&self.state);
                    element.append(&mut state.staged);
                    state.failed = Some(SpillFailed { error, elements: element });
                    drop(state);
                    self.link.cancel();
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

/// The end from which deliveries are taken.
pub(crate) struct Outlet<T, E> {
    writer: Arc<Writer<T, E>>,
    reader: Reader<T>,
}

/// How far the writer is.
enum Written<T, E> {
    Goes,
    All,
    Failed(SpillFailed<T>),
    Upstream(E),
}

impl<T, E> Outlet<T, E> {
    fn written(&self) -> Written<T, E> {
        let mut state = lock(&self.writer.state);
        if let Some(Err(error)) = state.end.take_if(|end| end.is_err()) {
            return Written::Upstream(error);
        }
        match state.failed.take() {
            Some(failed) => Written::Failed(failed),
            None if state.end.is_some() && !state.is_busy && state.staged.is_empty() => {
                Written::All
            }
            None => Written::Goes,
        }
    }
}

impl<T, E> Fetch for Outlet<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Carries<SpillFailed<T>> + Send + 'static,
{
    type Item = Delivery<T, SpillAcknowledgement>;
    type Error = E;
    type Batch = vec::IntoIter<Self::Item>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, E>>> {
        let waker = cx.waker().clone();
        let before = lock(&self.writer.state).waker.replace(waker);
        drop(before);
        let written = self.written(); // first, for nothing is stored after the end
        if let Written::Upstream(error) = written {
            return Poll::Ready(Some(Err(error)));
        }
        match self.reader.poll_fetch(cx, most) {
            Poll::Pending => match written {
                Written::Goes | Written::Upstream(_) => Poll::Pending,
                Written::All => Poll::Ready(None),
                Written::Failed(failed) => Poll::Ready(Some(Err(E::from(failed)))),
            },
            Poll::Ready(polled) => {
                if let Written::Failed(failed) = written {
                    lock(&self.writer.state).failed = Some(failed); // after what is stored
                }
                Poll::Ready(polled.map(|polled| polled.map_err(|error| E::from(error.into()))))
            }
        }
    }
}

impl<T, E> Drop for Outlet<T, E> {
    fn drop(&mut self) {
        self.writer.link.cancel();
        let mut state = lock(&self.writer.state);
        let waiting = mem::replace(&mut *state, State::new());
        state.is_over = true;
        drop(state);
        drop(waiting); // after the lock: elements are foreign
    }
}
