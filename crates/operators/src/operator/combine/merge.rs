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

    /// Merges another publisher as well: it is one merge, and what was chosen holds for all of them.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let merged = range(0..2).merge(range(10..12)).merge(range(20..22));
    /// assert_eq!(merged.fold(0, |sum, n| sum + n).block(), Ok(63));
    /// ```
    pub fn merge<R>(self, other: R) -> Merge<MergedWith<P, Q>, R>
    where
        Q: Publisher,
        R: Publisher<Item = Q::Item, Error = Q::Error>,
    {
        Merge { left: MergedWith(self.left, self.right), right: other, merging: self.merging }
    }

    /// Has an error wait until the other publishers have ended; the first one counts.
    #[doc(alias = "mergeDelayError")]
    pub fn delay_errors(mut self) -> Self {
        self.merging.delay_errors = true;
        self
    }
}

/// Publishers that are merged with another one, all of them at once.
#[derive(Clone, Debug)]
pub struct MergedWith<P, Q>(P, Q);

/// What a merge begins with: a publisher, or several.
pub(crate) trait Mergeable<T, E>: Send + 'static
where
    T: Send + 'static,
    E: Send + 'static,
{
    fn add_to<S: Subscriber<T, E>>(self, merge: &engine::Merge<T, E, S>);
}

impl<P: Publisher> Mergeable<P::Item, P::Error> for P {
    fn add_to<S: Subscriber<P::Item, P::Error>>(self, merge: &engine::Merge<P::Item, P::Error, S>) {
        merge.add(self);
    }
}

impl<P, Q> Mergeable<Q::Item, Q::Error> for MergedWith<P, Q>
where
    P: Mergeable<Q::Item, Q::Error>,
    Q: Publisher,
{
    fn add_to<S: Subscriber<Q::Item, Q::Error>>(self, merge: &engine::Merge<Q::Item, Q::Error, S>) {
        self.0.add_to(merge);
        merge.add(self.1);
    }
}

impl<P, Q> Publisher for Merge<P, Q>
where
    P: Mergeable<Q::Item, Q::Error>,
    Q: Publisher,
{
    type Item = Q::Item;
    type Error = Q::Error;

    fn subscribe<S: Subscriber<Q::Item, Q::Error>>(self, subscriber: S) {
        let merge = engine::Merge::start(self.merging, Arbiter::new(0), subscriber);
        self.left.add_to(&merge);
        merge.add(self.right);
        merge.end_outer(End::Complete);
    }
}
