use std::fmt;
use std::num::NonZeroUsize;

use reactive_streams::{Publisher, Subscriber};

use super::PREFETCH;
use crate::engine::{Merging, Order, gather};

/// Publisher for [`merge_sequential`](crate::merge_sequential),
/// [`merge_comparing`](crate::merge_comparing), [`merge_preferred`](crate::merge_preferred),
/// [`merge_sequence`](crate::merge_sequence) and [`interleave`](crate::interleave): all publishers at once,
/// and an order in which they are read.
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Gathered<I, O> {
    publishers: I,
    order: O,
    merging: Merging,
}

impl<I, O> Gathered<I, O> {
    pub(super) fn new(publishers: I, order: O) -> Self {
        Self { publishers, order, merging: Merging { prefetch: PREFETCH, delay_errors: false } }
    }

    /// Has so many elements of each publisher be requested beforehand, and wait at most.
    pub fn prefetch(mut self, prefetch: NonZeroUsize) -> Self {
        self.merging.prefetch = prefetch;
        self
    }

    /// Has an error wait until everything else has been given; the first one counts.
    #[doc(alias = "mergeSequentialDelayError")]
    #[doc(alias = "concatArrayEagerDelayError")]
    #[doc(alias = "concatEagerDelayError")]
    #[doc(alias = "mergeComparingDelayError")]
    #[doc(alias = "mergePriorityDelayError")]
    pub fn delay_errors(mut self) -> Self {
        self.merging.delay_errors = true;
        self
    }
}

impl<I, O> fmt::Debug for Gathered<I, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gathered")
            .field("prefetch", &self.merging.prefetch)
            .field("delay_errors", &self.merging.delay_errors)
            .finish_non_exhaustive()
    }
}

impl<I, P, O> Publisher for Gathered<I, O>
where
    I: Iterator<Item = P> + Send + 'static,
    P: Publisher,
    O: Order<P::Item, P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Merging { prefetch, delay_errors } = self.merging;
        let publishers = self.publishers.map(|publisher| (publisher, prefetch));
        gather(publishers, delay_errors, self.order, subscriber);
    }
}
