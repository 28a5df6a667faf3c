//! The schedulers on which asynchronous operators are checked.

use std::sync::LazyLock;
use std::time::Duration;

use reactive_streams_operators::scheduler::{
    PoolScheduler, Scheduler, Task, ThreadScheduler, TokioScheduler, Worker,
};
use reactive_streams_tck::{Given, TestScheduler, TestWorker, Work, WorkCounter};
use tokio::runtime::{Builder, Runtime};

use super::common::capacity;

/// Dropping a scheduler stops its work, so this one stays.
static THREAD: LazyLock<ThreadScheduler> = LazyLock::new(|| ThreadScheduler::new("tck"));

/// Two threads that share the workers.
static POOL: LazyLock<PoolScheduler> = LazyLock::new(|| PoolScheduler::new("tck", capacity(2)));

/// Two threads that read files, tell the time, and run tasks.
pub(super) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .expect("a runtime without input and output needs nothing but threads")
});

/// Tasks on the runtime.
static TOKIO: LazyLock<TokioScheduler> = LazyLock::new(|| {
    let _entered = RUNTIME.enter();
    TokioScheduler::new(RUNTIME.handle().clone())
});

/// Tasks on those threads of the runtime that may block.
static BLOCKING: LazyLock<TokioScheduler> = LazyLock::new(|| {
    let _entered = RUNTIME.enter();
    TokioScheduler::blocking(RUNTIME.handle().clone())
});

/// The schedulers that have threads.
pub(super) const THREADED: [(&str, fn() -> &'static dyn Scheduler); 4] = [
    ("a thread", thread),
    ("a pool", || &*POOL),
    ("tokio", || &*TOKIO),
    ("tokio, blocking", || &*BLOCKING),
];

/// The one that is a single thread.
pub(super) fn thread() -> &'static dyn Scheduler {
    &*THREAD
}

/// The suite's deterministic scheduler as one of ours.
pub(super) fn simulated(given: &Given) -> impl Scheduler + use<> {
    Simulated(given.scheduler())
}

struct Simulated(TestScheduler);

impl Scheduler for Simulated {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(SimulatedWorker { worker: self.0.worker(), scheduler: self.0.clone() })
    }

    fn now(&self) -> Duration {
        self.0.now()
    }
}

struct SimulatedWorker {
    worker: TestWorker,
    scheduler: TestScheduler,
}

impl Worker for SimulatedWorker {
    fn schedule(&self, task: Task) {
        self.worker.schedule(task);
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        self.worker.schedule_after(delay, task);
    }

    fn now(&self) -> Duration {
        self.scheduler.now()
    }
}

/// A scheduler with threads, whose work the suite can wait for.
pub(super) fn counted(given: &Given, scheduler: &'static dyn Scheduler) -> impl Scheduler + use<> {
    Counted { scheduler, counter: given.work_counter() }
}

struct Counted {
    scheduler: &'static dyn Scheduler,
    counter: WorkCounter,
}

impl Scheduler for Counted {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(CountedWorker { worker: self.scheduler.worker(), counter: self.counter.clone() })
    }

    fn now(&self) -> Duration {
        self.scheduler.now()
    }
}

struct CountedWorker {
    worker: Box<dyn Worker>,
    counter: WorkCounter,
}

impl Worker for CountedWorker {
    fn schedule(&self, task: Task) {
        let task = CountedTask { task, _work: self.counter.begin() };
        self.worker.schedule(Box::new(|| task.run()));
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        let counter = self.counter.clone();
        let begin = move || CountedTask { task, _work: counter.begin() }.run();
        self.worker.schedule_after(delay, Box::new(begin));
    }

    fn now(&self) -> Duration {
        self.worker.now()
    }
}

/// A task and the mark that it is not done: also where it is dropped, the mark goes last.
struct CountedTask {
    task: Task,
    _work: Work,
}

impl CountedTask {
    fn run(self) {
        (self.task)();
    }
}
