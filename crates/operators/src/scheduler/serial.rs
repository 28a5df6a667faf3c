use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use super::panics::Panics;
use super::{Task, Worker};
use crate::sync::{Mutex, lock};

/// How many tasks a worker runs before the others get their turn.
const BATCH: usize = 64;

/// Runs tasks in any order and at the same time: a pool of threads, a runtime.
pub(super) trait Spawn: Clone + Send + Sync + 'static {
    /// Runs `turn`, or drops it if it has shut down.
    fn spawn(&self, turn: Task);

    /// Runs `task` when `delay` has passed; that does nothing but schedule another.
    fn spawn_after(&self, delay: Duration, task: Task);

    /// The time of the scheduler.
    fn now(&self) -> Duration;

    /// Whether tasks that have not begun are to be dropped.
    fn is_stopped(&self) -> bool;
}

/// A worker on top of it: its tasks run one after another.
pub(super) struct SerialWorker<X: Spawn>(Arc<Serial<X>>);

impl<X: Spawn> SerialWorker<X> {
    pub(super) fn new(spawn: X, panics: Panics) -> Self {
        let queue = Mutex::new(Queue { tasks: VecDeque::new(), taken: false });
        Self(Arc::new(Serial { queue, spawn, panics }))
    }
}

impl<X: Spawn> Worker for SerialWorker<X> {
    fn schedule(&self, task: Task) {
        self.0.add(task);
    }

    fn schedule_after(&self, delay: Duration, task: Task) {
        let serial = Arc::clone(&self.0);
        self.0.spawn.spawn_after(delay, Box::new(move || serial.add(task)));
    }

    fn now(&self) -> Duration {
        self.0.spawn.now()
    }
}

struct Serial<X> {
    queue: Mutex<Queue>,
    spawn: X,
    panics: Panics,
}

struct Queue {
    tasks: VecDeque<Task>,
    /// There is a [`Turn`] that runs or will run them.
    taken: bool,
}

impl<X: Spawn> Serial<X> {
    fn add(self: &Arc<Self>, task: Task) {
        let mut queue = lock(&self.queue);
        queue.tasks.push_back(task);
        let first = !mem::replace(&mut queue.taken, true);
        drop(queue);
        if first {
            self.spawn_turn();
        }
    }

    fn spawn_turn(self: &Arc<Self>) {
        let turn = Turn(Some(Arc::clone(self)));
        self.spawn.spawn(Box::new(move || turn.run()));
    }

    /// The next task; without one, whoever adds the next takes the queue.
    fn next(&self) -> Option<Task> {
        let mut queue = lock(&self.queue);
        let next = queue.tasks.pop_front();
        queue.taken = next.is_some();
        next
    }
}

/// The right to run tasks. Who drops it without using it has shut down: then all tasks are dropped.
struct Turn<X: Spawn>(Option<Arc<Serial<X>>>);

impl<X: Spawn> Turn<X> {
    fn run(mut self) {
        let Some(serial) = &self.0 else { return };
        for _ in 0..BATCH {
            if serial.spawn.is_stopped() {
                return;
            }
            match serial.next() {
                Some(task) => serial.panics.run(task),
                None => {
                    self.0 = None;
                    return;
                }
            }
        }
        if let Some(serial) = self.0.take() {
            serial.spawn_turn();
        }
    }
}

impl<X: Spawn> Drop for Turn<X> {
    fn drop(&mut self) {
        if let Some(serial) = self.0.take() {
            let mut queue = lock(&serial.queue);
            queue.taken = false;
            let tasks = mem::take(&mut queue.tasks);
            drop(queue);
            drop(tasks);
        }
    }
}
