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
    /// One future after another: it is allocated once.
    future: Pin<Box<Option<F>>>,
    ticket: u64,
    /// Here while there is a future.
    tag: Option<G>,
    wake: Arc<PlaceWaker<W>>,
    waker: Waker,
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
    W: Wakes,
{
    pub(super) fn new() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.free.len() == self.places.len()
    }

    /// Takes another in, and tells its place: there it is to be polled.
    pub(super) fn add(&mut self, started: Started<F, G>, wakes: impl FnOnce() -> W) -> usize {
        let Started { ticket, future, tag } = started;
        if let Some(place) = self.free.pop() {
            let free = &mut self.places[place];
            free.future.set(Some(future));
            (free.ticket, free.tag) = (ticket, Some(tag));
            return place;
        }
        let place = self.places.len();
        let wake = Arc::new(PlaceWaker { wakes: wakes(), place, woken: AtomicBool::new(false) });
        let waker = Waker::from(Arc::clone(&wake));
        let (future, tag) = (Box::pin(Some(future)), Some(tag));
        self.places.push(Place { future, ticket, tag, wake, waker });
        place
    }

    pub(super) fn poll(&mut self, place: usize) -> Option<Finished<F::Output, G>> {
        let Place { future, ticket, tag, wake, waker } = self.places.get_mut(place)?;
        // Before it is polled: a waking from then on is news.
        wake.woken.store(false, Ordering::Release);
        let polled = future.as_mut().as_pin_mut()?.poll(&mut Context::from_waker(waker));
        let Poll::Ready(output) = polled else { return None };
        future.set(None);
        let finished = Finished { output, ticket: *ticket, tag: tag.take()? };
        self.free.push(place);
        Some(finished)
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
