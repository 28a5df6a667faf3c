use std::future::Future;
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::option;

use reactive_streams::Publisher;

use super::{Carries, publisher};
use crate::engine::{Flight, Panicked, Reduce};
use crate::mono::{ExactlyOne, Mono, Single, mono};
use crate::operator::{
    Chain, FilterWhen, FoldAsync, InFlight, MapAsync, MapAsyncPartitioned, ScanAsync,
};
use crate::scheduler::Scheduler;
use crate::sink::ForEach;
use crate::source::FromIter;

/// Operators that make a future of each element.
///
/// The functions are called, and the futures are polled, on one worker of the scheduler that they are
/// given; what comes of them is delivered on another. So the futures make progress while the subscriber
/// is busy, if the scheduler has a thread to spare. A future is polled when it has been woken, and not
/// because another one has.
///
/// A future that fails gives a `Result`; what the stream does with it is for the next operator to say:
/// [`handle`](super::TransformExt::handle) can end it. One that panics ends the stream with an error that
/// names the operator, so the error type has to be [`From<Panicked>`](Panicked), as
/// [`AnyError`](crate::AnyError) is; [`fallible`](super::ErrorExt::fallible) and
/// [`err_into`](super::ErrorExt::err_into) get it there.
///
/// Cancelling drops the futures: at once, or when the poll that is under way has returned. If the
/// scheduler has shut down, futures and subscriber are dropped.
pub trait AsyncExt: Publisher {
    /// Gives what comes of the futures that `f` makes of the elements, in the order of the elements.
    ///
    /// # Demand
    ///
    /// Requests `limit` elements of the upstream at once, and one more for each that has been delivered:
    /// so many futures are in flight, those included that have finished and wait for their turn or for
    /// demand.
    ///
    /// # Errors
    ///
    /// An error of the upstream, or a panic, is passed on at once; futures and what waits are dropped.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = ThreadScheduler::new("requests");
    /// let numbers = range(0..4).fallible::<AnyError>();
    /// let squares = numbers.map_async(NonZeroUsize::new(2).unwrap(), &threads, |n| async move {
    ///     n * n // something that takes its time
    /// });
    /// assert_eq!(squares.collect::<Vec<_>>().block().unwrap(), [0, 1, 4, 9]);
    /// ```
    #[doc(alias = "mapAsync")]
    #[doc(alias = "buffered")]
    #[doc(alias = "then")]
    #[doc(alias = "concatMapSingle")]
    #[doc(alias = "concatMapMaybe")]
    fn map_async<Fut, F>(
        self,
        limit: NonZeroUsize,
        scheduler: &dyn Scheduler,
        f: F,
    ) -> InFlight<Self, MapAsync<F>>
    where
        Self::Error: Carries<Panicked>,
        Fut: Future<Output: Send> + Send + 'static,
        F: FnMut(Self::Item) -> Fut + Send + 'static,
    {
        let flight = Flight::new("map_async", limit, true, scheduler);
        let mapped = InFlight::new(self, flight, MapAsync::new(f));
        publisher::<Fut::Output, Self::Error, _>(mapped)
    }

    /// As [`map_async`](Self::map_async), but gives what comes of the futures as it comes.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = ThreadScheduler::new("requests");
    /// let numbers = range(0..4).fallible::<AnyError>();
    /// let limit = NonZeroUsize::new(2).unwrap();
    /// let squares = numbers.map_async_unordered(limit, &threads, |n| async move { n * n });
    /// assert_eq!(squares.fold(0, |sum, n| sum + n).block().unwrap(), 14);
    /// ```
    #[doc(alias = "mapAsyncUnordered")]
    #[doc(alias = "buffer_unordered")]
    #[doc(alias = "flatMapSingle")]
    #[doc(alias = "flatMapMaybe")]
    fn map_async_unordered<Fut, F>(
        self,
        limit: NonZeroUsize,
        scheduler: &dyn Scheduler,
        f: F,
    ) -> InFlight<Self, MapAsync<F>>
    where
        Self::Error: Carries<Panicked>,
        Fut: Future<Output: Send> + Send + 'static,
        F: FnMut(Self::Item) -> Fut + Send + 'static,
    {
        let flight = Flight::new("map_async_unordered", limit, false, scheduler);
        let mapped = InFlight::new(self, flight, MapAsync::new(f));
        publisher::<Fut::Output, Self::Error, _>(mapped)
    }

