use std::num::NonZeroUsize;

use reactive_streams::{Publisher, Subscriber};

use super::PREFETCH;
use crate::engine::{self, Arbiter, End, Merging};

/// Publisher for [`CombineExt::merge`](crate::ext::CombineExt::merge).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Merge<P, Q> {
    left: P,
    right: Q,
    merging: Merging,
}

impl<P, Q> Merge<P, Q> {
    pub(crate) fn new(left: P, right: Q) -> Self {
        Self { left, right, merging: Merging { prefetch: PREFETCH, delay_errors: false } }
    }

    /// Has so many elements of each publisher be requested beforehand, and wait at most.
    pub fn prefetch(mut self, prefetch: NonZeroUsize) -> Self {
        self.merging.prefetch = prefetch;
        self
    }

    /// Has an error wait until the other publisher has ended; the first one counts.
    #[doc(alias = "mergeDelayError")]
    pub fn delay_errors(mut self) -> Self {
        self.merging.delay_errors = true;
        self
    }
}

impl<P, Q> Publisher for Merge<P, Q>
where
    P: Publisher,
    Q: Publisher<Item = P::Item, Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let merge = engine::Merge::start(self.merging, Arbiter::new(0), subscriber);
        merge.add(self.left);
        merge.add(self.right);
        merge.end_outer(End::Complete);
    }
}
