//! The queue without the type of its elements: records go in, numbers are acknowledged.

use std::mem;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::Waker;

use crate::record;
use crate::store::{Contents, Records, Store};
use crate::{SpillError, SpillOptions};

#[derive(Debug)]
pub(crate) struct Core {
    store: Store,
    capacity: u64,
    acknowledge_every: usize,
    waiting: Mutex<Waiting>,
    /// Who has this commits, for all that wait.
    turn: Mutex<()>,
    acknowledged: Mutex<Acknowledged>,
    consumer: Mutex<Consumer>,
    /// Those who wait for room.
    room: Mutex<Vec<Waker>>,
    closed: AtomicBool,
}

/// What is to be stored, and what is.
#[derive(Debug)]
struct Waiting {
    groups: Vec<Group>,
    /// What is stored, and what waits.
    contents: Contents,
}

/// Records that are accepted together.
#[derive(Debug)]
struct Group {
    records: Vec<Vec<u8>>,
    bytes: u64,
    outcome: Arc<OnceLock<Result<(), SpillError>>>,
}

#[derive(Debug, Default)]
struct Acknowledged {
    /// Not removed yet.
    numbers: Vec<u64>,
    /// How many deliveries are with somebody.
    in_flight: u64,
    /// They could not be removed, and the consumer has not been told.
    failure: Option<SpillError>,
}

#[derive(Debug, Default)]
struct Consumer {
    is_there: bool,
    /// Of a consumer that has all there is.
    waker: Option<Waker>,
}

impl Consumer {
    /// Whether nobody is about to be given more.
    fn is_served(&self) -> bool {
        self.waker.is_some() || !self.is_there
    }
}

