use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use crate::scheduler::Worker;

/// Wakes a drain when it is time. The drain has to run on the same worker.
///
/// There is one timer for it at a time, unless it is set to an earlier time.
pub(crate) struct Alarm {
    worker: Arc<dyn Worker>,
    waker: Waker,
    set: Option<Duration>,
}

impl Alarm {
    pub(crate) fn new(worker: Arc<dyn Worker>, waker: Waker) -> Self {
        Self { worker, waker, set: None }
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
        let wake = WakeOnDrop(self.waker.clone());
        self.worker.schedule_after(due.saturating_sub(now), Box::new(move || drop(wake)));
    }
}

/// Wakes also if the worker has shut down and drops the timer: the drain finds out, and ends.
struct WakeOnDrop(Waker);

impl Drop for WakeOnDrop {
    fn drop(&mut self) {
        self.0.wake_by_ref();
    }
}
