use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use reactive_streams_operators::scheduler::Worker;

use crate::sync::lock;

/// Waits for a time on the clock of a worker; `false` if that has shut down, and no time passes any more.
pub(crate) struct Sleep(Arc<Mutex<State>>);

enum State {
    Waiting(Option<Waker>),
    Over { in_time: bool },
}

impl Sleep {
    pub(crate) fn new(worker: &dyn Worker, time: Duration) -> Self {
        let state = Arc::new(Mutex::new(State::Waiting(None)));
        let alarm = Alarm { state: Arc::clone(&state), in_time: false };
        worker.schedule_after(time, Box::new(|| alarm.ring()));
        Self(state)
    }
}

impl Future for Sleep {
    type Output = bool;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<bool> {
        let waker = cx.waker().clone();
        let mut state = lock(&self.0);
        match &mut *state {
            State::Over { in_time } => Poll::Ready(*in_time),
            State::Waiting(before) => {
                let before = before.replace(waker);
                drop(state);
                drop(before); // after the lock: foreign code
                Poll::Pending
            }
        }
    }
}

/// Ends the sleep when it is dropped: after it has run, or by a worker that has shut down.
struct Alarm {
    state: Arc<Mutex<State>>,
    in_time: bool,
}

impl Alarm {
    fn ring(mut self) {
        self.in_time = true;
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        let before = std::mem::replace(&mut *state, State::Over { in_time: self.in_time });
        drop(state);
        if let State::Waiting(Some(waker)) = before {
            waker.wake();
        }
    }
}
