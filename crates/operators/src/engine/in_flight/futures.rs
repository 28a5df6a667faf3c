use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use super::launch::Started;
use crate::sync::{AtomicBool, Ordering};

/// Futures that are in flight, each with a waker of its own: only those that were woken are polled.
pub(super) struct Futures<F, G, W> {
    places: Vec<Place<F, G, W>>,
    /// The places that are free.
    free: Vec<usize>,
}

struct Place<F, G, W> {
    future: Option<InFlight<F, G>>,
    wake: Arc<PlaceWaker<W>>,
    waker: Waker,
}

struct InFlight<F, G> {
    future: Pin<Box<F>>,
    ticket: u64,
    tag: G,
}

/// A future that has finished.
pub(super) struct Finished<U, G> {
    pub(super) output: U,
    pub(super) ticket: u64,
    pub(super) tag: G,
}

/// Who is told which place to poll.
pub(super) trait Wakes: Send + Sync + 'static {
    fn wake(&self, place: usize);
}

impl<F, G, W> Futures<F, G, W>
where
    F: Future,
    W: Wakes + Clone,
{
    pub(super) fn new() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.free.len() == self.places.len()
    }

    /// Takes another in, and tells its place: there it is to be polled.
    pub(super) fn add(&mut self, started: Started<F, G>, wakes: &W) -> usize {
        let Started { ticket, future, tag } = started;
        let in_flight = InFlight { future: Box::pin(future), ticket, tag };
        let place = self.free.pop().unwrap_or_else(|| {
            let place = self.places.len();
            let wake =
                Arc::new(PlaceWaker { wakes: wakes.clone(), place, woken: AtomicBool::new(false) });
            let waker = Waker::from(Arc::clone(&wake));
            self.places.push(Place { future: None, wake, waker });
            place
        });
        self.places[place].future = Some(in_flight);
        place
    }

    pub(super) fn poll(&mut self, place: usize) -> Option<Finished<F::Output, G>> {
        let Place { future, wake, waker } = self.places.get_mut(place)?;
        // Before it is polled: a waking from then on is news.
        wake.woken.store(false, Ordering::Release);
        let mut in_flight = future.take()?;
        match in_flight.future.as_mut().poll(&mut Context::from_waker(waker)) {
            Poll::Pending => {
                *future = Some(in_flight);
                None
            }
            Poll::Ready(output) => {
                self.free.push(place);
                let InFlight { ticket, tag, .. } = in_flight;
                Some(Finished { output, ticket, tag })
            }
        }
    }
}

struct PlaceWaker<W> {
    wakes: W,
    place: usize,
    /// It has been woken since it was polled.
    woken: AtomicBool,
}

impl<W: Wakes> Wake for PlaceWaker<W> {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.woken.swap(true, Ordering::AcqRel) {
            self.wakes.wake(self.place);
        }
    }
}
