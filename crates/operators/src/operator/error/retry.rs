use std::fmt;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{After, End, Successor, resume};

/// Publisher for [`ErrorExt::retry`](crate::ext::ErrorExt::retry) and
/// [`retry_if`](crate::ext::ErrorExt::retry_if).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Retried<P, R> {
    upstream: P,
    again: R,
}

impl<P: fmt::Debug, R> fmt::Debug for Retried<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retried").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, R> Retried<P, R> {
    pub(crate) fn new(upstream: P, again: R) -> Self {
        Self { upstream, again }
    }
}

/// Says whether to try again.
pub(crate) trait Again<E>: Send + 'static {
    /// Whether this error is one after which to try again.
    fn again(&mut self, error: &E) -> bool;
}

/// So many times, whatever the error is.
#[derive(Clone, Copy, Debug)]
pub struct Times(pub(crate) usize);

impl<E> Again<E> for Times {
    fn again(&mut self, _error: &E) -> bool {
        let left = self.0.checked_sub(1);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

impl<E, F: FnMut(&E) -> bool + Send + 'static> Again<E> for F {
    fn again(&mut self, error: &E) -> bool {
        self(error)
    }
}

impl<P, R> Publisher for Retried<P, R>
where
    P: Publisher + Clone,
    R: Again<P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        resume(self.upstream.clone(), self, subscriber);
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.clone().drive(RetryDriver { driver, retry: self })
    }
}

impl<P, R> Successor for Retried<P, R>
where
    P: Publisher + Clone,
    R: Again<P::Error>,
{
    type Source = P;
    type Error = P::Error;

    fn after(&mut self, end: Result<(), P::Error>, _received: u64) -> After<P, P::Error> {
        match end {
            Ok(()) => After::End(End::Complete),
            Err(error) if self.again.again(&error) => After::Source(self.upstream.clone()),
            Err(error) => After::End(End::Error(error)),
        }
    }
}

struct RetryDriver<D, P, R> {
    driver: D,
    retry: Retried<P, R>,
}

impl<T, E, D, P, R> Driver<T, E> for RetryDriver<D, P, R>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, E>,
    P: Publisher<Item = T, Error = E> + Clone,
    R: Again<E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<Q: Publisher<Item = T, Error = E>>(self, _driven: Q) -> D::Output {
        self.driver.push(self.retry) // what was driven could be run only once
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.driver.pull(iterator) // it has no way to fail
    }
}
