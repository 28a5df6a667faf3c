use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Drain, End, Feed, PrefetchFeed, Signal, prefetch, prefetching};
use crate::hooks::drop_error;

/// Publisher for [`Zip::delay_errors`](super::Zip::delay_errors).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct ZipDelayed<P, Q> {
    left: P,
    right: Q,
    prefetch: NonZeroUsize,
}

impl<P, Q> ZipDelayed<P, Q> {
    pub(super) fn new(left: P, right: Q, prefetch: NonZeroUsize) -> Self {
        Self { left, right, prefetch }
    }
}

impl<P, Q> Publisher for ZipDelayed<P, Q>
where
    P: Publisher,
    Q: Publisher<Error = P::Error>,
{
    type Item = (P::Item, Q::Item);
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let [left, right] = [(); 2].map(|()| prefetching(self.prefetch));
        let drain = Drain::of_two(None, [&left, &right].map(|side| Some(Arc::clone(side))));
        let (left_queue, left) = prefetch(self.prefetch, left, drain.waker());
        let (right_queue, right) = prefetch(self.prefetch, right, drain.waker());
        let feed = ZipDelayedFeed { left: Side::new(left), right: Side::new(right) };
        drain.start(feed, subscriber);
        self.left.subscribe(left_queue);
        self.right.subscribe(right_queue);
    }
}

struct ZipDelayedFeed<T, U, E> {
    left: Side<T, E>,
    right: Side<U, E>,
}

/// One of the two, and what it has in the place of the next element.
struct Side<T, E> {
    feed: PrefetchFeed<T, E>,
    next: Next<T, E>,
}

enum Next<T, E> {
    Unknown,
    Item(T),
    Ended(Result<(), E>),
}

impl<T, E> Side<T, E> {
    fn new(feed: PrefetchFeed<T, E>) -> Self {
        Self { feed, next: Next::Unknown }
    }

    /// Sees what is next; an end that ends both.
    fn look(&mut self) -> Result<(), End<E>> {
        if !matches!(self.next, Next::Unknown) {
            return Ok(());
        }
        self.next = match self.feed.pop() {
            Some(item) => Next::Item(item),
            None => match self.feed.end() {
                None => Next::Unknown,
                Some(End::Complete) => Next::Ended(Ok(())),
                Some(End::Error(error)) => Next::Ended(Err(error)),
                Some(End::Abandoned) => return Err(End::Abandoned),
            },
        };
        Ok(())
    }

    fn take(&mut self) -> Next<T, E> {
        mem::replace(&mut self.next, Next::Unknown)
    }
}

impl<T, U, E> ZipDelayedFeed<T, U, E> {
    /// Whether a side has completed, or it is known of both what is next.
    fn is_decided(&self) -> bool {
        let completed = matches!(self.left.next, Next::Ended(Ok(())))
            || matches!(self.right.next, Next::Ended(Ok(())));
        let unknown =
            matches!(self.left.next, Next::Unknown) || matches!(self.right.next, Next::Unknown);
        completed || !unknown
    }

    fn is_pair(&self) -> bool {
        matches!((&self.left.next, &self.right.next), (Next::Item(_), Next::Item(_)))
    }
}

impl<T, U, E> Feed for ZipDelayedFeed<T, U, E>
where
    T: Send + 'static,
    U: Send + 'static,
    E: Send + 'static,
{
    type Item = (T, U);
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<(T, U), E> {
        if let Err(end) = self.left.look().and_then(|()| self.right.look()) {
            return Signal::End(end);
        }
        if !self.is_decided() || self.is_pair() && !wanted {
            return Signal::Wait;
        }
        Signal::End(match (self.left.take(), self.right.take()) {
            (Next::Item(left), Next::Item(right)) => return Signal::Next((left, right)),
            (Next::Ended(Err(error)), Next::Ended(Err(other))) => {
                drop_error(other);
                End::Error(error)
            }
            (Next::Ended(Err(error)), _) | (_, Next::Ended(Err(error))) => End::Error(error),
            _ => End::Complete,
        })
    }
}
