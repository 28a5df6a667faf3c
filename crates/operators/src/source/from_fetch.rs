use std::fmt;
use std::num::NonZeroUsize;
use std::task::{Context, Poll, Waker};

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Block, Drain, End, Feed, Signal};
use crate::scheduler::{Scheduler, Worker};

/// What gives elements in batches, as many as are wanted: a queue on disk, a broker, pages of a table.
///
/// It is a stream that is told how much is wanted, so that demand reaches what is behind it. Dropping it is
/// cancelling it.
pub trait Fetch: Send + 'static {
    /// What it gives.
    type Item: Send + 'static;

    /// Why it may fail.
    type Error: Send + 'static;

    /// Several elements. It may end before its length says so, when what was fetched is no more to be delivered: then that
    /// was its end, and the rest is as if it had not been fetched.
    type Batch: ExactSizeIterator<Item = Self::Item> + Send + 'static;

    /// The next elements, at least one and no more than `most`; `None` at the end. If there are none yet,
    /// the waker is to be called when that has changed, as for a future.
    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, Self::Error>>>;
}

/// Gives what `fetch` fetches, as much of it as is requested.
///
/// # Demand
///
/// [`poll_fetch`](Fetch::poll_fetch) is told how much of what has been requested is not delivered yet, up to
/// a bound of this library's own, and only then called. So nothing is fetched that has not been requested, and
/// nothing is buffered. The end is noticed when it is polled, that is, once there is demand for one more
/// than there are.
///
/// It is called, and elements are delivered, on the thread that requests or that calls the waker.
/// [`from_fetch_on`] has a worker for both. Cancelling drops it: at once if it is not being polled, else when
/// that poll returns. If it panics, it and the subscriber are dropped.
///
/// ```
/// use std::num::NonZeroUsize;
/// use std::task::{Context, Poll};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{Fetch, from_fetch};
///
/// /// A table of so many rows.
/// struct Rows(usize);
///
/// impl Fetch for Rows {
///     type Item = usize;
///     type Error = std::convert::Infallible;
///     type Batch = std::vec::IntoIter<usize>;
///
///     fn poll_fetch(
///         &mut self,
///         _: &mut Context<'_>,
///         most: NonZeroUsize,
///     ) -> Poll<Option<Result<Self::Batch, Self::Error>>> {
///         let rows: Vec<_> = (0..self.0.min(most.get()).min(100)).collect(); // select … limit …
///         self.0 -= rows.len();
///         Poll::Ready(if rows.is_empty() { None } else { Some(Ok(rows.into_iter())) })
///     }
/// }
///
/// assert_eq!(from_fetch(Rows(250)).count().block(), Ok(250));
/// ```
pub fn from_fetch<F: Fetch>(fetch: F) -> FromFetch<F> {
    FromFetch { fetch, worker: None }
}

/// As [`from_fetch`], on a worker of `scheduler`: what blocks keeps neither who requests nor who wakes.
///
/// If the scheduler has shut down, `fetch` and the subscriber are dropped.
pub fn from_fetch_on<F: Fetch>(fetch: F, scheduler: &dyn Scheduler) -> FromFetch<F> {
    FromFetch { fetch, worker: Some(scheduler.worker()) }
}

/// Publisher for [`from_fetch`] and [`from_fetch_on`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromFetch<F> {
    fetch: F,
    worker: Option<Box<dyn Worker>>,
}

impl<F> fmt::Debug for FromFetch<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromFetch").finish_non_exhaustive()
    }
}

impl<F: Fetch> Publisher for FromFetch<F> {
    type Item = F::Item;
    type Error = F::Error;

    fn subscribe<S: Subscriber<F::Item, F::Error>>(self, subscriber: S) {
        let drain = Drain::new(self.worker, None);
        let (fetch, waker) = (self.fetch, drain.waker());
        drain.start(FetchFeed { fetch, waker, batch: None, other: None }, subscriber);
    }
}

struct FetchFeed<F: Fetch> {
    fetch: F,
    waker: Waker,
    /// What has been fetched, and not been delivered.
    batch: Option<F::Batch>,
    /// What has come instead of a batch, until it is asked for.
    other: Option<Signal<F::Item, F::Error>>,
}

impl<F: Fetch> FetchFeed<F> {
    /// Fetches, if nothing that was fetched is left.
    fn fetch(&mut self, most: NonZeroUsize) {
        if self.batch.as_ref().is_some_and(|batch| batch.len() > 0) {
            return;
        }
        self.batch = None;
        self.other = match self.fetch.poll_fetch(&mut Context::from_waker(&self.waker), most) {
            Poll::Ready(Some(Ok(batch))) => {
                self.batch = Some(batch);
                None
            }
            Poll::Ready(Some(Err(error))) => Some(Signal::End(End::Error(error))),
            Poll::Ready(None) => Some(Signal::End(End::Complete)),
            Poll::Pending => Some(Signal::Wait),
        };
    }
}

impl<F: Fetch> Feed for FetchFeed<F> {
    type Item = F::Item;
    type Error = F::Error;
    const BLOCKS: bool = true;

    fn next(&mut self, wanted: bool) -> Signal<F::Item, F::Error> {
        if let Some(other) = self.other.take() {
            return other;
        }
        if !wanted {
            return Signal::Wait;
        }
        loop {
            self.fetch(NonZeroUsize::MIN);
            if let Some(item) = self.batch.as_mut().and_then(Iterator::next) {
                return Signal::Next(item);
            }
            if let Some(other) = self.other.take() {
                return other;
            }
            self.batch = None; // it has ended early
        }
    }

    fn block(&mut self, most: usize) -> impl Block<Item = F::Item> {
        if let Some(wanted) = NonZeroUsize::new(most) {
            self.fetch(wanted);
        }
        let left = self.batch.as_ref().map_or(0, |batch| batch.len().min(most));
        Fetched { batch: self.batch.as_mut(), left }
    }
}

/// As much of a batch as is wanted.
struct Fetched<'a, B> {
    batch: Option<&'a mut B>,
    /// Counts down with what is taken, and not with what the batch says: one that ends early has not delivered the rest.
    left: usize,
}

impl<B: ExactSizeIterator> Iterator for Fetched<'_, B> {
    type Item = B::Item;

    #[inline]
    fn next(&mut self) -> Option<B::Item> {
        let left = self.left.checked_sub(1)?;
        let item = self.batch.as_mut()?.next()?;
        self.left = left;
        Some(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<B: ExactSizeIterator> ExactSizeIterator for Fetched<'_, B> {}

impl<B: ExactSizeIterator> Block for Fetched<'_, B> {
    fn is_interrupted(&self) -> bool {
        false
    }
}
