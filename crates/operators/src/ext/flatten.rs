use std::convert::{Infallible, identity};
use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::{
    ConcatMap, FlatMap, FlatMapIter, FlatMapSequential, MapErr, Materialize, Notification,
    SwitchMap, absurd,
};

/// Operators that make a publisher or a future of each element.
pub trait FlattenExt: Publisher {
    /// Gives the elements of the publisher that `f` makes of each element, one publisher after another.
    ///
    /// # Demand
    ///
    /// Requests one element of the upstream, at once, and the next one when the publisher of that one
    /// has completed; of a publisher that completes at once, the upstream sees from
    /// [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another. Each of those
    /// publishers is asked for what its predecessors have left unmet. Nothing is buffered.
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
    /// completed; of one that completes at once, the upstream sees from
    /// [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another. Of each
    /// publisher it requests 32 elements ([`prefetch`](FlatMap::prefetch) changes
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
    /// use std::sync::Arc;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = Arc::new([ThreadScheduler::new("one"), ThreadScheduler::new("two")]);
    /// let workers = Arc::clone(&threads); // `threads` lives on when the closure is not needed any more
    /// let both = range(0..2).flat_map(NonZeroUsize::new(2).unwrap(), move |n| {
    ///     range(0..100).map(move |_| n).subscribe_on(&workers[n])
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

    /// Gives the items of the iterators that `f` makes of the elements, one iterator after another.
    ///
    /// # Demand
    ///
    /// Requests one element of the upstream, at once, and the next one when the iterator of that one has
    /// ended. An item is taken from the iterator when it has been requested. Nothing is buffered.
    ///
    /// # Errors
    ///
    /// An error of the upstream is passed on at once, and drops the iterator of the moment; so does cancel.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let lines = from_iter(["to be", "or not"]).flat_map_iter(str::split_whitespace);
    /// assert_eq!(lines.collect::<Vec<_>>().block().unwrap(), ["to", "be", "or", "not"]);
    /// ```
    #[doc(alias = "flatMapIterable")]
    #[doc(alias = "concatMapIterable")]
    #[doc(alias = "flatMapStream")]
    #[doc(alias = "concatMapStream")]
    #[doc(alias = "mapConcat")]
    fn flat_map_iter<I, F>(self, f: F) -> FlatMapIter<Self, F>
    where
        I: IntoIterator<IntoIter: Send + 'static, Item: Send + 'static>,
        F: FnMut(Self::Item) -> I + Send + 'static,
    {
        publisher::<I::Item, Self::Error, _>(FlatMapIter::new(self, f))
    }

    /// As [`flat_map`](Self::flat_map), but gives the elements one publisher after another: in the order of
    /// [`concat_map`](Self::concat_map), though up to `concurrency` publishers are at work.
    ///
    /// # Demand
    ///
    /// Requests `concurrency` elements of the upstream at once, and one more for each publisher that has
    /// completed and been read. Of each publisher it requests 32 elements
    /// ([`prefetch`](FlatMapSequential::prefetch) changes that) and three quarters of them again (rounded
    /// up) whenever so many have been delivered. What the later publishers give waits, up to that many of
    /// each.
    ///
    /// # Errors
    ///
    /// As [`flat_map`](Self::flat_map), with [`delay_errors`](FlatMapSequential::delay_errors).
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::sync::Arc;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{once, range};
    /// use reactive_streams_operators::scheduler::PoolScheduler;
    ///
    /// let two = NonZeroUsize::new(2).unwrap();
    /// let pool = Arc::new(PoolScheduler::new("squares", two));
    /// let workers = Arc::clone(&pool); // `pool` lives on when the closure is not needed any more
    /// let squares = range(0..4).flat_map_sequential(two, move |n| {
    ///     once(n).map(|n| n * n).into_flux().subscribe_on(&*workers)
    /// });
    /// assert_eq!(squares.collect::<Vec<_>>().block().unwrap(), [0, 1, 4, 9]);
    /// ```
    #[doc(alias = "flatMapSequential")]
    #[doc(alias = "concatMapEager")]
    fn flat_map_sequential<Q, F>(
        self,
        concurrency: NonZeroUsize,
        f: F,
    ) -> FlatMapSequential<Self, F>
    where
        Q: Publisher<Error = Self::Error>,
        F: FnMut(Self::Item) -> Q + Send + 'static,
    {
        publisher::<Q::Item, Self::Error, _>(FlatMapSequential::new(self, concurrency, f))
    }

