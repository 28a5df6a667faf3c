use std::fmt;

use reactive_streams::{Publisher, Subscriber};

/// Publisher for [`ConvertExt::hide`](crate::ext::ConvertExt::hide).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Hide<P>(P);

impl<P> fmt::Debug for Hide<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hide").finish_non_exhaustive()
    }
}

impl<P> Hide<P> {
    pub(crate) fn new(upstream: P) -> Self {
        Self(upstream)
    }
}

impl<P: Publisher> Publisher for Hide<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}
