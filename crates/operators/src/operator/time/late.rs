use std::fmt;
use std::marker::PhantomData;

use reactive_streams::{Publisher, Subscriber};

use super::Elapsed;
use crate::source::error;

/// The fallback of [`TimeExt::timeout`](crate::ext::TimeExt::timeout): fails with [`Elapsed`].
///
/// The error is made when it is needed, so that a stream with a timeout can be subscribed again whatever
/// its error type is.
#[must_use = "publishers do nothing unless subscribed"]
pub struct Late<T, E> {
    elapsed: Elapsed,
    signals: PhantomData<fn() -> (T, E)>,
}

impl<T, E> Late<T, E> {
    pub(crate) fn new(elapsed: Elapsed) -> Self {
        Self { elapsed, signals: PhantomData }
    }
}

// By hand, because the derived one would ask for `T: Clone` and `E: Clone`.
impl<T, E> Clone for Late<T, E> {
    fn clone(&self) -> Self {
        Self::new(self.elapsed)
    }
}

impl<T, E> fmt::Debug for Late<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Late").field(&self.elapsed).finish()
    }
}

impl<T, E> Publisher for Late<T, E>
where
    T: Send + 'static,
    E: From<Elapsed> + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        error(E::from(self.elapsed)).subscribe(subscriber);
    }
}
