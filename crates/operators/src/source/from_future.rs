use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::future::start;
use crate::mono::{ExactlyOne, Mono, Single, mono};
use crate::scheduler::{Scheduler, Worker};

/// Gives what a future gives, polled on a worker of `scheduler`.
///
/// It can be subscribed once; [`from_async`](crate::from_async) makes a future for each subscriber.
///
/// # Demand
///
/// The future is polled once something is requested. Its waker puts the next poll on the worker and
/// does nothing else, so it may be called from anywhere.
///
/// Cancelling drops the future: at once if it is not being polled, else when that poll returns. If the
/// future panics, or the scheduler has shut down, future and subscriber are dropped.
///
/// ```
/// use reactive_streams_operators::from_future;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
///
/// let threads = ThreadScheduler::new("futures");
/// assert_eq!(from_future(async { 6 * 7 }, &threads).block(), Ok(42));
/// ```
#[doc(alias = "fromCompletionStage")]
#[doc(alias = "future")]
#[doc(alias = "completionStage")]
pub fn from_future<Fut>(
    future: Fut,
    scheduler: &dyn Scheduler,
) -> Mono<Single<FromFuture<Fut>, ExactlyOne>>
where
    Fut: Future<Output: Send + 'static> + Send + 'static,
{
    mono(FromFuture::new(future, scheduler))
}

/// Gives what a future gives, or fails with its error.
///
/// Behaves as [`from_future`].
///
/// ```
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::{SinkError, from_try_future};
///
/// let threads = ThreadScheduler::new("futures");
/// let failed = from_try_future(async { Err::<u32, _>("connection reset") }, &threads);
/// assert_eq!(failed.block(), Err(SinkError::Upstream("connection reset")));
/// ```
pub fn from_try_future<Fut, T, E>(
    future: Fut,
    scheduler: &dyn Scheduler,
) -> Mono<Single<FromTryFuture<Fut>, ExactlyOne>>
where
    Fut: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    mono(FromTryFuture { future, worker: Arc::from(scheduler.worker()) })
}

/// Publisher for [`from_future`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromFuture<Fut> {
    future: Fut,
    worker: Arc<dyn Worker>,
}

opaque!(FromFuture<Fut>);

impl<Fut> FromFuture<Fut> {
    pub(super) fn new(future: Fut, scheduler: &dyn Scheduler) -> Self {
        Self { future, worker: Arc::from(scheduler.worker()) }
    }
}

impl<Fut> Publisher for FromFuture<Fut>
where
    Fut: Future<Output: Send + 'static> + Send + 'static,
{
    type Item = Fut::Output;
    type Error = Infallible;

    fn subscribe<S: Subscriber<Fut::Output, Infallible>>(self, subscriber: S) {
        start(|| self.future, Ok, self.worker, subscriber);
    }
}

/// Publisher for [`from_try_future`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromTryFuture<Fut> {
    future: Fut,
    worker: Arc<dyn Worker>,
}

opaque!(FromTryFuture<Fut>);

impl<Fut, T, E> Publisher for FromTryFuture<Fut>
where
    Fut: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        start(|| self.future, |result| result, self.worker, subscriber);
    }
}
