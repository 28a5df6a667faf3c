use std::future::Future;

use reactive_streams::{Publisher, Subscriber};

use super::FromFuture;
use crate::ext::{ErrorExt, FlattenExt};
use crate::scheduler::Scheduler;

/// Gives the elements of the publisher that a future gives, polled on a worker of `scheduler`.
///
/// # Demand
///
/// The future is polled when this is subscribed; its publisher is asked for what has been requested until
/// then. Otherwise as [`from_future`](crate::from_future).
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::{flatten_stream, range};
///
/// let threads = ThreadScheduler::new("futures");
/// let numbers = flatten_stream(async { range(0..3) }, &threads);
/// assert_eq!(numbers.collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
/// ```
#[doc(alias = "futureSource")]
#[doc(alias = "completionStageSource")]
#[doc(alias = "lazyFutureSource")]
#[doc(alias = "lazyCompletionStageSource")]
pub fn flatten_stream<Fut, P>(future: Fut, scheduler: &dyn Scheduler) -> FlattenStream<Fut>
where
    Fut: Future<Output = P> + Send + 'static,
    P: Publisher,
{
    FlattenStream(FromFuture::new(future, scheduler))
}

/// Publisher for [`flatten_stream`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct FlattenStream<Fut>(FromFuture<Fut>);

opaque!(FlattenStream<Fut>);

impl<Fut, P> Publisher for FlattenStream<Fut>
where
    Fut: Future<Output = P> + Send + 'static,
    P: Publisher,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        self.0.fallible().concat_map(|publisher| publisher).subscribe(subscriber);
    }
}