    /// As [`map_async`](Self::map_async), with one future in flight for each key.
    ///
    /// # Demand
    ///
    /// As [`map_async`](Self::map_async). Elements that wait for another of their key count as in flight.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = ThreadScheduler::new("requests");
    /// let orders = range(0..4).fallible::<AnyError>();
    /// let limit = NonZeroUsize::new(4).unwrap();
    /// let customer = |order: &u32| order % 2;
    /// let done = orders.map_async_partitioned(limit, &threads, customer, |n| async move { n });
    /// assert_eq!(done.collect::<Vec<_>>().block().unwrap(), [0, 1, 2, 3]);
    /// ```
    #[doc(alias = "mapAsyncPartitioned")]
    fn map_async_partitioned<K, Fut, G, F>(
        self,
        limit: NonZeroUsize,
        scheduler: &dyn Scheduler,
        key: G,
        f: F,
    ) -> InFlight<Self, MapAsyncPartitioned<Self::Item, K, G, F>>
    where
        Self::Error: Carries<Panicked>,
        K: Hash + Eq + Clone + Send + 'static,
        Fut: Future<Output: Send> + Send + 'static,
        G: FnMut(&Self::Item) -> K + Send + 'static,
        F: FnMut(Self::Item) -> Fut + Send + 'static,
    {
        let flight = Flight::new("map_async_partitioned", limit, true, scheduler);
        let mapped = InFlight::new(self, flight, MapAsyncPartitioned::new(key, f));
        publisher::<Fut::Output, Self::Error, _>(mapped)
    }

    /// As [`map_async_partitioned`](Self::map_async_partitioned), but gives what comes of the futures as
    /// it comes: in order within each key.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = ThreadScheduler::new("requests");
    /// let orders = range(0..4).fallible::<AnyError>();
    /// let limit = NonZeroUsize::new(4).unwrap();
    /// let done = orders.map_async_partitioned_unordered(limit, &threads, |n| n % 2, |n| async move { n });
    /// assert_eq!(done.fold(0, |sum, n| sum + n).block().unwrap(), 6);
    /// ```
    #[doc(alias = "mapAsyncPartitionedUnordered")]
    fn map_async_partitioned_unordered<K, Fut, G, F>(
        self,
        limit: NonZeroUsize,
        scheduler: &dyn Scheduler,
        key: G,
        f: F,
    ) -> InFlight<Self, MapAsyncPartitioned<Self::Item, K, G, F>>
    where
        Self::Error: Carries<Panicked>,
        K: Hash + Eq + Clone + Send + 'static,
        Fut: Future<Output: Send> + Send + 'static,
        G: FnMut(&Self::Item) -> K + Send + 'static,
        F: FnMut(Self::Item) -> Fut + Send + 'static,
    {
        let flight = Flight::new("map_async_partitioned_unordered", limit, false, scheduler);
        let mapped = InFlight::new(self, flight, MapAsyncPartitioned::new(key, f));
        publisher::<Fut::Output, Self::Error, _>(mapped)
    }

    /// Has `limit` of the futures that `f` makes in flight, and gives nothing but the end.
    ///
    /// # Demand
    ///
    /// As [`map_async_unordered`](Self::map_async_unordered).
    ///
    /// # Errors
    ///
    /// As [`for_each`](super::ConsumeExt::for_each) and [`map_async`](Self::map_async).
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = ThreadScheduler::new("requests");
    /// let numbers = range(0..4).fallible::<AnyError>();
    /// let limit = NonZeroUsize::new(2).unwrap();
    /// numbers.for_each_concurrent(limit, &threads, |n| async move { println!("{n}") }).block().unwrap();
    /// ```
    #[doc(alias = "foreachAsync")]
    #[doc(alias = "flatMapCompletable")]
    #[doc(alias = "concatMapCompletable")]
    #[doc(alias = "switchMapCompletable")]
    fn for_each_concurrent<Fut, F>(
        self,
        limit: NonZeroUsize,
        scheduler: &dyn Scheduler,
        f: F,
    ) -> Mono<Reduce<InFlight<Self, MapAsync<F>>, (), ForEach<fn(())>>>
    where
        Self::Error: Carries<Panicked>,
        Fut: Future<Output = ()> + Send + 'static,
        F: FnMut(Self::Item) -> Fut + Send + 'static,
    {
        let flight = Flight::new("for_each_concurrent", limit, false, scheduler);
        let mapped = InFlight::new(self, flight, MapAsync::new(f));
        Mono::new(Reduce::new(mapped, (), ForEach::new(|()| {})))
    }

