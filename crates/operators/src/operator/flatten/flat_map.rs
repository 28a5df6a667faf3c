use std::fmt;
use std::num::NonZeroUsize;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{FlatIter, Merging};
use crate::operator::PREFETCH;
use crate::source::FromIter;

/// Publisher for [`FlattenExt::flat_map`](crate::ext::FlattenExt::flat_map) and
/// [`flatten_unordered`](crate::ext::FlattenExt::flatten_unordered).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FlatMap<P, F> {
    upstream: P,
    f: F,
    concurrency: NonZeroUsize,
    merging: Merging,
}

impl<P, F> FlatMap<P, F> {
    pub(crate) fn new(upstream: P, concurrency: NonZeroUsize, f: F) -> Self {
        let merging = Merging { prefetch: PREFETCH, delay_errors: false };
        Self { upstream, f, concurrency, merging }
    }

    /// Has so many elements of each publisher be requested beforehand, and wait at most.
    #[doc(alias = "bufferSize")]
    pub fn prefetch(mut self, prefetch: NonZeroUsize) -> Self {
        self.merging.prefetch = prefetch;
        self
    }

    /// Has an error wait until everything else has been given; the first one counts.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error, once, range};
    ///
    /// let halves = range(0..4u32).fallible().flat_map(NonZeroUsize::MIN, |n| match n % 2 {
    ///     0 => once(n / 2).fallible().boxed(),
    ///     _ => error(format!("{n} is odd")).boxed(),
    /// });
    /// let outcome = halves.delay_errors().for_each(|n| println!("{n}")).block(); // 0 and 1
    /// assert_eq!(outcome, Err(SinkError::Upstream("1 is odd".to_owned())));
    /// ```
    #[doc(alias = "flatMapDelayError")]
    #[doc(alias = "mergeDelayError")]
    #[doc(alias = "mergeArrayDelayError")]
    pub fn delay_errors(mut self) -> Self {
        self.merging.delay_errors = true;
        self
    }
}

impl<P: fmt::Debug, F> fmt::Debug for FlatMap<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlatMap")
            .field("upstream", &self.upstream)
            .field("concurrency", &self.concurrency)
            .field("prefetch", &self.merging.prefetch)
            .field("delay_errors", &self.merging.delay_errors)
            .finish_non_exhaustive()
    }
}

impl<P, F, Q> Publisher for FlatMap<P, F>
where
    P: Publisher,
    F: FnMut(P::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
{
    type Item = Q::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR && Q::IS_ITERATOR;

    fn subscribe<S: Subscriber<Q::Item, P::Error>>(self, subscriber: S) {
        self.merging.flat_map(self.upstream, self.concurrency, self.f, subscriber);
    }

    fn drive<D: Driver<Q::Item, P::Error>>(self, driver: D) -> D::Output {
        let Self { upstream, f, concurrency, merging } = self;
        upstream.drive(FlatMapDriver { driver, f, concurrency, merging })
    }
}

struct FlatMapDriver<D, F> {
    driver: D,
    f: F,
    concurrency: NonZeroUsize,
    merging: Merging,
}

impl<T, E, D, F, Q> Driver<T, E> for FlatMapDriver<D, F>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<Q::Item, E>,
    F: FnMut(T) -> Q + Send + 'static,
    Q: Publisher<Error = E>,
{
    type Output = D::Output;
    // What is not driven to its end in one go may get its next element on any thread, at any time.
    const CANCELLABLE: bool = D::CANCELLABLE || !Q::IS_ITERATOR;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        let Self { driver, f, concurrency, merging } = self;
        driver.push(FlatMap { upstream: publisher, f, concurrency, merging })
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        if Q::IS_ITERATOR && !D::CANCELLABLE {
            // Each of them is at hand and ends at once, so there is nothing to take turns with.
            self.driver.pull(FlatIter::new(iterator, self.f))
        } else {
            self.push(FromIter::new(iterator))
        }
    }
}
