use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::{Driver, Publisher};

use crate::operator::{
    BoxPublisher, ConcatMap, Filter, Hide, Map, MapErr, PublishOn, Shared, Take, absurd,
};
use crate::scheduler::Scheduler;
use crate::sink::{Consume, FoldDriver, IntoStream, Outcome, caller, collector};

/// The operators and sinks of every [`Publisher`].
///
/// An operator makes a publisher of a publisher, and does nothing until that is subscribed. A sink
/// is lazy as well. *Synchronous* is said of an operator that passes signals on as they come, on the
/// thread on which they come, and has no queue.
pub trait PublisherExt: Publisher {
    // ===== transform =====

    /// Gives what `f` makes of each element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::{PublisherExt, range};
    ///
    /// let squares = range(1..4).map(|n| n * n).collect::<Vec<_>>().block();
    /// assert_eq!(squares.unwrap(), [1, 4, 9]);
    /// ```
    fn map<U, F>(self, f: F) -> Map<Self, F>
    where
        U: Send + 'static,
        F: FnMut(Self::Item) -> U + Send + 'static,
    {
        publisher::<U, Self::Error, _>(Map::new(self, f))
    }

    // ===== filter =====

    /// Gives the elements for which `predicate` holds.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element it drops, unless the upstream sees
    /// from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another.
    /// Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::{PublisherExt, range};
    ///
    /// let even = range(0..7).filter(|n| n % 2 == 0).collect::<Vec<_>>().block();
    /// assert_eq!(even.unwrap(), [0, 2, 4, 6]);
    /// ```
    fn filter<F>(self, predicate: F) -> Filter<Self, F>
    where
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Filter::new(self, predicate))
    }

    /// Gives the first `n` elements, then cancels the upstream and completes.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and no more than `n` in all. Synchronous; errors and cancel go
    /// straight through. With an `n` of zero it completes at once, without demand, and drops the
    /// upstream unsubscribed.
    ///
    /// ```
    /// use reactive_streams_operators::{PublisherExt, range};
    ///
    /// let first = range(0..u64::MAX).take(3).collect::<Vec<_>>().block();
    /// assert_eq!(first.unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "limit")]
    #[doc(alias = "limitRequest")]
    fn take(self, n: usize) -> Take<Self> {
        publisher::<Self::Item, Self::Error, _>(Take::new(self, n))
    }

    // ===== flatten =====

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
    /// use reactive_streams_operators::{PublisherExt, range};
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

    // ===== schedule =====

    /// Gives the elements on a worker of `scheduler`.
    ///
    /// # Demand
    ///
    /// Requests `prefetch` elements at once, and three quarters of that (rounded up) whenever so many
    /// have been delivered. Up to `prefetch` elements wait in a queue, which is allocated when it is
    /// subscribed. The upstream may be made to produce on the worker, by such a request.
    ///
    /// # Errors
    ///
    /// An error is passed on at once: elements in the queue are dropped. Cancel goes to the upstream at
    /// once, and drops what is in the queue. When the scheduler has shut down, the upstream is
    /// cancelled and the subscriber dropped.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::{PublisherExt, range};
    ///
    /// let thread = ThreadScheduler::new("adder");
    /// let prefetch = NonZeroUsize::new(256).unwrap();
    /// let sum = range(0..1000).publish_on(&thread, prefetch).fold(0, |sum, n| sum + n).block();
    /// assert_eq!(sum.unwrap(), 499_500);
    /// ```
    #[doc(alias = "publishOn")]
    #[doc(alias = "observeOn")]
    #[doc(alias = "async")]
    fn publish_on(self, scheduler: &dyn Scheduler, prefetch: NonZeroUsize) -> PublishOn<Self> {
        publisher::<Self::Item, Self::Error, _>(PublishOn::new(self, scheduler.worker(), prefetch))
    }

    // ===== share =====

    /// Gives each element to several subscribers, from one subscription to the upstream.
    ///
    /// The result is `Clone`, and each clone can be subscribed. The first subscriber has the upstream
    /// subscribed; one that comes later gets what is delivered from then on, and one that comes after
    /// the end gets the end.
    ///
    /// # Demand
    ///
    /// Requests `capacity` elements at once, and three quarters of that (rounded up) whenever so many
    /// have been delivered. An element is delivered to all subscribers when each of them has asked for
    /// one: the slowest decides. Until then up to `capacity` elements wait. Elements are delivered on
    /// the thread that brings them, or that requests.
    ///
    /// # Errors
    ///
    /// An error is passed on to all at once: elements that wait are dropped. A subscriber that cancels
    /// or panics leaves the others alone; its panic goes no further. When the last one has gone the
    /// upstream is cancelled, and who comes later is completed.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::{PublisherExt, channel};
    ///
    /// let (sender, numbers) = channel::<u32, String>(NonZeroUsize::new(4).unwrap());
    /// let numbers = numbers.share(NonZeroUsize::new(4).unwrap());
    /// let sum = numbers.clone().fold(0, |sum, n| sum + n).start();
    /// let all = numbers.collect::<Vec<_>>().start();
    /// for n in 1..4 {
    ///     sender.send_blocking(n).unwrap();
    /// }
    /// drop(sender);
    /// assert_eq!(sum.block(), Ok(6));
    /// assert_eq!(all.block(), Ok(vec![1, 2, 3]));
    /// ```
    #[doc(alias = "publish")]
    #[doc(alias = "refCount")]
    #[doc(alias = "BroadcastHub")]
    fn share(self, capacity: NonZeroUsize) -> Shared<Self>
    where
        Self::Item: Clone,
        Self::Error: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Shared::new(self, capacity))
    }

    // ===== errors =====

    /// Fails with what `f` makes of the error.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; cancel goes straight through.
    ///
    /// ```
    /// use reactive_streams_operators::{PublisherExt, SinkError, error};
    ///
    /// let failed = error::<u8, _>(404).map_err(|code| format!("HTTP {code}"));
    /// let outcome = failed.collect::<Vec<_>>().block();
    /// assert_eq!(outcome, Err(SinkError::Upstream("HTTP 404".to_owned())));
    /// ```
    #[doc(alias = "onErrorMap")]
    #[doc(alias = "mapError")]
    fn map_err<E, F>(self, f: F) -> MapErr<Self, F>
    where
        E: Send + 'static,
        F: FnOnce(Self::Error) -> E + Send + 'static,
    {
        publisher::<Self::Item, E, _>(MapErr::new(self, f))
    }

    /// Fails with the error converted: [`map_err`](Self::map_err) with [`Into::into`].
    ///
    /// ```
    /// use reactive_streams_operators::{PublisherExt, SinkError, error};
    ///
    /// let failed = error::<u8, &str>("gone").err_into::<String>();
    /// assert_eq!(
    ///     failed.collect::<Vec<_>>().block(),
    ///     Err(SinkError::Upstream("gone".to_owned())),
    /// );
    /// ```
    fn err_into<E>(self) -> MapErr<Self, fn(Self::Error) -> E>
    where
        E: From<Self::Error> + Send + 'static,
    {
        self.map_err(E::from)
    }

    /// A publisher that cannot fail, as one that can fail with an `E`.
    ///
    /// For the places that want equal error types; what `E` is follows from there.
    ///
    /// ```
    /// use reactive_streams_operators::{PublisherExt, SinkError, error, range};
    ///
    /// let numbers = range(0..2).fallible().concat_map(|n| error::<u8, _>(n));
    /// assert_eq!(numbers.collect::<Vec<_>>().block(), Err(SinkError::Upstream(0)));
    /// ```
    fn fallible<E>(self) -> MapErr<Self, fn(Infallible) -> E>
    where
        Self: Publisher<Error = Infallible>,
        E: Send + 'static,
    {
        self.map_err(absurd)
    }

    // ===== erase =====

    /// The same publisher behind a type that says only what it gives.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous. Ends fusion.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use reactive_streams_operators::{BoxPublisher, PublisherExt, empty, range};
    ///
    /// fn countdown(from: u32) -> BoxPublisher<u32, Infallible> {
    ///     if from == 0 { empty().boxed() } else { range(0..from).map(move |n| from - n).boxed() }
    /// }
    ///
    /// assert_eq!(countdown(3).collect::<Vec<_>>().block().unwrap(), [3, 2, 1]);
    /// ```
    fn boxed(self) -> BoxPublisher<Self::Item, Self::Error> {
        publisher::<Self::Item, Self::Error, _>(BoxPublisher::new(self))
    }

    /// The same publisher, which what follows is to subscribe and not to fuse with.
    ///
    /// For tests and benchmarks.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous.
    ///
    /// ```
    /// use reactive_streams_operators::{PublisherExt, range};
    ///
    /// assert_eq!(range(0..3).hide().collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
    /// ```
    fn hide(self) -> Hide<Self> {
        publisher::<Self::Item, Self::Error, _>(Hide::new(self))
    }

    // ===== sinks =====

    /// Calls `f` with each element.
    ///
    /// # Demand
    ///
    /// Unbounded, at once: `f` is the brake, for an upstream that runs on this thread. To bound what is
    /// under way from another thread, put [`publish_on`](Self::publish_on) before it.
    ///
    /// # Errors
    ///
    /// [`SinkError`](crate::SinkError) says how it may fail. If `f` panics the upstream is cancelled,
    /// and whoever waits gets the panic. Dropping the future or the outcome cancels.
    ///
    /// ```
    /// use reactive_streams_operators::{PublisherExt, range};
    ///
    /// range(0..3).for_each(|n| println!("{n}")).block().unwrap();
    /// ```
    #[doc(alias = "subscribe")]
    #[doc(alias = "foreach")]
    fn for_each<F>(
        self,
        f: F,
    ) -> Consume<Self, impl Driver<Self::Item, Self::Error, Output = Outcome<(), Self::Error>> + Send>
    where
        F: FnMut(Self::Item) + Send + 'static,
    {
        self.fold((), caller(f))
    }

    /// Makes one value of all elements, beginning with `init`.
    ///
    /// # Demand
    ///
    /// Unbounded, at once, as [`for_each`](Self::for_each).
    ///
    /// # Errors
    ///
    /// As [`for_each`](Self::for_each).
    ///
    /// ```
    /// use reactive_streams_operators::{PublisherExt, range};
    ///
    /// let product = range(1..6).fold(1, |product, n| product * n).block();
    /// assert_eq!(product.unwrap(), 120);
    /// ```
    #[doc(alias = "reduce")]
    fn fold<A, F>(
        self,
        init: A,
        f: F,
    ) -> Consume<Self, impl Driver<Self::Item, Self::Error, Output = Outcome<A, Self::Error>> + Send>
    where
        A: Send + 'static,
        F: FnMut(A, Self::Item) -> A + Send + 'static,
    {
        Consume::new(self, FoldDriver::new(init, f))
    }

    /// Collects the elements.
    ///
    /// # Demand
    ///
    /// Unbounded, at once, as [`for_each`](Self::for_each). The collection grows with the stream; put
    /// [`take`](Self::take) before it where that has to end.
    ///
    /// # Errors
    ///
    /// As [`for_each`](Self::for_each).
    ///
    /// ```
    /// use std::collections::BTreeSet;
    /// use reactive_streams_operators::{PublisherExt, from_iter};
    ///
    /// let letters = from_iter("abracadabra".chars()).collect::<BTreeSet<_>>().block().unwrap();
    /// assert_eq!(String::from_iter(letters), "abcdr");
    /// ```
    #[doc(alias = "collectList")]
    #[doc(alias = "toList")]
    fn collect<C>(
        self,
    ) -> Consume<Self, impl Driver<Self::Item, Self::Error, Output = Outcome<C, Self::Error>> + Send>
    where
        C: Default + Extend<Self::Item> + Send + 'static,
    {
        self.fold(C::default(), collector)
    }

    /// The elements as a [`Stream`](futures_core::Stream) of results, an error being the last item.
    ///
    /// # Demand
    ///
    /// The publisher is subscribed by the first poll. Requests `prefetch` elements then, and three
    /// quarters of that (rounded up) whenever so many have been read. Up to `prefetch` elements wait,
    /// and an error comes after them.
    ///
    /// # Errors
    ///
    /// The last item is an error as [`SinkError`](crate::SinkError) says. Dropping the stream cancels.
    ///
    /// ```
    /// # use std::{pin::pin, task::{Context, Poll, Waker}};
    /// use futures_core::Stream;
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::{PublisherExt, range};
    ///
    /// let mut stream = pin!(range(0..2).into_stream(NonZeroUsize::new(16).unwrap()));
    /// # let mut cx = Context::from_waker(Waker::noop());
    /// assert_eq!(stream.as_mut().poll_next(&mut cx), Poll::Ready(Some(Ok(0))));
    /// assert_eq!(stream.as_mut().poll_next(&mut cx), Poll::Ready(Some(Ok(1))));
    /// assert_eq!(stream.as_mut().poll_next(&mut cx), Poll::Ready(None));
    /// ```
    #[doc(alias = "toStream")]
    #[doc(alias = "toIterable")]
    fn into_stream(self, prefetch: NonZeroUsize) -> IntoStream<Self> {
        IntoStream::new(self, prefetch)
    }
}

impl<P: Publisher> PublisherExt for P {}

/// Has a wrong bound fail where an operator is defined, and not where it is used.
fn publisher<T, E, P: Publisher<Item = T, Error = E>>(publisher: P) -> P {
    publisher
}
