use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use super::delay_queue::DelayQueue;
use super::{Scheduler, Task, Worker};
use crate::sync::{Mutex, lock};

/// Runs tasks when it is told to, in an order that the seed decides, in virtual time.
///
/// Each worker runs its tasks in order; which worker is next is drawn from the seed. The same seed
/// gives the same run, and another seed another interleaving. Dropping the scheduler drops the tasks
/// that have not run.
///
/// ```
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
/// use std::num::NonZeroUsize;
/// # use std::task::{Context, Poll, Waker};
///
/// let scheduler = DeterministicScheduler::new(42);
/// let prefetch = NonZeroUsize::new(4).unwrap();
/// let mut sum = range(0..10).publish_on(&scheduler, prefetch).fold(0, |sum, n| sum + n).start();
///
/// assert!(!sum.is_finished());
/// scheduler.run_until_idle();
/// assert_eq!(sum.try_take().unwrap(), Ok(45));
/// ```
#[doc(alias = "VirtualTimeScheduler")]
#[doc(alias = "TestScheduler")]
pub struct DeterministicScheduler {
    shared: Arc<Mutex<Shared>>,
}

impl DeterministicScheduler {
    /// A scheduler whose clock stands at zero.
    pub fn new(seed: u64) -> Self {
        let shared = Shared {
            random: seed,
            now: Duration::ZERO,
            workers: 0,
            ready: BTreeMap::new(),
            delayed: DelayQueue::default(),
            stopped: false,
        };
        Self { shared: Arc::new(Mutex::new(shared)) }
    }

    /// Runs tasks until none is ready; the clock stands still. Tells how many ran.
    ///
    /// A task that panics ends the run, and the panic unwinds; the run can be taken up again.
    pub fn run_until_idle(&self) -> usize {
        let mut ran = 0;
        loop {
            let task = lock(&self.shared).draw();
            let Some(task) = task else { return ran };
            task();
            ran += 1;
        }
    }

    /// Moves the clock on by `time`, and runs everything that is ready or becomes due on the way.
    ///
    /// Tells how many tasks ran.
    pub fn advance(&self, time: Duration) -> usize {
        let end = self.now().saturating_add(time);
        let mut ran = self.run_until_idle();
        while lock(&self.shared).advance_to_next(end) {
            ran += self.run_until_idle();
        }
        ran
    }
}

impl fmt::Debug for DeterministicScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeterministicScheduler").field("now", &self.now()).finish_non_exhaustive()
    }
}

impl Scheduler for DeterministicScheduler {
    fn worker(&self) -> Box<dyn Worker> {
        let mut shared = lock(&self.shared);
        let index = shared.workers;
        shared.workers += 1;
        drop(shared);
        Box::new(DeterministicWorker { shared: Arc::clone(&self.shared), index })
    }

    fn now(&self) -> Duration {
        lock(&self.shared).now
    }
}

impl Drop for DeterministicScheduler {
    fn drop(&mut self) {
        let mut shared = lock(&self.shared);
        shared.stopped = true;
        let tasks = (mem::take(&mut shared.ready), mem::take(&mut shared.delayed));
        drop(shared);
        drop(tasks);
    }
}

struct DeterministicWorker {
    shared: Arc<Mutex<Shared>>,
    index: u64,
}

impl Worker for DeterministicWorker {
    fn schedule(&self, task: Task) {
        let mut shared = lock(&self.shared);
        if shared.stopped {
            drop(shared);
            return drop(task); // after the lock: foreign code
        }
        shared.push(self.index, task);
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        let mut shared = lock(&self.shared);
        if shared.stopped {
            drop(shared);
            return drop(task);
        }
        let due = shared.now.saturating_add(delay);
        shared.delayed.push(due, (self.index, task));
    }

    fn now(&self) -> Duration {
        lock(&self.shared).now
    }
}

struct Shared {
    random: u64,
    now: Duration,
    workers: u64,
    /// The tasks of the workers that have some: a worker that has none costs nothing.
    ready: BTreeMap<u64, VecDeque<Task>>,
    /// With the worker that runs it.
    delayed: DelayQueue<(u64, Task)>,
    stopped: bool,
}

impl Shared {
    fn push(&mut self, worker: u64, task: Task) {
        self.ready.entry(worker).or_default().push_back(task);
    }

    /// The next task of a worker that has one.
    fn draw(&mut self) -> Option<Task> {
        let choices = self.ready.len() as u64;
        if choices == 0 {
            return None;
        }
        let chosen = splitmix64(&mut self.random) % choices;
        let mut tasks = self.ready.iter_mut();
        let (&worker, queue) = tasks.nth(chosen as usize)?;
        let task = queue.pop_front();
        if queue.is_empty() {
            self.ready.remove(&worker);
        }
        task
    }

    /// Moves the clock to what is due next, or to `end`; whether there was something.
    fn advance_to_next(&mut self, end: Duration) -> bool {
        self.now = self.delayed.next_due().map_or(end, |due| due.min(end));
        let due = self.delayed.pop_due(self.now);
        due.map(|(worker, task)| self.push(worker, task)).is_some()
    }
}

/// Sebastiano Vigna's splitmix64: small, and good enough to shuffle.
fn splitmix64(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
