use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::future::start;
use crate::mono::{ExactlyOne, Mono, Single, mono};
use crate::scheduler::{Scheduler, Worker};

/// Gives what the future gives that `f` makes, polled on a worker of `scheduler`.
///
/// # Demand
///
/// `f` is called on the worker once something is requested; from then on as
/// [`from_future`](crate::from_future). The publisher is `Clone` when `f` is: then it can be retried and
/// repeated, with a future for each subscriber. If `f` panics, the subscriber is dropped.
///
/// ```
/// use reactive_streams_operators::from_async;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
///
/// let threads = ThreadScheduler::new("futures");
/// assert_eq!(from_async(|| async { 6 * 7 }, &threads).block(), Ok(42));
/// ```
#[doc(alias = "fromFuture")]
#[doc(alias = "lazyFuture")]
#[doc(alias = "lazyCompletionStage")]
pub fn from_async<F, Fut>(f: F, scheduler: &dyn Scheduler) -> Mono<Single<FromAsync<F>, ExactlyOne>>
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output: Send + 'static> + Send + 'static,
{
    mono(FromAsync { f, worker: Arc::from(scheduler.worker()) })
}

/// Gives what the future gives that `f` makes, or fails with its error.
///
/// Behaves as [`from_async`].
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::{SinkError, from_try_async};
///
/// let threads = ThreadScheduler::new("futures");
/// let unreachable = from_try_async(|| async { Err::<u32, _>("connection reset") }, &threads);
/// let outcome = unreachable.retry(2).collect::<Vec<_>>().block();
/// assert_eq!(outcome, Err(SinkError::Upstream("connection reset")));
/// ```
pub fn from_try_async<F, Fut, T, E>(
    f: F,
    scheduler: &dyn Scheduler,
) -> Mono<Single<FromTryAsync<F>, ExactlyOne>>
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    mono(FromTryAsync { f, worker: Arc::from(scheduler.worker()) })
}

/// Publisher for [`from_async`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromAsync<F> {
    f: F,
    worker: Arc<dyn Worker>,
}

opaque!(FromAsync<F>);

impl<F, Fut> Publisher for FromAsync<F>
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output: Send + 'static> + Send + 'static,
{
    type Item = Fut::Output;
    type Error = Infallible;

    fn subscribe<S: Subscriber<Fut::Output, Infallible>>(self, subscriber: S) {
        start(self.f, Ok, self.worker, subscriber);
    }
}

/// Publisher for [`from_try_async`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromTryAsync<F> {
    f: F,
    worker: Arc<dyn Worker>,
}

opaque!(FromTryAsync<F>);

impl<F, Fut, T, E> Publisher for FromTryAsync<F>
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        start(self.f, |result| result, self.worker, subscriber);
    }
}
