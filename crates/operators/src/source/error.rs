use std::fmt;
use std::marker::PhantomData;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{End, Feed, PullSource, Signal};

/// Fails with `error`, without waiting for demand.
///
/// A subscriber that cancels in `on_subscribe` does not get the error. The publisher is `Clone` when
/// the error is.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{SinkError, error};
///
/// let failed = error::<u8, _>("no such stream").collect::<Vec<_>>().block();
/// assert_eq!(failed, Err(SinkError::Upstream("no such stream")));
/// ```
#[doc(alias = "failed")]
pub fn error<T, E>(error: E) -> Failed<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    Failed { error, item: PhantomData }
}

/// Publisher for [`error`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct Failed<T, E> {
    error: E,
    item: PhantomData<fn() -> T>,
}

// By hand, because the derived one would ask for `T: Clone`.
impl<T, E: Clone> Clone for Failed<T, E> {
    fn clone(&self) -> Self {
        Self { error: self.error.clone(), item: PhantomData }
    }
}

impl<T, E: fmt::Debug> fmt::Debug for Failed<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failed").field("error", &self.error).finish()
    }
}

impl<T, E> Publisher for Failed<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        PullSource::start(FailedFeed { error: Some(self.error), item: self.item }, subscriber);
    }
}

struct FailedFeed<T, E> {
    error: Option<E>,
    item: PhantomData<fn() -> T>,
}

impl<T, E> Feed for FailedFeed<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, _wanted: bool) -> Signal<T, E> {
        self.error.take().map_or(Signal::Wait, |error| Signal::End(End::Error(error)))
    }
}
