//! A server with so many workers, in virtual time: what comes when all are busy waits, so that latency grows
//! with load.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use reactive_streams_operators::scheduler::{Scheduler, Worker};

#[derive(Clone)]
pub(crate) struct Server {
    worker: Arc<dyn Worker>,
    service: Duration,
    state: Arc<Mutex<State>>,
}

struct State {
    /// When each of the workers is free.
    free: BinaryHeap<Reverse<Duration>>,
    in_flight: usize,
    peak: usize,
}

impl Server {
    pub(crate) fn new(capacity: usize, service: Duration, scheduler: &dyn Scheduler) -> Self {
        let free = vec![Reverse(Duration::ZERO); capacity].into();
        let state = Arc::new(Mutex::new(State { free, in_flight: 0, peak: 0 }));
        Self { worker: Arc::from(scheduler.worker()), service, state }
    }

    pub(crate) fn lose(&self, workers: usize) {
        let free = &mut self.state.lock().unwrap().free;
        for _ in 0..workers {
            free.pop();
        }
    }

    pub(crate) fn workers(&self) -> usize {
        self.state.lock().unwrap().free.len()
    }

    /// How many requests were there at once since this was last asked.
    pub(crate) fn peak(&self) -> usize {
        let mut state = self.state.lock().unwrap();
        let peak = state.peak;
        state.peak = state.in_flight;
        peak
    }

    /// An answer, or a refusal at once if there are `room` times as many requests as workers.
    pub(crate) async fn call(self, room: usize) -> Result<(), ()> {
        let finish = {
            let mut state = self.state.lock().unwrap();
            if state.in_flight >= room * state.free.len() {
                return Err(());
            }
            state.in_flight += 1;
            state.peak = state.peak.max(state.in_flight);
            let Reverse(free) = state.free.pop().unwrap();
            let finish = free.max(self.worker.now()) + self.service;
            state.free.push(Reverse(finish));
            finish
        };
        let _present = Present(Arc::clone(&self.state));
        Timer::new(&*self.worker, finish - self.worker.now()).await;
        Ok(())
    }
}

struct Present(Arc<Mutex<State>>);

impl Drop for Present {
    fn drop(&mut self) {
        self.0.lock().unwrap().in_flight -= 1;
    }
}

/// Is ready after a time.
struct Timer(Arc<Mutex<(bool, Option<Waker>)>>);

impl Timer {
    fn new(worker: &dyn Worker, time: Duration) -> Self {
        let state = Arc::<Mutex<(bool, Option<Waker>)>>::default();
        let alarm = Arc::clone(&state);
        let ring = move || {
            let mut alarm = alarm.lock().unwrap();
            alarm.0 = true;
            let waker = alarm.1.take();
            drop(alarm);
            waker.into_iter().for_each(Waker::wake);
        };
        worker.schedule_after(time, Box::new(ring));
        Self(state)
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.lock().unwrap();
        if state.0 {
            return Poll::Ready(());
        }
        state.1 = Some(cx.waker().clone());
        Poll::Pending
    }
}
