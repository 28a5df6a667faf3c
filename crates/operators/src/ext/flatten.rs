use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::{ConcatMap, FlatMap};

/// Operators that make a publisher or a future of each element.
pub trait FlattenExt: Publisher {
    /// Gives the elements of the publisher that `f` makes of each element, one publisher after another.
    ///
    /// # Demand
    ///
    /// Requests one element of the upstream, at once, and the next one when the publisher of that one
    /// has completed. Each of those publishers is asked for what its predecessors have left unmet.
    /// Nothing is buffered.
    ///
    /// # Errors
    ///
    /// An error of the upstream is passed on at once and cancels the publisher of the moment; an
    /// error of that one cancels the upstream. Cancel goes to both.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let items = range(1..4).concat_map(|n| range(0..n)).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 0, 1, 0, 1, 2]);
    /// ```
    #[doc(alias = "concatMap")]
    #[doc(alias = "flatMapConcat")]
    #[doc(alias = "flat_map")]
    fn concat_map<Q, F>(self, f: F) -> ConcatMap<Self, F>
    where
        Q: Publisher<Error = Self::Error>,
        F: FnMut(Self::Item) -> Q + Send + 'static,
    {
        publisher::<Q::Item, Self::Error, _>(ConcatMap::new(self, f))
    }

    /// Gives the elements of the publishers that `f` makes of the elements as they come, from up to
    /// `concurrency` publishers at a time.
    ///
    /// The name means what it means on the JVM. The `flat_map` of an iterator, where one follows the
    /// other, is [`concat_map`](Self::concat_map).
    ///
    /// # Demand
    ///
    /// Requests `concurrency` elements of the upstream at once, and one more for each publisher that has
    /// completed. Of each publisher it requests 32 elements ([`prefetch`](FlatMap::prefetch) changes
    /// that) and three quarters of them again (rounded up) whenever so many have been delivered. Elements
    /// that nobody has asked for wait, up to that many of each publisher; those publishers take turns. An
    /// element that is asked for is delivered on the thread that brings it, unless another one is
    /// delivering, which then takes it on.
    ///
    /// # Errors
    ///
    /// An error of the upstream or of a publisher is passed on at once: everything else is cancelled,
    /// and what waits is dropped. [`delay_errors`](FlatMap::delay_errors) has it wait for the others.
    /// Cancel goes to all.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = [ThreadScheduler::new("one"), ThreadScheduler::new("two")];
    /// let both = range(0..2).flat_map(NonZeroUsize::new(2).unwrap(), move |n| {
    ///     range(0..100).map(move |_| n).subscribe_on(&threads[n])
    /// });
    /// assert_eq!(both.fold(0, |ones, n| ones + n).block(), Ok(100)); // in whatever order
    /// ```
    #[doc(alias = "flatMap")]
    #[doc(alias = "flatMapMerge")]
    #[doc(alias = "flat_map_unordered")]
    fn flat_map<Q, F>(self, concurrency: NonZeroUsize, f: F) -> FlatMap<Self, F>
    where
        Q: Publisher<Error = Self::Error>,
        F: FnMut(Self::Item) -> Q + Send + 'static,
    {
        publisher::<Q::Item, Self::Error, _>(FlatMap::new(self, concurrency, f))
    }
}

impl<P: Publisher> FlattenExt for P {}
