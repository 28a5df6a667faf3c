use std::time::Duration;

use reactive_streams_operators::scheduler::{Scheduler, Task, Worker};
use reactive_streams_tck::{Given, TestScheduler, TestWorker};

/// The suite's deterministic scheduler as one of ours.
pub(super) struct Simulated(TestScheduler);

impl Simulated {
    pub(super) fn new(given: &Given) -> Self {
        Self(given.scheduler())
    }
}

impl Scheduler for Simulated {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(SimulatedWorker(self.0.worker()))
    }

    fn now(&self) -> Duration {
        self.0.now()
    }
}

struct SimulatedWorker(TestWorker);

impl Worker for SimulatedWorker {
    fn schedule(&self, task: Task) {
        self.0.schedule(task);
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        self.0.schedule_after(delay, task);
    }
}
