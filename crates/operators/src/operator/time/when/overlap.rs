use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::Publisher;

use super::TooManyOpen;
use super::openings::Closing;
use crate::engine::{Arbiter, End, PrefetchFeed, PrefetchQueue, prefetch};

/// One of two streams whose elements are brought together as long as they last: those that are open.
pub(super) struct Side<T, C, E, F, X = ()> {
    queue: PrefetchFeed<T, E>,
    until: F,
    waker: Waker,
    max_open: NonZeroUsize,
    /// In the order in which they have come, with what is kept beside each.
    pub(super) open: Vec<Open<T, C, E, X>>,
}

pub(super) struct Open<T, C, E, X> {
    pub(super) item: T,
    pub(super) beside: X,
    closing: Closing<C, E>,
}

impl<T, E, F, Q, X> Side<T, Q::Item, E, F, X>
where
    T: Send + 'static,
    E: From<TooManyOpen> + Send + 'static,
    F: FnMut(&T) -> Q,
    Q: Publisher<Error = E>,
{
    /// The side, and what is to subscribe to its stream.
    pub(super) fn new(
        max_open: NonZeroUsize,
        upstream: Arc<Arbiter>,
        until: F,
        waker: Waker,
    ) -> (PrefetchQueue<T, E>, Self) {
        let (subscriber, queue) = prefetch(max_open, upstream, waker.clone());
        (subscriber, Self { queue, until, waker, max_open, open: Vec::new() })
    }

    pub(super) fn error(&mut self) -> Option<End<E>> {
        self.queue.error()
    }

    /// The next element that has come, with what will close it.
    ///
    /// # Errors
    ///
    /// The end of everything: there are too many open already.
    pub(super) fn next(&mut self) -> Result<Option<(T, Closing<Q::Item, E>)>, End<E>> {
        let Some(item) = self.queue.pop() else { return Ok(None) };
        if self.open.len() == self.max_open.get() {
            let too_many = TooManyOpen { max_open: self.max_open };
            return Err(End::Error(too_many.into()));
        }
        let closing = Closing::by((self.until)(&item), self.waker.clone());
        Ok(Some((item, closing)))
    }

    pub(super) fn add(&mut self, (item, closing): (T, Closing<Q::Item, E>), beside: X) {
        self.open.push(Open { item, beside, closing });
    }

    /// Closes those for which it is time, unless what is beside them is not `done` with.
    pub(super) fn close(&mut self, done: impl Fn(&X) -> bool) -> Result<Vec<X>, End<E>> {
        let mut closed = Vec::new();
        let mut index = 0;
        while let Some(open) = self.open.get_mut(index) {
            if done(&open.beside) && open.closing.is_due()? {
                closed.push(self.open.remove(index).beside);
            } else {
                index += 1;
            }
        }
        Ok(closed)
    }

    /// How it has ended, once nothing is open and nothing will be.
    pub(super) fn end(&mut self) -> Option<End<E>> {
        if self.open.is_empty() { self.queue.end() } else { None }
    }
}
