//! Where and when work runs: threads, a runtime, or a test that decides.

mod deterministic;
mod thread;
#[cfg(feature = "tokio")]
mod tokio;

use std::time::Duration;

pub use deterministic::DeterministicScheduler;
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

/// Runs tasks one after another, in the order in which they were scheduled.
///
/// A worker whose scheduler has shut down *drops* the task, before or after `schedule` returns. That
/// is how whoever scheduled it learns that it will not run. A worker never runs a task inside
/// `schedule`, nor drops one with a lock of its own in hand.
pub trait Worker: Send + Sync + 'static {
    /// Runs `task` when those scheduled before have run.
    fn schedule(&self, task: Task);

    /// Schedules `task` when `delay` has passed.
    fn schedule_after(&self, delay: Duration, task: Task);
}
