use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Mutex};
use std::task::Waker;

use reactive_streams_operators::scheduler::Worker;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::SpillQueue;
use crate::core::lock;
use crate::operator::SpillFailed;
use crate::operator::inlet::Intake;
use crate::operator::link::{AbandonOnDrop, Link, Linked};

/// How many elements go to the disk together, and are given together.
const BATCH: usize = 256;

/// What waits: the oldest in memory, then those on disk, then those that are staged to go there.
pub(super) struct Buffer<T, E> {
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

    /// Whether the oldest that is not in memory is staged.
    fn is_staged_alone(&self) -> bool {
        !self.on_disk && !self.is_writing && !self.staged.is_empty()
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

impl<T, E> Buffer<T, E> {
    pub(super) fn new(capacity: usize, queue: &SpillQueue<T>, worker: Box<dyn Worker>) -> Self {
        Self {
            link: Link::new(),
            capacity,
            batch: capacity.min(BATCH),
            queue: queue.clone(),
            state: Mutex::new(State::new()),
            writing: Mutex::default(),
            worker,
        }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    pub(super) fn queue(&self) -> &SpillQueue<T> {
        &self.queue
    }

    /// What there is; if that is nothing, the waker is called when it is something.
    pub(super) fn next(&self, most: usize, waker: &Waker) -> Next<T, E> {
        let waker = waker.clone();
        let mut state = lock(&self.state);
        if let Some(Err(error)) = state.end.take_if(|end| end.is_err()) {
            return Next::End(Some(error)); // at once (§4.2)
        }
        if state.memory.is_empty() && state.is_staged_alone() {
            let count = state.staged.len().min(self.capacity);
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
                return Next::Failed(failed);
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

    /// Nothing was on disk, when so much had been written.
    pub(super) fn is_read(&self, written: u64) {
        let mut state = lock(&self.state);
        state.on_disk = state.written != written;
    }

    /// Nobody takes elements any more.
    pub(super) fn close(&self) {
        self.link.cancel();
        let mut state = lock(&self.state);
        let waiting = mem::replace(&mut *state, State::new());
        state.is_over = true;
        drop(state);
        drop(waiting); // after the lock: elements are foreign
    }
}

impl<T, E> Buffer<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Send + 'static,
{
    /// What an earlier run has left comes first.
    pub(super) fn begin(&self) {
        lock(&self.state).on_disk = !self.queue.is_empty();
    }

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

/// What is to be done without the lock.
pub(super) enum Next<T, E> {
    Give(Vec<T>),
    Read { written: u64 },
    Failed(SpillFailed<T>),
    End(Option<E>),
    Wait,
}
