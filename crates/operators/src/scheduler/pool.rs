use std::any::Any;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use super::executor::{Executor, Tasks};
use super::serial::{SerialWorker, Spawn};
use super::{Scheduler, Task, Worker};

/// A fixed number of threads, for work that keeps a core busy.
///
/// Each worker runs its tasks one after another, on whichever thread is free; after 64 of them it goes
/// to the end of the queue, so that no worker starves the others. A task that blocks keeps a thread
/// from the others: for those there is `TokioScheduler::blocking`, or a [`ThreadScheduler`] of
/// their own.
///
/// Dropping the scheduler stops it: tasks that are running run to their end (and are waited for, except
/// on a thread of the pool), all others are dropped. A task that panics is reported and does not stop
/// its thread.
///
/// ```
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
/// use reactive_streams_operators::scheduler::PoolScheduler;
///
/// let pool = PoolScheduler::new("compute", NonZeroUsize::new(2).unwrap());
/// let sum = range(0..100).publish_on(&pool, NonZeroUsize::new(32).unwrap());
/// assert_eq!(sum.fold(0, |sum, n| sum + n).block(), Ok(4950));
/// ```
///
/// [`ThreadScheduler`]: super::ThreadScheduler
#[doc(alias = "parallel")]
#[doc(alias = "newParallel")]
#[doc(alias = "computation")]
pub struct PoolScheduler(Executor);

impl PoolScheduler {
    /// Starts `threads` threads; they are called `name-0`, `name-1` and so on.
    ///
    /// # Panics
    ///
    /// When the operating system cannot make a thread, or the name has a NUL in it.
    pub fn new(name: &str, threads: NonZeroUsize) -> Self {
        Self(Executor::start(threads, |index| format!("{name}-{index}")))
    }

    /// Has `handler` called with what a task panics with, on its thread, after the panic hook.
    ///
    /// Without a handler it is dropped. What the handler itself panics with goes no further.
    #[must_use = "a scheduler stops when it is dropped"]
    pub fn with_panic_handler<H>(self, handler: H) -> Self
    where
        H: Fn(Box<dyn Any + Send>) + Send + Sync + 'static,
    {
        self.0.tasks().panics().handle_with(handler);
        self
    }
}

impl fmt::Debug for PoolScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolScheduler").finish_non_exhaustive()
    }
}

impl Scheduler for PoolScheduler {
    fn worker(&self) -> Box<dyn Worker> {
        let tasks = self.0.tasks();
        Box::new(SerialWorker::new(Arc::clone(tasks), tasks.panics().clone()))
    }

    fn now(&self) -> Duration {
        Worker::now(self.0.tasks())
    }
}

impl Spawn for Arc<Tasks> {
    fn spawn(&self, turn: Task) {
        self.schedule(turn);
    }

    fn spawn_after(&self, delay: Duration, task: Task) {
        self.schedule_after(delay, task);
    }

    fn now(&self) -> Duration {
        Worker::now(self)
    }

    fn is_stopped(&self) -> bool {
        Tasks::is_stopped(self)
    }
}