    /// Gives the elements of the publisher that `f` makes of the newest element; the publisher of the one
    /// before is cancelled, and what it has left is dropped.
    ///
    /// # Demand
    ///
    /// Unbounded to the upstream. Of a publisher it requests 32 elements
    /// ([`prefetch`](SwitchMap::prefetch) changes that) and three quarters of them again (rounded up)
    /// whenever so many have been delivered; those that nobody has asked for wait.
    ///
    /// # Errors
    ///
    /// As [`flat_map`](Self::flat_map), with [`delay_errors`](SwitchMap::delay_errors). Completes when the
    /// upstream and the newest publisher have completed.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{never, once, range};
    ///
    /// let last = range(0..3).switch_map(|n| match n {
    ///     2 => once(n).into_flux().boxed(),
    ///     _ => never().boxed(),
    /// });
    /// assert_eq!(last.collect::<Vec<_>>().block().unwrap(), [2]);
    /// ```
    #[doc(alias = "switchMap")]
    #[doc(alias = "switchMapSingle")]
    #[doc(alias = "switchMapMaybe")]
    fn switch_map<Q, F>(self, f: F) -> SwitchMap<Self, F>
    where
        Q: Publisher<Error = Self::Error>,
        F: FnMut(Self::Item) -> Q + Send + 'static,
    {
        publisher::<Q::Item, Self::Error, _>(SwitchMap::new(self, f))
    }

    /// Gives the elements of the newest of its publishers: [`switch_map`](Self::switch_map) of a publisher
    /// of publishers.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let rows = range(0..2).map(|n| range(n * 10..n * 10 + 2));
    /// let items = rows.switch_on_next().collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 1, 10, 11]); // each has completed before the next one comes
    /// ```
    #[doc(alias = "switchOnNext")]
    fn switch_on_next(self) -> SwitchMap<Self, fn(Self::Item) -> Self::Item>
    where
        Self::Item: Publisher<Error = Self::Error>,
    {
        self.switch_map(identity)
    }

    /// Gives the elements of its publishers, one publisher after another: [`concat_map`](Self::concat_map)
    /// of a publisher of publishers.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let rows = range(0..2).map(|n| range(n * 10..n * 10 + 2));
    /// let items = rows.flatten().collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 1, 10, 11]);
    /// ```
    #[doc(alias = "concat")]
    #[doc(alias = "concatAll")]
    fn flatten(self) -> ConcatMap<Self, fn(Self::Item) -> Self::Item>
    where
        Self::Item: Publisher<Error = Self::Error>,
    {
        self.concat_map(identity)
    }

    /// Gives the elements of its publishers as they come: [`flat_map`](Self::flat_map) of a publisher of
    /// publishers.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let rows = range(0..2).map(|n| range(n * 10..n * 10 + 2));
    /// let sum = rows.flatten_unordered(NonZeroUsize::MIN).fold(0, |sum, n| sum + n).block();
    /// assert_eq!(sum, Ok(22));
    /// ```
    #[doc(alias = "merge")]
    #[doc(alias = "flattenMerge")]
    #[doc(alias = "merge_all")]
    fn flatten_unordered(
        self,
        concurrency: NonZeroUsize,
    ) -> FlatMap<Self, fn(Self::Item) -> Self::Item>
    where
        Self::Item: Publisher<Error = Self::Error>,
    {
        self.flat_map(concurrency, identity)
    }

    /// As [`flat_map`](Self::flat_map) of the signals: a publisher is made of the end, too.
    ///
    /// So an error becomes what `f` makes of it; those of its publishers are passed on.
    ///
    /// # Demand
    ///
    /// As [`flat_map`](Self::flat_map); the end of the upstream counts as an element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::Notification;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{once, range};
    ///
    /// let signals = range(0..2).flat_map_signal(NonZeroUsize::MIN, |signal| match signal {
    ///     Notification::Next(n) => once(n),
    ///     Notification::Complete => once(100),
    ///     Notification::Error(never) => match never {},
    /// });
    /// assert_eq!(signals.collect::<Vec<_>>().block().unwrap(), [0, 1, 100]);
    /// ```
    #[doc(alias = "flatMap")]
    fn flat_map_signal<Q, F>(
        self,
        concurrency: NonZeroUsize,
        f: F,
    ) -> FlatMap<MapErr<Materialize<Self>, fn(Infallible) -> Q::Error>, F>
    where
        Q: Publisher,
        F: FnMut(Notification<Self::Item, Self::Error>) -> Q + Send + 'static,
    {
        let signals = MapErr::new(Materialize::new(self), absurd as fn(Infallible) -> Q::Error);
        publisher::<Q::Item, Q::Error, _>(FlatMap::new(signals, concurrency, f))
    }
}

impl<P: Publisher> FlattenExt for P {}
