use std::fmt;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{FlatIter, concat};
use crate::source::FromIter;

/// Publisher for [`FlattenExt::concat_map`](crate::ext::FlattenExt::concat_map) and
/// [`flatten`](crate::ext::FlattenExt::flatten).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct ConcatMap<P, F> {
    upstream: P,
    f: F,
    delay_errors: bool,
}

impl<P, F> ConcatMap<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f, delay_errors: false }
    }

    /// Has an error wait until everything else has been given; the first one counts.
    ///
    /// An error of the upstream waits for the publisher of the moment. After an error of that one, the
    /// next element is requested as if it had completed.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error, once, range};
    ///
    /// let halves = range(0..4u32).fallible().concat_map(|n| match n % 2 {
    ///     0 => once(n / 2).fallible().boxed(),
    ///     _ => error(format!("{n} is odd")).boxed(),
    /// });
    /// let mut seen = 0;
    /// let outcome = halves.delay_errors().for_each(|n| println!("{n}")).block(); // 0 and 1
    /// assert_eq!(outcome, Err(SinkError::Upstream("1 is odd".to_owned())));
    /// ```
    #[doc(alias = "concatMapDelayError")]
    #[doc(alias = "concatDelayError")]
    #[doc(alias = "concatArrayDelayError")]
    #[doc(alias = "concatMapCompletableDelayError")]
    #[doc(alias = "concatMapMaybeDelayError")]
    #[doc(alias = "concatMapSingleDelayError")]
    pub fn delay_errors(mut self) -> Self {
        self.delay_errors = true;
        self
    }
}

impl<P: fmt::Debug, F> fmt::Debug for ConcatMap<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConcatMap")
            .field("upstream", &self.upstream)
            .field("delay_errors", &self.delay_errors)
            .finish_non_exhaustive()
    }
}

impl<P, F, Q> Publisher for ConcatMap<P, F>
where
    P: Publisher,
    F: FnMut(P::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
{
    type Item = Q::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR && Q::IS_ITERATOR;

    fn subscribe<S: Subscriber<Q::Item, P::Error>>(self, subscriber: S) {
        concat(self.upstream, self.f, self.delay_errors, subscriber);
    }

    fn drive<D: Driver<Q::Item, P::Error>>(self, driver: D) -> D::Output {
        let Self { upstream, f, delay_errors } = self;
        upstream.drive(ConcatMapDriver { driver, f, delay_errors })
    }
}

struct ConcatMapDriver<D, F> {
    driver: D,
    f: F,
    delay_errors: bool,
}

impl<T, E, D, F, Q> Driver<T, E> for ConcatMapDriver<D, F>
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
        let Self { driver, f, delay_errors } = self;
        driver.push(ConcatMap { upstream: publisher, f, delay_errors })
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        if Q::IS_ITERATOR && !D::CANCELLABLE {
            self.driver.pull(FlatIter::new(iterator, self.f))
        } else {
            self.push(FromIter::new(iterator))
        }
    }
}
