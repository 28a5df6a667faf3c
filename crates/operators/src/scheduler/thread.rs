use std::any::Any;
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};
use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{Scheduler, Task, Worker};
use crate::sync::{Condvar, Mutex, MutexGuard, lock};

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
#[doc(alias = "Schedulers.single")]
pub struct ThreadScheduler {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl ThreadScheduler {
    /// Starts a thread of this name. What a task panics with is dropped, after the panic hook ran.
    ///
    /// # Panics
    ///
    /// When the operating system cannot make a thread.
    pub fn new(name: &str) -> Self {
        Self::with_panic_handler(name, drop)
    }

    /// As [`new`](Self::new); `handler` gets what a task panics with, on the thread.
    ///
    /// # Panics
    ///
    /// When the operating system cannot make a thread.
    pub fn with_panic_handler<H>(name: &str, handler: H) -> Self
    where
        H: Fn(Box<dyn Any + Send>) + Send + 'static,
    {
        let shared = Arc::new(Shared {
            queue: Mutex::new(Queue::default()),
            changed: Condvar::new(),
            start: Instant::now(),
        });
        let worker = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || worker.run(handler))
            .expect("the operating system has to make a thread");
        Self { shared, thread: Some(thread) }
    }
}

impl fmt::Debug for ThreadScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadScheduler").finish_non_exhaustive()
    }
}

impl Scheduler for ThreadScheduler {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(ThreadWorker(Arc::clone(&self.shared)))
    }

    fn now(&self) -> Duration {
        self.shared.start.elapsed()
    }
}

impl Drop for ThreadScheduler {
    fn drop(&mut self) {
        self.shared.stop();
        let thread = self.thread.take().filter(|it| it.thread().id() != thread::current().id());
        if let Some(Err(panic)) = thread.map(JoinHandle::join) {
            drop(panic); // the handler's own: the panic hook has reported it
        }
    }
}

struct ThreadWorker(Arc<Shared>);

impl Worker for ThreadWorker {
    fn schedule(&self, task: Task) {
        self.0.add(|queue| queue.ready.push_back(task));
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        // A delay past the end of time is one that never comes, and not an error.
        let due = self.0.start.elapsed().saturating_add(delay);
        self.0.add(|queue| {
            let order = queue.delayed_so_far;
            queue.delayed_so_far += 1;
            queue.delayed.push(Reverse(Delayed { due, order, task }));
        });
    }
}

struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
    start: Instant,
}

#[derive(Default)]
struct Queue {
    ready: VecDeque<Task>,
    delayed: BinaryHeap<Reverse<Delayed>>,
    delayed_so_far: u64,
    stopped: bool,
}

impl Shared {
    /// Changes the queue, unless it is stopped: then the task is dropped with `change`.
    fn add(&self, change: impl FnOnce(&mut Queue)) {
        let mut queue = lock(&self.queue);
        if queue.stopped {
            drop(queue);
            drop(change);
        } else {
            change(&mut queue);
            drop(queue);
            self.changed.notify_one();
        }
    }

    fn stop(&self) {
        let mut queue = lock(&self.queue);
        queue.stopped = true;
        let tasks = (mem::take(&mut queue.ready), mem::take(&mut queue.delayed));
        drop(queue);
        self.changed.notify_one();
        drop(tasks);
    }

    fn run(&self, handler: impl Fn(Box<dyn Any + Send>)) {
        let _stop = StopOnDrop(self);
        while let Some(task) = self.next() {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(task)) {
                handler(panic);
            }
        }
    }

    /// Waits for the next task; `None` when stopped.
    fn next(&self) -> Option<Task> {
        let mut queue = lock(&self.queue);
        loop {
            if queue.stopped {
                return None;
            }
            let now = self.start.elapsed();
            while queue.delayed.peek().is_some_and(|Reverse(first)| first.due <= now) {
                let task = queue.delayed.pop().map(|Reverse(first)| first.task);
                queue.ready.extend(task);
            }
            if let Some(task) = queue.ready.pop_front() {
                return Some(task);
            }
            let due = queue.delayed.peek().map(|Reverse(first)| first.due);
            queue = self.wait(queue, due.map(|due| due - now));
        }
    }

    fn wait<'a>(
        &self,
        queue: MutexGuard<'a, Queue>,
        timeout: Option<Duration>,
    ) -> MutexGuard<'a, Queue> {
        match timeout {
            Some(timeout) => match self.changed.wait_timeout(queue, timeout) {
                Ok((queue, _)) => queue,
                Err(poisoned) => poisoned.into_inner().0,
            },
            None => self.changed.wait(queue).unwrap_or_else(|poisoned| poisoned.into_inner()),
        }
    }
}

/// Stops the queue also when the panic handler itself panics: without a thread nobody would run it.
struct StopOnDrop<'a>(&'a Shared);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// A task that is not due yet; ordered by when it is, and then as scheduled.
struct Delayed {
    /// When, counted from the start.
    due: Duration,
    order: u64,
    task: Task,
}

impl Ord for Delayed {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.due, self.order).cmp(&(other.due, other.order))
    }
}

impl PartialOrd for Delayed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Delayed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Delayed {}
