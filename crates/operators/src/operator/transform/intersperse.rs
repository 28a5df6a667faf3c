use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{Drain, Feed, PrefetchFeed, Signal, prefetch, prefetching};

/// Publisher for [`SequenceExt::intersperse`](crate::ext::SequenceExt::intersperse).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Intersperse<P, T> {
    upstream: P,
    separator: T,
}

impl<P: fmt::Debug, T> fmt::Debug for Intersperse<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intersperse").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, T> Intersperse<P, T> {
    pub(crate) fn new(upstream: P, separator: T) -> Self {
        Self { upstream, separator }
    }
}

impl<P> Publisher for Intersperse<P, P::Item>
where
    P: Publisher<Item: Clone>,
{
    type Item = P::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let arbiter = prefetching(NonZeroUsize::MIN);
        let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(NonZeroUsize::MIN, arbiter, drain.waker());
        drain.start(IntersperseFeed { feed, between: Between::new(self.separator) }, subscriber);
        self.upstream.subscribe(queue);
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(IntersperseDriver { driver, separator: self.separator })
    }
}

/// What comes between.
struct Between<T> {
    separator: T,
    started: bool,
    /// The element before which a separator has been given.
    waiting: Option<T>,
}

impl<T: Clone> Between<T> {
    fn new(separator: T) -> Self {
        Self { separator, started: false, waiting: None }
    }

    /// What to give, now that there is an element.
    fn next(&mut self, item: T) -> T {
        if !self.started {
            self.started = true;
            return item;
        }
        self.waiting = Some(item);
        self.separator.clone()
    }
}

struct IntersperseFeed<T, E> {
    feed: PrefetchFeed<T, E>,
    between: Between<T>,
}

impl<T, E> Feed for IntersperseFeed<T, E>
where
    T: Clone + Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if self.between.waiting.is_some() {
            if let Some(error) = self.feed.error() {
                return Signal::End(error);
            }
            let item = if wanted { self.between.waiting.take() } else { None };
            return item.map_or(Signal::Wait, Signal::Next);
        }
        match self.feed.next(wanted) {
            Signal::Next(item) => Signal::Next(self.between.next(item)),
            other => other,
        }
    }
}

struct IntersperseDriver<D, T> {
    driver: D,
    separator: T,
}

impl<T, E, D> Driver<T, E> for IntersperseDriver<D, T>
where
    T: Clone + Send + 'static,
    E: Send + 'static,
    D: Driver<T, E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Intersperse::new(publisher, self.separator))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        let between = Between::new(self.separator);
        self.driver.pull(IntersperseIter { upstream: iterator, between })
    }
}

struct IntersperseIter<I: Iterator> {
    upstream: I,
    between: Between<I::Item>,
}

impl<I: Iterator<Item: Clone>> Iterator for IntersperseIter<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.between
            .waiting
            .take()
            .or_else(|| self.upstream.next().map(|item| self.between.next(item)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let waiting = usize::from(self.between.waiting.is_some());
        let (lower, upper) = self.upstream.size_hint();
        let upper = upper.and_then(|upper| upper.checked_mul(2)?.checked_add(waiting));
        (lower.saturating_add(waiting), upper)
    }
}