    /// Makes one value of all elements, beginning with `init`, by a function that takes its time.
    ///
    /// # Demand
    ///
    /// Requests one element at once, and the next one when the future of the one before has finished. The
    /// result waits for demand.
    ///
    /// # Errors
    ///
    /// As [`map_async`](Self::map_async).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = ThreadScheduler::new("requests");
    /// let numbers = range(1..5).fallible::<AnyError>();
    /// let product = numbers.fold_async(1, &threads, |product, n| async move { product * n });
    /// assert_eq!(product.block().unwrap(), 24);
    /// ```
    #[doc(alias = "foldAsync")]
    #[doc(alias = "runFoldAsync")]
    fn fold_async<A, Fut, F>(
        self,
        init: A,
        scheduler: &dyn Scheduler,
        f: F,
    ) -> Mono<Single<InFlight<Self, FoldAsync<A, F>>, ExactlyOne>>
    where
        Self::Error: Carries<Panicked>,
        A: Send + 'static,
        Fut: Future<Output = A> + Send + 'static,
        F: FnMut(A, Self::Item) -> Fut + Send + 'static,
    {
        let flight = Flight::new("fold_async", NonZeroUsize::MIN, true, scheduler);
        mono(InFlight::new(self, flight, FoldAsync::new(init, f)))
    }

    /// Gives `init`, and then every intermediate result of [`fold_async`](Self::fold_async).
    ///
    /// # Demand
    ///
    /// The first element that is requested is `init`; the upstream is subscribed when that has been
    /// given. Requests one element then, and the next one when the result of the one before has been
    /// delivered.
    ///
    /// # Errors
    ///
    /// As [`map_async`](Self::map_async).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = ThreadScheduler::new("requests");
    /// let numbers = range(1..4).fallible::<AnyError>();
    /// let sums = numbers.scan_async(0, &threads, |sum, n| async move { sum + n });
    /// assert_eq!(sums.collect::<Vec<_>>().block().unwrap(), [0, 1, 3, 6]);
    /// ```
    #[doc(alias = "scanAsync")]
    fn scan_async<A, Fut, F>(
        self,
        init: A,
        scheduler: &dyn Scheduler,
        f: F,
    ) -> Chain<FromIter<option::IntoIter<A>, Self::Error>, InFlight<Self, ScanAsync<A, F>>>
    where
        Self::Error: Carries<Panicked>,
        A: Clone + Send + 'static,
        Fut: Future<Output = A> + Send + 'static,
        F: FnMut(A, Self::Item) -> Fut + Send + 'static,
    {
        let flight = Flight::new("scan_async", NonZeroUsize::MIN, true, scheduler);
        let seed = FromIter::new(Some(init.clone()).into_iter());
        let scanned = InFlight::new(self, flight, ScanAsync::new(init, f));
        publisher::<A, Self::Error, _>(Chain::new(seed, scanned))
    }

    /// Gives the elements for which the future of `predicate` says so, in their order.
    ///
    /// # Demand
    ///
    /// Requests `limit` elements of the upstream at once, and one more for each that has been delivered
    /// or dropped: so many are tested at a time.
    ///
    /// # Errors
    ///
    /// As [`map_async`](Self::map_async).
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = ThreadScheduler::new("requests");
    /// let numbers = range(0..6).fallible::<AnyError>();
    /// let even = numbers.filter_when(NonZeroUsize::MIN, &threads, |n| {
    ///     let even = n % 2 == 0;
    ///     async move { even }
    /// });
    /// assert_eq!(even.collect::<Vec<_>>().block().unwrap(), [0, 2, 4]);
    /// ```
    #[doc(alias = "filterWhen")]
    fn filter_when<Fut, F>(
        self,
        limit: NonZeroUsize,
        scheduler: &dyn Scheduler,
        predicate: F,
    ) -> InFlight<Self, FilterWhen<F>>
    where
        Self::Error: Carries<Panicked>,
        Fut: Future<Output = bool> + Send + 'static,
        F: FnMut(&Self::Item) -> Fut + Send + 'static,
    {
        let flight = Flight::new("filter_when", limit, true, scheduler);
        let filtered = InFlight::new(self, flight, FilterWhen::new(predicate));
        publisher::<Self::Item, Self::Error, _>(filtered)
    }
}

impl<P: Publisher> AsyncExt for P {}
