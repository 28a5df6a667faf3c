//! A publisher that is subscribed on another thread, while the downstream requests or cancels.

use std::time::Duration;

use reactive_streams::Demand;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::{Scheduler, Task, Worker};

use super::support::{Emitter, explore, subscribe};

/// Runs each task on a thread of its own.
#[derive(Clone, Default)]
struct Threads(Emitter);

impl Scheduler for Threads {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(self.clone())
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl Worker for Threads {
    fn schedule(&self, task: Task) {
        self.0.spawn(task);
    }

    fn schedule_after(&self, _: Duration, task: Task) {
        self.schedule(task);
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

#[test]
fn demand_and_a_late_upstream_find_each_other() {
    explore(|| {
        let threads = Threads::default();
        let (seen, subscription) = subscribe(range(0..1).subscribe_on(&threads));
        subscription.request(Demand::ONE);
        threads.0.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
    });
}

#[test]
fn cancel_reaches_a_late_upstream() {
    explore(|| {
        let threads = Threads::default();
        let (seen, subscription) = subscribe(threads.0.silent().subscribe_on(&threads));
        subscription.cancel();
        threads.0.join();
        drop(subscription);
        assert_eq!(seen.dropped(), 1);
        assert_eq!(threads.0.cancelled(), threads.0.subscribed());
    });
}
