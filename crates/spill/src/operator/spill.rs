use std::collections::VecDeque;
use std::fmt;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::vec;

use reactive_streams::{Demand, Publisher, Subscriber};
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
use crate::{SpillAcknowledgement, SpillQueue};

/// How many elements go to the disk together.
const BATCH: usize = 256;

/// Publisher for [`SpillExt::spill`](crate::SpillExt::spill).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Spill<P: Publisher>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    upstream: P,
    buffer: Arc<Buffer<P::Item, P::Error>>,
    outlet: FromFetch<Outlet<P::Item, P::Error>>,
}

impl<P: Publisher + fmt::Debug> fmt::Debug for Spill<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spill")
            .field("upstream", &self.upstream)
            .field("capacity", &self.buffer.capacity)
            .field("queue", &self.buffer.queue)
            .finish_non_exhaustive()
    }
}

impl<P: Publisher> Spill<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    pub(crate) fn new(
        upstream: P,
        capacity: NonZeroUsize,
        queue: &SpillQueue<P::Item>,
        scheduler: &dyn Scheduler,
    ) -> Self {
        let buffer = Arc::new(Buffer {
            link: Link::new(),
            capacity: capacity.get(),
            batch: capacity.get().min(BATCH),
            queue: queue.clone(),
            state: Mutex::new(State::new()),
            writing: Mutex::default(),
            worker: scheduler.worker(),
        });
        let outlet = Outlet {
            buffer: Arc::clone(&buffer),
            reader: Reader::new(queue.core()),
            delivered: Vec::new(),
        };
        Self { upstream, buffer, outlet: from_fetch_on(outlet, scheduler) }
    }
}

impl<P: Publisher> Publisher for Spill<P>
where
    P::Item: Serialize + DeserializeOwned,
    P::Error: Carries<SpillFailed<P::Item>>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, buffer, outlet } = self;
        lock(&buffer.state).on_disk = !buffer.queue.is_empty(); // what an earlier run has left
        outlet.subscribe(Leash { subscriber, linked: Arc::clone(&buffer) });
        upstream.subscribe(Inlet::new(buffer, Demand::UNBOUNDED));
    }
}

/// What waits: the oldest in memory, then those on disk, then those that are staged to go there.
struct Buffer<T, E> {
    link: Link,
    capacity: usize,
    batch: usize,
    queue: SpillQueue<T>,
    state: Mutex<State<T, E>>,
    /// Who has this takes what is staged to the disk.
    writing: Mutex<()>,
    worker: Box<dyn Worker>,
}

struct State<T, E> {
    memory: VecDeque<T>,
    /// Whether something may be on disk that has not been delivered.
    on_disk: bool,
    /// How often something was written.
    written: u64,
    /// Whether something is on its way from `staged` to the disk.
    is_writing: bool,
    staged: VecDeque<T>,
    is_scheduled: bool,
    failed: Option<SpillFailed<T>>,
    end: Option<Result<(), E>>,
    waker: Option<Waker>,
    is_over: bool,
}

impl<T, E> State<T, E> {
    fn new() -> Self {
        Self {
            memory: VecDeque::new(),
            on_disk: false,
            written: 0,
            is_writing: false,
            staged: VecDeque::new(),
            is_scheduled: false,
            failed: None,
            end: None,
            waker: None,
            is_over: false,
        }
    }

    fn is_in_memory(&self) -> bool {
        !self.on_disk && !self.is_writing && self.staged.is_empty()
    }
}

impl<T: Send + 'static, E: Send + 'static> Linked for Buffer<T, E> {
    fn link(&self) -> &Link {
        &self.link
    }
}

