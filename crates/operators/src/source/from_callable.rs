use std::iter::{self, OnceWith};

use reactive_streams::{Publisher, Subscriber};

use super::{FromIter, from_iter};
use crate::engine::{End, Feed, PullSource, Signal};
use crate::mono::{ExactlyOne, Mono, Single, mono};

/// Gives what `f` gives.
///
/// # Demand
///
/// `f` is called when its value is requested, on the thread that requests. If it panics, the subscriber is
/// dropped and the panic unwinds to whoever requested. The publisher is `Clone` when `f` is; each
/// subscriber has it called once.
///
/// ```
/// use reactive_streams_operators::from_callable;
///
/// assert_eq!(from_callable(|| 6 * 7).block(), Ok(42));
/// ```
#[doc(alias = "fromSupplier")]
pub fn from_callable<F, T>(f: F) -> Mono<Single<FromIter<OnceWith<F>>, ExactlyOne>>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    mono(from_iter(iter::once_with(f)))
}

/// Gives what `f` gives, or fails with its error.
///
/// Behaves as [`from_callable`].
///
/// ```
/// use reactive_streams_operators::{SinkError, from_try_callable};
///
/// let number = from_try_callable(|| "7".parse::<u8>());
/// assert_eq!(number.block(), Ok(7));
/// let failed = from_try_callable(|| Err::<u8, _>("no number"));
/// assert_eq!(failed.block(), Err(SinkError::Upstream("no number")));
/// ```
pub fn from_try_callable<F, T, E>(f: F) -> Mono<Single<FromTryCallable<F>, ExactlyOne>>
where
    F: FnOnce() -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    mono(FromTryCallable(f))
}

/// Publisher for [`from_try_callable`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromTryCallable<F>(F);

opaque!(FromTryCallable<F>);

impl<F, T, E> Publisher for FromTryCallable<F>
where
    F: FnOnce() -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        PullSource::start(TryCallFeed(Some(self.0)), subscriber);
    }
}

/// Gone when it has been called.
struct TryCallFeed<F>(Option<F>);

impl<F, T, E> Feed for TryCallFeed<F>
where
    F: FnOnce() -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if !wanted && self.0.is_some() {
            return Signal::Wait;
        }
        match self.0.take().map(|f| f()) {
            Some(Ok(item)) => Signal::Next(item),
            Some(Err(error)) => Signal::End(End::Error(error)),
            None => Signal::End(End::Complete),
        }
    }
}
