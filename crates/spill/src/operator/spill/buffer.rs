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
use crate::operator::link::AbandonOnDrop;
use crate::operator::stock::{Stock, wake};

/// How many elements go to the disk together, and are given together.
const BATCH: usize = 256;

/// What waits: the oldest in memory, then those on disk, then those that are staged to go there.
pub(super) struct Buffer<T, E> {
    capacity: usize,
    batch: usize,
    queue: SpillQueue<T>,
    pub(super) stock: Stock<Layers<T>, T, E>,
    /// Who has this takes what is staged to the disk.
    writing: Mutex<()>,
    worker: Box<dyn Worker>,
}

/// Where elements are.
pub(crate) struct Layers<T> {
    memory: VecDeque<T>,
    /// Whether something may be on disk that has not been delivered.
    on_disk: bool,
    /// How often something was written.
    written: u64,
    /// Whether something is on its way from `staged` to the disk.
    is_writing: bool,
    staged: VecDeque<T>,
    is_scheduled: bool,
}

impl<T> Default for Layers<T> {
    fn default() -> Self {
        Self {
            memory: VecDeque::new(),
            on_disk: false,
            written: 0,
            is_writing: false,
            staged: VecDeque::new(),
            is_scheduled: false,
        }
    }
}

impl<T> Layers<T> {
    fn is_in_memory(&self) -> bool {
        !self.on_disk && !self.is_writing && self.staged.is_empty()
    }

    /// Whether the oldest that is not in memory is staged.
    fn is_staged_alone(&self) -> bool {
        !self.on_disk && !self.is_writing && !self.staged.is_empty()
    }
}

impl<T, E> Intake<T, E> for Buffer<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Send + 'static,
{
    type Waiting = Layers<T>;

    fn stock(&self) -> &Stock<Layers<T>, T, E> {
        &self.stock
    }

    fn put(self: &Arc<Self>, element: T) {
        let Some(mut state) = self.stock.open() else { return }; // and the element is dropped
        let layers = &mut state.waiting;
        if layers.is_in_memory() && layers.memory.len() < self.capacity {
            layers.memory.push_back(element);
        } else {
            layers.staged.push_back(element);
        }
        let is_late = layers.staged.len() >= 2 * self.batch;
        let schedules = layers.staged.len() >= self.batch && !layers.is_scheduled;
        layers.is_scheduled |= schedules;
        wake(state);
        if schedules {
            let dropped = AbandonOnDrop::new(&self.stock.link);
            let buffer = Arc::clone(self);
            self.worker.schedule(Box::new(move || {
                dropped.disarm();
                buffer.write();
            }));
        }
        if is_late {
            self.write(); // the worker has not come to it: here is nowhere else for them to be
        }
    }
}

impl<T, E> Buffer<T, E> {
    pub(super) fn new(capacity: usize, queue: &SpillQueue<T>, worker: Box<dyn Worker>) -> Self {
        Self {
            capacity,
            batch: capacity.min(BATCH),
            queue: queue.clone(),
            stock: Stock::new(),
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
        let mut state = self.stock.lock();
        if let Some(error) = state.take_error() {
            return Next::End(Some(error));
        }
        let layers = &mut state.waiting;
        if layers.memory.is_empty() && layers.is_staged_alone() {
            let count = layers.staged.len().min(self.capacity);
            layers.memory = layers.staged.drain(..count).collect();
        }
        if !layers.memory.is_empty() {
            let count = layers.memory.len().min(most).min(BATCH);
            return Next::Give(layers.memory.drain(..count).collect());
        }
        if layers.on_disk {
            return Next::Read { written: layers.written };
        }
        if !layers.is_writing {
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
        let layers = &mut self.stock.lock().waiting;
        layers.on_disk = layers.written != written;
    }
}

impl<T, E> Buffer<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Send + 'static,
{
    /// What an earlier run has left comes first.
    pub(super) fn begin(&self) {
        self.stock.lock().waiting.on_disk = !self.queue.is_empty();
    }

    /// Takes what is staged to the disk.
    fn write(self: &Arc<Self>) {
        let turn = lock(&self.writing);
        let mut state = self.stock.lock();
        state.waiting.is_scheduled = false;
        if state.waiting.staged.len() < self.batch || state.is_closed() {
            return;
        }
        let elements: Vec<T> = mem::take(&mut state.waiting.staged).into();
        state.waiting.is_writing = true;
        drop(state);
        let panics = AbandonOnDrop::new(&self.stock.link); // `Serialize` is foreign code
        let pushed = self.queue.push_all(elements);
        panics.disarm();
        let failed = pushed.is_err();
        let mut state = self.stock.lock();
        let layers = &mut state.waiting;
        layers.is_writing = false;
        match pushed {
            Ok(()) => {
                layers.on_disk = true;
                layers.written += 1;
            }
            Err(not) => {
                let mut elements = not.element;
                elements.extend(mem::take(&mut layers.staged));
                state.failed = Some(SpillFailed { error: not.error, elements });
            }
        }
        let waker = state.waker.take();
        drop(state);
        drop(turn);
        if failed {
            self.stock.link.cancel();
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
