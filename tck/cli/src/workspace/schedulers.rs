//! The schedulers on which asynchronous operators are checked.

use std::sync::LazyLock;
use std::time::Duration;

use reactive_streams_operators::scheduler::{
    PoolScheduler, Scheduler, Task, ThreadScheduler, TokioScheduler, Worker,
};
use reactive_streams_tck::{Given, TestScheduler, TestWorker};
use tokio::runtime::{Builder, Runtime};

use super::common::capacity;

/// Dropping a scheduler stops its work, so this one stays.
pub(super) static THREAD: LazyLock<ThreadScheduler> = LazyLock::new(|| ThreadScheduler::new("tck"));

/// Two threads that share the workers.
pub(super) static POOL: LazyLock<PoolScheduler> =
    LazyLock::new(|| PoolScheduler::new("tck", capacity(2)));

/// Two threads that read files, tell the time, and run tasks.
pub(super) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .expect("a runtime without input and output needs nothing but threads")
});

/// Tasks on the runtime.
pub(super) static TOKIO: LazyLock<TokioScheduler> = LazyLock::new(|| {
    let _entered = RUNTIME.enter();
    TokioScheduler::new(RUNTIME.handle().clone())
});

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