impl<T, E> Intake<T, E> for Buffer<T, E>
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
        if state.is_in_memory() && state.memory.len() < self.capacity {
            state.memory.push_back(element);
        } else {
            state.staged.push_back(element);
        }
        let is_late = state.staged.len() >= 2 * self.batch;
        let schedules = state.staged.len() >= self.batch && !state.is_scheduled;
        state.is_scheduled |= schedules;
        let waker = state.waker.take();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
        if schedules {
            let mut task = AbandonOnDrop(Some(Arc::clone(self)));
            self.worker.schedule(Box::new(move || {
                if let Some(buffer) = task.0.take() {
                    buffer.write();
                }
            }));
        }
        if is_late {
            self.write(); // the worker has not come to it: here is nowhere else for them to be
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

impl<T, E> Buffer<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Send + 'static,
{
    /// Takes what is staged to the disk.
    fn write(self: &Arc<Self>) {
        let turn = lock(&self.writing);
        let mut state = lock(&self.state);
        state.is_scheduled = false;
        if state.staged.len() < self.batch || state.is_over || state.failed.is_some() {
            return;
        }
        let elements: Vec<T> = mem::take(&mut state.staged).into();
        state.is_writing = true;
        drop(state);
        let mut panics = AbandonOnDrop(Some(Arc::clone(self))); // `Serialize` is foreign code
        let pushed = self.queue.push_all(elements);
        panics.0 = None;
        let failed = pushed.is_err();
        let mut state = lock(&self.state);
        state.is_writing = false;
        match pushed {
            Ok(()) => {
                state.on_disk = true;
                state.written += 1;
            }
            Err(not) => {
                let mut elements = not.element;
                elements.extend(mem::take(&mut state.staged));
                state.failed = Some(SpillFailed { error: not.error, elements });
            }
        }
        let waker = state.waker.take();
        drop(state);
        drop(turn);
        if failed {
            self.link.cancel();
        }
        waker.into_iter().for_each(Waker::wake);
    }
}

/// The end from which elements are taken.
pub(crate) struct Outlet<T, E> {
    buffer: Arc<Buffer<T, E>>,
    reader: Reader<T>,
    /// Of the elements that were handed over last, and have been delivered when more are asked for.
    delivered: Vec<SpillAcknowledgement>,
}

/// What is to be done without the lock.
enum Next<T, E> {
    Give(Vec<T>),
    Read { written: u64 },
    End(Option<E>),
    Wait,
}

impl<T, E> Outlet<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Carries<SpillFailed<T>> + Send + 'static,
{
    fn next(&self, most: usize, waker: &Waker) -> Next<T, E> {
        let waker = waker.clone();
        let mut state = lock(&self.buffer.state);
        if let Some(Err(error)) = state.end.take_if(|end| end.is_err()) {
            return Next::End(Some(error)); // at once (§4.2)
        }
        if state.memory.is_empty() && state.is_in_memory_but_staged() {
            let count = state.staged.len().min(self.buffer.capacity);
            state.memory = state.staged.drain(..count).collect();
        }
        if !state.memory.is_empty() {
            let count = state.memory.len().min(most).min(BATCH);
            return Next::Give(state.memory.drain(..count).collect());
        }
        if state.on_disk {
            return Next::Read { written: state.written };
        }
        if !state.is_writing {
            if let Some(failed) = state.failed.take() {
                drop(state);
                return Next::End(Some(E::from(failed)));
            }
            if state.end.is_some() {
                return Next::End(None);
            }
        }
        let before = state.waker.replace(waker);
        drop(state);
        drop(before);
        Next::Wait
    }
}

impl<T, E> State<T, E> {
    fn is_in_memory_but_staged(&self) -> bool {
        !self.on_disk && !self.is_writing && !self.staged.is_empty()
    }
}

impl<T, E> Fetch for Outlet<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Carries<SpillFailed<T>> + Send + 'static,
{
    type Item = T;
    type Error = E;
    type Batch = vec::IntoIter<T>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, E>>> {
        use reactive_streams_operators::delivery::Acknowledge;
        self.delivered.drain(..).for_each(Acknowledge::acknowledge);
        loop {
            match self.next(most.get(), cx.waker()) {
                Next::Give(elements) => return Poll::Ready(Some(Ok(elements.into_iter()))),
                Next::End(end) => return Poll::Ready(end.map(Err)),
                Next::Wait => return Poll::Pending,
                Next::Read { written } => match self.reader.read(most) {
                    Err(error) => return Poll::Ready(Some(Err(E::from(error.into())))),
                    Ok(deliveries) if deliveries.is_empty() => {
                        let mut state = lock(&self.buffer.state);
                        state.on_disk = state.written != written;
                    }
                    Ok(deliveries) => {
                        let (elements, acknowledgements): (Vec<_>, Vec<_>) =
                            deliveries.into_iter().map(|delivery| delivery.into_parts()).unzip();
                        self.delivered = acknowledgements;
                        return Poll::Ready(Some(Ok(elements.into_iter())));
                    }
                },
            }
        }
    }
}

impl<T, E> Drop for Outlet<T, E> {
    fn drop(&mut self) {
        self.buffer.link.cancel();
        let mut state = lock(&self.buffer.state);
        let waiting = mem::replace(&mut *state, State::new());
        state.is_over = true;
        drop(state);
        drop(waiting); // after the lock: elements are foreign
    }
}
