use std::any::Any;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use super::executor::Executor;
use super::{Scheduler, Worker};

/// A thread of its own; all its workers share it.
///
/// Dropping the scheduler stops it: the task that is running runs to its end (and is waited for, except
/// on the thread itself), all others are dropped. A task that panics is reported and does not stop
/// the thread.
///
/// ```
/// use std::sync::mpsc;
/// use reactive_streams_operators::scheduler::{Scheduler, ThreadScheduler};
///
/// let scheduler = ThreadScheduler::new("printer");
/// let (sender, names) = mpsc::channel();
/// scheduler.worker().schedule(Box::new(move || {
///     sender.send(std::thread::current().name().map(str::to_owned)).unwrap();
/// }));
/// assert_eq!(names.recv().unwrap().as_deref(), Some("printer"));
/// ```
#[doc(alias = "single")]
#[doc(alias = "newSingle")]
#[doc(alias = "newThread")]
pub struct ThreadScheduler(Executor);

impl ThreadScheduler {
    /// Starts a thread of this name.
    ///
    /// # Panics
    ///
    /// When the operating system cannot make a thread, or the name has a NUL in it.
    pub fn new(name: &str) -> Self {
        Self(Executor::start(NonZeroUsize::MIN, |_| name.to_owned()))
    }

    /// Has `handler` called with what a task panics with, on the thread, after the panic hook.
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

impl fmt::Debug for ThreadScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadScheduler").finish_non_exhaustive()
    }
}

impl Scheduler for ThreadScheduler {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(Arc::clone(self.0.tasks()))
    }

    fn now(&self) -> Duration {
        self.0.tasks().now()
    }
}
