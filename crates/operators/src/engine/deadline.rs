use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use crate::scheduler::Worker;
use crate::sync::{Mutex, lock};

/// Until when somebody waits for room.
pub struct Deadline(Arc<Mutex<Timer>>);

opaque!(Deadline);

#[derive(Default)]
struct Timer {
    is_over: bool,
    waker: Option<Waker>,
}

impl Deadline {
    pub(crate) fn after(limit: Duration, worker: &dyn Worker) -> Self {
        let timer = Arc::<Mutex<Timer>>::default();
        let alarm = EndOnDrop(Arc::clone(&timer));
        worker.schedule_after(limit, Box::new(move || drop(alarm)));
        Self(timer)
    }

    /// Whether the time is over; otherwise `waker` is called when it is.
    pub(crate) fn is_over(&self, waker: &Waker) -> bool {
        let waker = waker.clone();
        let mut timer = lock(&self.0);
        let before = timer.waker.replace(waker);
        let is_over = timer.is_over;
        drop(timer);
        drop(before);
        is_over
    }
}

/// Also if the worker has shut down, and drops the timer.
struct EndOnDrop(Arc<Mutex<Timer>>);

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        let mut timer = lock(&self.0);
        timer.is_over = true;
        let waker = timer.waker.take();
        drop(timer);
        waker.into_iter().for_each(Waker::wake);
    }
}
