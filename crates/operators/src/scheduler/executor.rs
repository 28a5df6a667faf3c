use std::collections::VecDeque;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::delay_queue::DelayQueue;
use super::panics::Panics;
use super::spin::Spin;
use super::{Task, Worker};
use crate::sync::{AtomicBool, AtomicUsize, Condvar, Mutex, Ordering, lock, wait};

/// Threads that run what is in one queue; they stop when it is dropped.
pub(super) struct Executor {
    tasks: Arc<Tasks>,
    threads: Vec<JoinHandle<()>>,
}

impl Executor {
    /// # Panics
    ///
    /// When the operating system cannot make a thread, or a name has a NUL in it.
    pub(super) fn start(count: NonZeroUsize, name: impl Fn(usize) -> String) -> Self {
        let tasks = Arc::new(Tasks {
            queue: Mutex::new(Queue::default()),
            changed: Condvar::new(),
            stopped: AtomicBool::new(false),
            changes: AtomicUsize::new(0),
            panics: Panics::default(),
            start: Instant::now(),
        });
        // Threads that have been made stop if the next one cannot be.
        let mut executor = Self { tasks, threads: Vec::new() };
        for index in 0..count.get() {
            let tasks = Arc::clone(&executor.tasks);
            let thread = thread::Builder::new()
                .name(name(index))
                .spawn(move || tasks.run())
                .expect("the operating system has to make a thread");
            executor.threads.push(thread);
        }
        executor
    }

    pub(super) fn tasks(&self) -> &Arc<Tasks> {
        &self.tasks
    }
}

impl Drop for Executor {
    fn drop(&mut self) {
        self.tasks.stop();
        let current = thread::current().id();
        if self.threads.iter().any(|thread| thread.thread().id() == current) {
            return; // it would wait for itself
        }
        for thread in self.threads.drain(..) {
            thread.join().expect("panics go to the handler, and no further");
        }
    }
}

/// What the threads have to do. It is a worker whose tasks run in order if there is one thread.
pub(super) struct Tasks {
    queue: Mutex<Queue>,
    changed: Condvar,
    /// Set under the lock of the queue.
    stopped: AtomicBool,
    /// How often the queue was changed: for threads that look without the lock.
    changes: AtomicUsize,
    panics: Panics,
    start: Instant,
}

#[derive(Default)]
struct Queue {
    ready: VecDeque<Task>,
    delayed: DelayQueue<Task>,
    /// How many threads wait for the queue to change.
    waiting: usize,
}

impl Tasks {
    pub(super) fn panics(&self) -> &Panics {
        &self.panics
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    /// Changes the queue, unless it is stopped: then the task is dropped with `change`.
    fn add(&self, change: impl FnOnce(&mut Queue)) {
        let mut queue = lock(&self.queue);
        if self.is_stopped() {
            drop(queue);
            drop(change);
        } else {
            change(&mut queue);
            self.changes.fetch_add(1, Ordering::Relaxed);
            let waited_for = queue.waiting > 0;
            drop(queue);
            if waited_for {
                self.changed.notify_one();
            }
        }
    }

    fn stop(&self) {
        let mut queue = lock(&self.queue);
        self.stopped.store(true, Ordering::Release);
        self.changes.fetch_add(1, Ordering::Relaxed);
        let tasks = (mem::take(&mut queue.ready), mem::take(&mut queue.delayed));
        drop(queue);
        self.changed.notify_all();
        drop(tasks);
    }

    fn run(&self) {
        let mut spin = Spin::new();
        while let Some(task) = self.next(&mut spin) {
            self.panics.run(task);
        }
    }

    /// Waits for the next task; `None` when stopped.
    fn next(&self, spin: &mut Spin) -> Option<Task> {
        let mut queue = lock(&self.queue);
        let mut has_spun = false;
        loop {
            if self.is_stopped() {
                return None;
            }
            let now = self.now();
            while let Some(task) = queue.delayed.pop_due(now) {
                queue.ready.push_back(task);
            }
            let due = queue.delayed.next_due();
            if let Some(task) = queue.ready.pop_front() {
                // Another thread takes the next one, or waits for it: this one may be busy by then.
                let more = due.is_some() || !queue.ready.is_empty();
                let hand_over = more && queue.waiting > 0;
                drop(queue);
                if hand_over {
                    self.changed.notify_one();
                }
                return Some(task);
            }
            if !has_spun {
                has_spun = true;
                // Under the lock: what is changed from here on is seen.
                let changes = self.changes.load(Ordering::Relaxed);
                drop(queue);
                spin.until(|| self.changes.load(Ordering::Relaxed) != changes);
                queue = lock(&self.queue);
                continue;
            }
            queue.waiting += 1;
            queue = wait(&self.changed, queue, due.map(|due| due - now));
            queue.waiting -= 1;
        }
    }
}

impl Worker for Tasks {
    fn schedule(&self, task: Task) {
        self.add(|queue| queue.ready.push_back(task));
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        // A delay past the end of time is one that never comes, and not an error.
        let due = self.now().saturating_add(delay);
        self.add(|queue| queue.delayed.push(due, task));
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
