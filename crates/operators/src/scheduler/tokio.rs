use std::any::Any;
use std::fmt;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};

use super::panics::Panics;
use super::serial::{SerialWorker, Spawn};
use super::{Scheduler, Task, Worker};

/// Runs tasks on a tokio runtime.
///
/// Each worker runs its tasks one after another, and lets the runtime have its turn after 64 of them.
/// When the runtime shuts down, tasks behind those 64 are dropped; dropping the scheduler stops nothing.
/// A task that panics is reported; the tasks behind it run. [`Worker::schedule_after`] needs a runtime
/// with its time driver enabled, and panics on it otherwise.
///
/// ```
/// use reactive_streams_operators::scheduler::TokioScheduler;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
/// use std::num::NonZeroUsize;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let scheduler = TokioScheduler::new(tokio::runtime::Handle::current());
/// let prefetch = NonZeroUsize::new(32).unwrap();
/// let sum = range(0..100).publish_on(&scheduler, prefetch).fold(0, |sum, n| sum + n).await;
/// assert_eq!(sum, Ok(4950));
/// # }
/// ```
#[doc(alias = "fromExecutor")]
#[doc(alias = "fromExecutorService")]
#[doc(alias = "from")]
#[derive(Clone)]
#[doc(alias = "dispatcher")]
pub struct TokioScheduler {
    runtime: Runtime,
    panics: Panics,
}

impl TokioScheduler {
    /// A scheduler on the runtime of this handle.
    pub fn new(handle: Handle) -> Self {
        Self::on(handle, false)
    }

    /// A scheduler for tasks that block: they run on the threads that the runtime keeps for those.
    ///
    /// How many there are is the runtime's `max_blocking_threads`; workers wait while none is free.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::{thread, time::Duration};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::TokioScheduler;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let scheduler = TokioScheduler::blocking(tokio::runtime::Handle::current());
    /// let files = range(0..3).publish_on(&scheduler, NonZeroUsize::MIN).map(|n| {
    ///     thread::sleep(Duration::from_millis(1)); // reads a file
    ///     n
    /// });
    /// assert_eq!(files.collect::<Vec<_>>().await.unwrap(), [0, 1, 2]);
    /// # }
    /// ```
    #[doc(alias = "boundedElastic")]
    #[doc(alias = "newBoundedElastic")]
    #[doc(alias = "io")]
    #[doc(alias = "dispatcher")]
    pub fn blocking(handle: Handle) -> Self {
        Self::on(handle, true)
    }

    fn on(handle: Handle, blocking: bool) -> Self {
        let runtime = Runtime { handle, blocking, start: Instant::now() };
        Self { runtime, panics: Panics::default() }
    }

    /// Has `handler` called with what a task panics with, on its thread, after the panic hook.
    ///
    /// Without a handler it is dropped. What the handler itself panics with goes no further. Clones of
    /// this scheduler share the handler.
    #[must_use = "this gives the scheduler back"]
    pub fn with_panic_handler<H>(self, handler: H) -> Self
    where
        H: Fn(Box<dyn Any + Send>) + Send + Sync + 'static,
    {
        self.panics.handle_with(handler);
        self
    }
}

impl fmt::Debug for TokioScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokioScheduler")
            .field("blocking", &self.runtime.blocking)
            .finish_non_exhaustive()
    }
}

impl Scheduler for TokioScheduler {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(SerialWorker::new(self.runtime.clone(), self.panics.clone()))
    }

    fn now(&self) -> Duration {
        self.runtime.now()
    }
}

#[derive(Clone)]
struct Runtime {
    handle: Handle,
    blocking: bool,
    start: Instant,
}

impl Spawn for Runtime {
    fn spawn(&self, turn: Task) {
        if self.blocking {
            self.handle.spawn_blocking(turn);
        } else {
            self.handle.spawn(async move { turn() });
        }
    }

    fn spawn_after(&self, delay: Duration, task: Task) {
        self.handle.spawn(async move {
            sleep(delay).await;
            task();
        });
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    /// A runtime does not tell; it drops the next turn.
    fn is_stopped(&self) -> bool {
        false
    }
}
