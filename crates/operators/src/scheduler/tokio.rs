use std::collections::VecDeque;
use std::fmt;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};

use super::{Scheduler, Task, Worker};
use crate::sync::{Mutex, lock};

/// Runs tasks on a tokio runtime.
///
/// When the runtime shuts down, tasks that have not run are dropped. A task that panics is tokio's to
/// report; the tasks behind it run. [`Worker::schedule_after`] needs a runtime with its time driver
/// enabled, and panics on it otherwise.
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
#[derive(Clone)]
pub struct TokioScheduler {
    handle: Handle,
    start: Instant,
}

impl TokioScheduler {
    /// A scheduler on the runtime of this handle.
    pub fn new(handle: Handle) -> Self {
        Self { handle, start: Instant::now() }
    }
}

impl fmt::Debug for TokioScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokioScheduler").finish_non_exhaustive()
    }
}

impl Scheduler for TokioScheduler {
    fn worker(&self) -> Box<dyn Worker> {
        let queue = Mutex::new(Queue { tasks: VecDeque::new(), running: false });
        Box::new(TokioWorker(Arc::new(Shared { handle: self.handle.clone(), queue })))
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}

struct TokioWorker(Arc<Shared>);

impl Worker for TokioWorker {
    fn schedule(&self, task: Task) {
        self.0.add(task);
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        let shared = Arc::clone(&self.0);
        self.0.handle.spawn(async move {
            sleep(delay).await;
            shared.add(task);
        });
    }
}

struct Shared {
    handle: Handle,
    queue: Mutex<Queue>,
}

struct Queue {
    tasks: VecDeque<Task>,
    /// A tokio task has been spawned that runs the next one.
    running: bool,
}

impl Shared {
    /// Adds a task; whoever finds none running has the runtime run them, one after another.
    fn add(self: &Arc<Self>, task: Task) {
        let mut queue = lock(&self.queue);
        queue.tasks.push_back(task);
        let idle = !mem::replace(&mut queue.running, true);
        drop(queue);
        if idle {
            self.spawn();
        }
    }

    fn spawn(self: &Arc<Self>) {
        let turn = Turn { shared: Arc::clone(self), taken: false };
        // A tokio task for each of ours: between two of them the runtime gets its turn.
        self.handle.spawn(async move { turn.run() });
    }

    fn next(&self) -> Option<Task> {
        let mut queue = lock(&self.queue);
        let next = queue.tasks.pop_front();
        queue.running = next.is_some();
        next
    }
}

/// The right to run the next task. A runtime that has shut down drops it: then all tasks are dropped.
struct Turn {
    shared: Arc<Shared>,
    taken: bool,
}

impl Turn {
    fn run(mut self) {
        self.taken = true;
        if let Some(task) = self.shared.next() {
            let _next = Next(&self.shared);
            task();
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.taken {
            let mut queue = lock(&self.shared.queue);
            queue.running = false;
            let tasks = mem::take(&mut queue.tasks);
            drop(queue);
            drop(tasks);
        }
    }
}

/// Goes on with the next task, also when this one panics.
struct Next<'a>(&'a Arc<Shared>);

impl Drop for Next<'_> {
    fn drop(&mut self) {
        self.0.spawn();
    }
}
