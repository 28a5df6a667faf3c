use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Rng;

type Task = Box<dyn FnOnce() + Send>;

/// How many tasks a run may take to become idle: more than any bounded scenario needs.
const BUDGET: usize = 5_000_000;

/// Runs the tasks of a run one at a time, in an order that a seed decides, in virtual time.
#[derive(Clone)]
pub(crate) struct Executor(Arc<Mutex<State>>);

struct State {
    queues: Vec<VecDeque<Task>>,
    /// By when, and in which order they were set.
    timers: BTreeMap<(Duration, u64), (usize, Task)>,
    timers_set: u64,
    now: Duration,
    rng: Rng,
}

impl Executor {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            queues: Vec::new(),
            timers: BTreeMap::new(),
            timers_set: 0,
            now: Duration::ZERO,
            rng: Rng::new(seed),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner) // tasks run outside the lock
    }

    pub(crate) fn handle(&self) -> TestScheduler {
        TestScheduler(self.clone())
    }

    /// Runs tasks until there is none, going forward in time where that brings more.
    pub(crate) fn run_until_idle(&self) {
        for _ in 0..BUDGET {
            let Some(task) = self.next() else { return };
            // A panic on a worker is the worker's: what it left undone shows in the log.
            drop(catch_unwind(AssertUnwindSafe(task)));
        }
    }

    fn next(&self) -> Option<Task> {
        let mut state = self.state();
        loop {
            let ready: Vec<usize> =
                (0..state.queues.len()).filter(|&w| !state.queues[w].is_empty()).collect();
            if !ready.is_empty() {
                let choice = ready[state.rng.below(ready.len())];
                return state.queues[choice].pop_front();
            }
            let ((at, _), (worker, task)) = state.timers.pop_first()?;
            state.now = at;
            state.queues[worker].push_back(task);
        }
    }

    /// Drops what is left; dropping a task may schedule another.
    pub(crate) fn clear(&self) {
        loop {
            let mut state = self.state();
            let tasks: Vec<Task> = state.queues.iter_mut().flat_map(std::mem::take).collect();
            let timers = std::mem::take(&mut state.timers);
            drop(state);
            if tasks.is_empty() && timers.is_empty() {
                return;
            }
        }
    }
}

/// A deterministic scheduler: what it is given runs when the suite lets it.
///
/// Tasks of one worker run in the order in which they were given, one at a time; which worker goes
/// next is decided by the seed of the run. Time is virtual.
#[derive(Clone)]
pub struct TestScheduler(Executor);

impl TestScheduler {
    /// A new worker.
    pub fn worker(&self) -> TestWorker {
        let mut state = self.0.state();
        state.queues.push(VecDeque::new());
        TestWorker { executor: self.0.clone(), index: state.queues.len() - 1 }
    }

    /// The time that has passed in this run.
    pub fn now(&self) -> Duration {
        self.0.state().now
    }
}

impl fmt::Debug for TestScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestScheduler").field("now", &self.now()).finish_non_exhaustive()
    }
}

/// A serial worker of the [`TestScheduler`].
#[derive(Clone)]
pub struct TestWorker {
    executor: Executor,
    index: usize,
}

impl TestWorker {
    /// Runs `task` after those that were given before.
    pub fn schedule(&self, task: impl FnOnce() + Send + 'static) {
        self.executor.state().queues[self.index].push_back(Box::new(task));
    }

    /// Runs `task` when `delay` has passed.
    pub fn schedule_after(&self, delay: Duration, task: impl FnOnce() + Send + 'static) {
        let mut state = self.executor.state();
        state.timers_set += 1;
        let at = (state.now.saturating_add(delay), state.timers_set);
        state.timers.insert(at, (self.index, Box::new(task)));
    }
}

impl fmt::Debug for TestWorker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestWorker").field("index", &self.index).finish_non_exhaustive()
    }
}
