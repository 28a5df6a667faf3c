use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use crate::scheduler::Worker;
use crate::sync::{Mutex, lock};

/// Wakes a drain when it is time. The drain has to run on the same worker.
///
/// There is one timer for it at a time, unless it is set to an earlier time.
pub(crate) struct Alarm {
    worker: Arc<dyn Worker>,
    /// Gone with the alarm, so that a timer holds nothing of a stream that is over.
    waker: Arc<Mutex<Option<Waker>>>,
    set: Option<Duration>,
}

impl Alarm {
    pub(crate) fn new(worker: Arc<dyn Worker>, waker: Waker) -> Self {
        Self { worker, waker: Arc::new(Mutex::new(Some(waker))), set: None }
    }

    pub(crate) fn now(&self) -> Duration {
        self.worker.now()
    }

    /// Wakes when it is `due`, or before; to be set again on each waking.
    pub(crate) fn set(&mut self, due: Duration) {
        let now = self.now();
        if self.set.is_some_and(|set| now < set && set <= due) {
            return;
        }
        self.set = Some(due);
        let wake = WakeOnDrop(Arc::clone(&self.waker));
        self.worker.schedule_after(due.saturating_sub(now), Box::new(move || drop(wake)));
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        let waker = lock(&self.waker).take();
        drop(waker); // after the lock: it may be the last that holds the drain
    }
}

/// Wakes also if the worker has shut down and drops the timer: the drain finds out, and ends.
struct WakeOnDrop(Arc<Mutex<Option<Waker>>>);

impl Drop for WakeOnDrop {
    fn drop(&mut self) {
        let waker = lock(&self.0).clone();
        waker.into_iter().for_each(Waker::wake);
    }
}
