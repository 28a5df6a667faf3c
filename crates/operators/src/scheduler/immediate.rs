use std::any::Any;
use std::fmt;
use std::mem;
use std::time::{Duration, Instant};

use super::delay_queue::DelayQueue;
use super::panics::Panics;
use super::{Scheduler, Task, Worker};
use crate::sync::{Condvar, Mutex, lock, wait};

/// Runs a task on the thread that schedules it, before `schedule` returns.
///
/// Tasks that are scheduled while a task of the same worker runs wait for it, and run after it on its
/// thread: a trampoline, so that a task which schedules another does not recurse. A delay is waited for
/// in the same way, by blocking that thread; a source that ticks for ever keeps it for ever.
///
/// It has no thread and nothing that could outlive a call, so dropping it stops nothing. A task that
/// panics is reported, and those behind it run.
///
/// ```
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
/// use reactive_streams_operators::scheduler::ImmediateScheduler;
///
/// let scheduler = ImmediateScheduler::new();
/// let prefetch = NonZeroUsize::new(4).unwrap();
/// let mut sum = range(0..10).publish_on(&scheduler, prefetch).fold(0, |sum, n| sum + n).start();
/// assert_eq!(sum.try_take().unwrap(), Ok(45));
/// ```
#[doc(alias = "immediate")]
#[doc(alias = "trampoline")]
pub struct ImmediateScheduler {
    panics: Panics,
    start: Instant,
}

impl ImmediateScheduler {
    /// A scheduler whose clock stands at zero.
    #[expect(clippy::new_without_default, reason = "as with an `Instant`, now is no default")]
    pub fn new() -> Self {
        Self { panics: Panics::default(), start: Instant::now() }
    }

    /// Has `handler` called with what a task panics with, on its thread, after the panic hook.
    ///
    /// Without a handler it is dropped. What the handler itself panics with goes no further.
    #[must_use = "this gives the scheduler back"]
    pub fn with_panic_handler<H>(self, handler: H) -> Self
    where
        H: Fn(Box<dyn Any + Send>) + Send + Sync + 'static,
    {
        self.panics.handle_with(handler);
        self
    }
}

impl fmt::Debug for ImmediateScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImmediateScheduler").finish_non_exhaustive()
    }
}

impl Scheduler for ImmediateScheduler {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(Trampoline {
            queue: Mutex::new(Queue::default()),
            changed: Condvar::new(),
            panics: self.panics.clone(),
            start: self.start,
        })
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}

struct Trampoline {
    queue: Mutex<Queue>,
    changed: Condvar,
    panics: Panics,
    start: Instant,
}

#[derive(Default)]
struct Queue {
    /// What is ready is due since it was scheduled.
    tasks: DelayQueue<Task>,
    /// Somebody runs them, or waits until the first is due.
    taken: bool,
}

impl Trampoline {
    fn run(&self) {
        let mut queue = lock(&self.queue);
        // Nobody looks at the clock where nothing waits for it.
        while let Some(due) = queue.tasks.next_due() {
            let now = self.start.elapsed();
            if let Some(task) = queue.tasks.pop_due(now) {
                drop(queue);
                self.panics.run(task);
                queue = lock(&self.queue);
            } else {
                queue = wait(&self.changed, queue, Some(due - now));
            }
        }
        queue.taken = false;
    }
}

impl Worker for Trampoline {
    fn schedule(&self, task: Task) {
        let taken = mem::replace(&mut lock(&self.queue).taken, true);
        if taken {
            return self.schedule_after(Duration::ZERO, task);
        }
        self.panics.run(task); // nothing has waited for it
        self.run();
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        let mut queue = lock(&self.queue);
        // Read under the lock: what is scheduled first is due first.
        let due = self.start.elapsed().saturating_add(delay);
        queue.tasks.push(due, task);
        let taken = mem::replace(&mut queue.taken, true);
        drop(queue);
        if taken {
            self.changed.notify_one();
        } else {
            self.run();
        }
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
