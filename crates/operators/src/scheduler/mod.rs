//! Where and when work runs: threads, a runtime, or a test that decides.
//!
//! | | tasks run | for |
//! |---|---|---|
//! | [`ThreadScheduler`] | on one thread | a thing that belongs to a thread; work that blocks |
//! | [`PoolScheduler`] | on a fixed number of threads | work that keeps a core busy |
//! | [`ImmediateScheduler`] | on the thread that schedules them | no hop at all |
//! | `TokioScheduler` | on a tokio runtime, with the feature `tokio` | programs that have one |
//! | `TokioScheduler::blocking` | on the runtime's threads for what blocks | files, old drivers |
//! | [`DeterministicScheduler`] | when a test says so, in virtual time | tests |

mod delay_queue;
mod deterministic;
mod executor;
mod immediate;
mod panics;
mod pool;
mod serial;
mod spin;
mod thread;
#[cfg(feature = "tokio")]
mod tokio;

use std::sync::Arc;
use std::time::Duration;

pub use deterministic::DeterministicScheduler;
pub use immediate::ImmediateScheduler;
pub use pool::PoolScheduler;
pub use thread::ThreadScheduler;
#[cfg(feature = "tokio")]
pub use tokio::TokioScheduler;

/// A piece of work.
pub type Task = Box<dyn FnOnce() + Send>;

/// Makes workers, and tells the time.
///
/// Operators take a scheduler as an argument; there is no global one. Virtual time is another
/// scheduler, see [`DeterministicScheduler`].
pub trait Scheduler: Send + Sync {
    /// A new worker: its tasks run one after another, and independently of those of other workers.
    fn worker(&self) -> Box<dyn Worker>;

    /// The time since this scheduler was made.
    fn now(&self) -> Duration;
}

impl<S: Scheduler + ?Sized> Scheduler for Arc<S> {
    fn worker(&self) -> Box<dyn Worker> {
        (**self).worker()
    }

    fn now(&self) -> Duration {
        (**self).now()
    }
}

/// Runs tasks one after another, in the order in which they were scheduled.
///
/// A worker whose scheduler has shut down *drops* the task, before or after `schedule` returns. That
/// is how whoever scheduled it learns that it will not run. It runs and drops tasks with no lock of its
/// own in hand. So should whoever schedules: an [`ImmediateScheduler`] runs the task inside `schedule`.
pub trait Worker: Send + Sync + 'static {
    /// Runs `task` when those scheduled before have run.
    fn schedule(&self, task: Task);

    /// Schedules `task` when `delay` has passed on the clock of [`now`](Self::now), and not before.
    fn schedule_after(&self, delay: Duration, task: Task);

    /// The time of its scheduler.
    fn now(&self) -> Duration;
}

impl<W: Worker + ?Sized> Worker for Arc<W> {
    fn schedule(&self, task: Task) {
        (**self).schedule(task);
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        (**self).schedule_after(delay, task);
    }

    fn now(&self) -> Duration {
        (**self).now()
    }
}
