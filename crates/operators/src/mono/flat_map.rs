use std::fmt;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::sequel::{self, OfItem};
use super::{Solo, the_element};

/// Publisher for [`Mono::flat_map`](super::Mono::flat_map).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FlatMap<S, F> {
    upstream: S,
    f: F,
}

impl<S, F> FlatMap<S, F> {
    pub(super) fn new(upstream: S, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<S: fmt::Debug, F> fmt::Debug for FlatMap<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlatMap").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<S, F, Q> Publisher for FlatMap<S, F>
where
    S: Publisher,
    F: FnOnce(S::Item) -> Q + Send + 'static,
    Q: Solo<Error = S::Error>,
{
    type Item = Q::Item;
    type Error = S::Error;
    const IS_ITERATOR: bool = S::IS_ITERATOR && Q::IS_ITERATOR;
    const IS_PROMPT: bool = S::IS_PROMPT && Q::IS_PROMPT;

    fn subscribe<D: Subscriber<Q::Item, S::Error>>(self, subscriber: D) {
        sequel::subscribe(self.upstream, OfItem::new(self.f), subscriber);
    }

    fn drive<D: Driver<Q::Item, S::Error>>(self, driver: D) -> D::Output {
        if Self::IS_ITERATOR && (Self::IS_PROMPT || !D::CANCELLABLE) {
            self.upstream.drive(FlatMapDriver { driver, f: self.f })
        } else {
            driver.push(self)
        }
    }
}

struct FlatMapDriver<D, F> {
    driver: D,
    f: F,
}

impl<T, E, D, F, Q> Driver<T, E> for FlatMapDriver<D, F>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<Q::Item, E>,
    F: FnOnce(T) -> Q + Send + 'static,
    Q: Solo<Error = E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(FlatMap::new(publisher, self.f))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.driver.pull(FlatMapIter(Some((iterator, self.f))))
    }
}

/// The element that comes of an element.
struct FlatMapIter<I, F>(Option<(I, F)>);

impl<I, F, Q> Iterator for FlatMapIter<I, F>
where
    I: Iterator,
    F: FnOnce(I::Item) -> Q,
    Q: Solo,
{
    type Item = Q::Item;

    fn next(&mut self) -> Option<Q::Item> {
        let (mut upstream, f) = self.0.take()?;
        let next = f(upstream.next()?);
        drop(upstream); // it has completed before the other begins
        the_element(next)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(usize::from(self.0.is_some())))
    }
}