/// Nothing panics with one of these locks in hand.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Core {
    pub(crate) fn open(
        path: PathBuf,
        options: &SpillOptions,
        element: &str,
    ) -> Result<Arc<Self>, SpillError> {
        let (store, contents) = Store::open(path, options.backing, element)?;
        Ok(Arc::new(Self {
            store,
            capacity: options.capacity.get(),
            acknowledge_every: options.acknowledge_every.get(),
            waiting: Mutex::new(Waiting { groups: Vec::new(), contents }),
            turn: Mutex::default(),
            acknowledged: Mutex::default(),
            consumer: Mutex::default(),
            room: Mutex::default(),
            closed: AtomicBool::new(false),
        }))
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.store.path()
    }

    pub(crate) fn capacity(&self) -> u64 {
        self.capacity
    }

    pub(crate) fn bytes(&self) -> u64 {
        lock(&self.waiting).contents.bytes
    }

    /// How many elements nobody has acknowledged.
    pub(crate) fn len(&self) -> u64 {
        let acknowledged = lock(&self.acknowledged).numbers.len() as u64;
        lock(&self.waiting).contents.count.saturating_sub(acknowledged)
    }

    /// Has the records accepted together, or not at all.
    pub(crate) fn push(&self, records: Vec<Vec<u8>>) -> Result<(), SpillError> {
        if records.is_empty() {
            return Ok(());
        }
        let bytes = records.iter().map(|record| record::cost(record.len())).sum();
        let is_tight = bytes > self.capacity.saturating_sub(self.bytes());
        if is_tight && !lock(&self.acknowledged).numbers.is_empty() {
            self.flush()?; // that makes room
        }
        let outcome = Arc::default();
        let mut waiting = lock(&self.waiting);
        if self.is_closed() {
            return Err(SpillError::Closed);
        }
        let used = waiting.contents.bytes;
        if bytes > self.capacity - used.min(self.capacity) {
            return Err(SpillError::Full { used, capacity: self.capacity, needed: bytes });
        }
        waiting.contents.bytes += bytes;
        waiting.contents.count += records.len() as u64;
        waiting.groups.push(Group { records, bytes, outcome: Arc::clone(&outcome) });
        drop(waiting);
        let turn = lock(&self.turn);
        // Whoever had the turn before may have committed for this caller too.
        if outcome.get().is_none() {
            return self.commit(turn);
        }
        drop(turn);
        outcome.get().cloned().expect("it has been looked at")
    }

    /// Removes what was acknowledged.
    pub(crate) fn flush(&self) -> Result<(), SpillError> {
        self.commit(lock(&self.turn))
    }

    /// Commits what waits, and what was acknowledged.
    fn commit(&self, turn: MutexGuard<'_, ()>) -> Result<(), SpillError> {
        let mut groups = mem::take(&mut lock(&self.waiting).groups);
        let removed = mem::take(&mut lock(&self.acknowledged).numbers);
        if groups.is_empty() && removed.is_empty() {
            return Ok(());
        }
        let records = groups.iter_mut().flat_map(|group| &mut group.records);
        let outcome =
            self.store.commit(&mut records.map(Vec::as_mut_slice).collect::<Vec<_>>(), &removed);
        let failed = if outcome.is_ok() { &[] } else { groups.as_slice() };
        let back = Contents {
            count: failed.iter().map(|group| group.records.len() as u64).sum(),
            bytes: failed.iter().map(|group| group.bytes).sum(),
        };
        let freed = *outcome.as_ref().unwrap_or(&back);
        let mut waiting = lock(&self.waiting);
        waiting.contents.count -= freed.count;
        waiting.contents.bytes -= freed.bytes;
        drop(waiting);
        if outcome.is_err() {
            lock(&self.acknowledged).numbers.extend(removed);
        }
        let outcome = outcome.map(drop);
        for group in &groups {
            // Nobody else sets it: the group was taken out.
            let _ = group.outcome.set(outcome.clone());
        }
        drop(turn);
        if outcome.is_ok() && !groups.is_empty() {
            self.wake_consumer();
        }
        if freed.bytes > 0 {
            mem::take(&mut *lock(&self.room)).into_iter().for_each(Waker::wake);
        }
        outcome
    }

    /// Calls `waker` when something has been removed; to be asked again then.
    pub(crate) fn wait_for_room(&self, waker: &Waker) {
        lock(&self.room).push(waker.clone());
    }

    /// Takes no more.
    pub(crate) fn close(&self) {
        let waiting = lock(&self.waiting); // who pushes is before it, or learns of it
        self.closed.store(true, Ordering::Release);
        drop(waiting);
        self.wake_consumer();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// The number behind the last one that is stored.
    pub(crate) fn end(&self) -> u64 {
        self.store.next()
    }

    /// Records for the consumer, and whether each may have been delivered before.
    pub(crate) fn read(&self, from: u64, most: usize) -> Result<(Records, u64), SpillError> {
        let records = self.store.read(from, most)?;
        let delivered = self.store.deliver(records.behind)?;
        Ok((records, delivered))
    }

    pub(crate) fn unreadable(&self, number: u64, unreadable: &record::Unreadable) -> SpillError {
        self.store.unreadable(number, unreadable)
    }

    pub(crate) fn sent(&self, count: u64) {
        lock(&self.acknowledged).in_flight += count;
    }

    /// A delivery has come back, with or without an acknowledgement.
    pub(crate) fn settle(&self, acknowledged: Option<u64>) {
        let is_served = lock(&self.consumer).is_served();
        let mut state = lock(&self.acknowledged);
        state.in_flight = state.in_flight.saturating_sub(1);
        state.numbers.extend(acknowledged);
        let waits = state.numbers.len();
        // Who has dealt with all there is may not come back for long.
        let is_last = is_served && state.in_flight == 0 && waits > 0;
        drop(state);
        if waits < self.acknowledge_every && !is_last {
            return;
        }
        if let Err(error) = self.flush() {
            lock(&self.acknowledged).failure = Some(error);
            self.wake_consumer();
        }
    }

    /// The consumer has been given all there is; if it has dealt with all of it, that is written.
    pub(crate) fn rest(&self) -> Result<(), SpillError> {
        let state = lock(&self.acknowledged);
        let is_last = state.in_flight == 0 && !state.numbers.is_empty();
        drop(state);
        if is_last { self.flush() } else { Ok(()) }
    }

    pub(crate) fn take_failure(&self) -> Option<SpillError> {
        lock(&self.acknowledged).failure.take()
    }

    /// There can be one consumer at a time.
    pub(crate) fn enter(&self) -> Result<(), SpillError> {
        let mut consumer = lock(&self.consumer);
        if consumer.is_there {
            return Err(SpillError::Busy { path: self.path() });
        }
        consumer.is_there = true;
        Ok(())
    }

    pub(crate) fn leave(&self) {
        let consumer = mem::take(&mut *lock(&self.consumer));
        drop(consumer); // after the lock: a waker is foreign code
    }

    /// Calls `waker` when there is more.
    pub(crate) fn wait_for_more(&self, waker: &Waker) {
        let waker = waker.clone();
        let before = lock(&self.consumer).waker.replace(waker);
        drop(before);
    }

    pub(crate) fn stop_waiting(&self) {
        let before = lock(&self.consumer).waker.take();
        drop(before);
    }

    pub(crate) fn wake_consumer(&self) {
        let waker = lock(&self.consumer).waker.take();
        waker.into_iter().for_each(Waker::wake);
    }
}

/// What was acknowledged, and could not be removed any more, is delivered again.
impl Drop for Core {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}
