use std::fmt;
use std::sync::Arc;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::attempts::Attempts;
use super::resubscribe::NoMore;
use super::{Retry, RetryError};
use crate::engine::{After, Either, End, Successor, resume};
use crate::operator::DelaySubscription;
use crate::scheduler::Worker;

/// Publisher for [`ErrorExt::retry_when`](crate::ext::ErrorExt::retry_when).
#[must_use = "publishers do nothing unless subscribed"]
pub struct RetryWhen<P: Publisher> {
    upstream: P,
    retry: Retry<P::Error>,
    worker: Arc<dyn Worker>,
}

impl<P: Publisher> RetryWhen<P> {
    pub(crate) fn new(upstream: P, retry: Retry<P::Error>, worker: Arc<dyn Worker>) -> Self {
        Self { upstream, retry, worker }
    }
}

// By hand, because the derived one would ask for `P::Error: Clone`.
impl<P: Publisher + Clone> Clone for RetryWhen<P> {
    fn clone(&self) -> Self {
        Self::new(self.upstream.clone(), self.retry.clone(), Arc::clone(&self.worker))
    }
}

impl<P: Publisher + fmt::Debug> fmt::Debug for RetryWhen<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryWhen")
            .field("upstream", &self.upstream)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl<P: Publisher + Clone> Publisher for RetryWhen<P> {
    type Item = P::Item;
    type Error = RetryError<P::Error>;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, Self::Error>>(self, subscriber: S) {
        let first = Either::Left(self.upstream.clone());
        let attempts = self.retry.attempts();
        resume(first, Retrying { publisher: self, attempts }, subscriber);
    }

    fn drive<D: Driver<P::Item, Self::Error>>(self, driver: D) -> D::Output {
        self.upstream.clone().drive(RetryWhenDriver { driver, publisher: self })
    }
}

struct Retrying<P: Publisher> {
    publisher: RetryWhen<P>,
    attempts: Attempts,
}

impl<P: Publisher + Clone> Successor for Retrying<P> {
    type Source = Either<P, DelaySubscription<P>>;
    type Error = RetryError<P::Error>;

    fn after(
        &mut self,
        end: Result<(), Either<P::Error, P::Error>>,
        received: u64,
    ) -> After<Self::Source, Self::Error> {
        let Err(error) = end.map_err(Either::into_inner) else {
            return After::End(End::Complete);
        };
        let RetryWhen { upstream, retry, worker } = &self.publisher;
        let delay = match retry.next(&mut self.attempts, &error, received) {
            Ok(delay) => delay,
            Err(no_more) => {
                let retries = self.attempts.made();
                return After::End(End::Error(match no_more {
                    NoMore::Refused => RetryError::Refused(error),
                    NoMore::Exhausted => RetryError::Exhausted { retries, error },
                    // The last one was counted, and is not made.
                    NoMore::OverBudget => RetryError::OverBudget { retries: retries - 1, error },
                }));
            }
        };
        After::Source(if delay.is_zero() {
            Either::Left(upstream.clone())
        } else {
            let worker = Arc::clone(worker);
            Either::Right(DelaySubscription::new(upstream.clone(), delay, worker))
        })
    }

    fn undelivered(error: Either<P::Error, P::Error>) {
        error.undelivered();
    }
}

struct RetryWhenDriver<D, P: Publisher> {
    driver: D,
    publisher: RetryWhen<P>,
}

impl<T, E, D, P> Driver<T, E> for RetryWhenDriver<D, P>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, RetryError<E>>,
    P: Publisher<Item = T, Error = E> + Clone,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<Q: Publisher<Item = T, Error = E>>(self, _driven: Q) -> D::Output {
        self.driver.push(self.publisher) // what was driven could be run only once
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.driver.pull(iterator) // it has no way to fail
    }
}
