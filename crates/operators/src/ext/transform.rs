use std::any::Any;
use std::convert::Infallible;
use std::option;

use reactive_streams::Publisher;

use super::{ErrorExt, publisher};
use crate::engine::{Pass, Step};
use crate::operator::{
    Chain, Dematerialize, Enumerate, FilterMap, Handle, Map, MapErr, MapWithState, Materialize,
    Notification, OfType, Pairwise, Scan, ScanReduce, TransformDeferred,
};
use crate::source::FromIter;

/// Operators that make other elements of the elements.
pub trait TransformExt: Publisher {
    /// Gives what `f` makes of each element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let squares = range(1..4).map(|n| n * n).collect::<Vec<_>>().block();
    /// assert_eq!(squares.unwrap(), [1, 4, 9]);
    /// ```
    #[doc(alias = "fromFunction")]
    fn map<U, F>(self, f: F) -> Pass<Self, Map<F>>
    where
        U: Send + 'static,
        F: FnMut(Self::Item) -> U + Send + 'static,
    {
        publisher::<U, Self::Error, _>(Pass::new(self, Map::new(f)))
    }

    /// Gives what `f` makes of each element, where it makes something.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element that gives nothing, unless the
    /// upstream sees from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send
    /// another. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let numbers = from_iter(["1", "two", "3"]).filter_map(|word| word.parse::<u32>().ok());
    /// assert_eq!(numbers.collect::<Vec<_>>().block().unwrap(), [1, 3]);
    /// ```
    #[doc(alias = "mapNotNull")]
    #[doc(alias = "mapOptional")]
    #[doc(alias = "mapOption")]
    #[doc(alias = "flattenOptional")]
    #[doc(alias = "collect")]
    fn filter_map<U, F>(self, f: F) -> Pass<Self, FilterMap<F>>
    where
        U: Send + 'static,
        F: FnMut(Self::Item) -> Option<U> + Send + 'static,
    {
        publisher::<U, Self::Error, _>(Pass::new(self, FilterMap::new(f)))
    }

    /// Does with each element what `f` says: gives an element or none, completes or fails.
    ///
    /// # Demand
    ///
    /// As [`filter_map`](Self::filter_map). When `f` ends the stream, the upstream is cancelled.
    ///
    /// ```
    /// use reactive_streams_operators::engine::Step;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let halves = from_iter([4, 5, 6, 0, 8]).handle(|n| match n {
    ///     0 => Step::Complete,
    ///     n if n % 2 == 0 => Step::Next(n / 2),
    ///     _ => Step::Skip,
    /// });
    /// assert_eq!(halves.collect::<Vec<_>>().block().unwrap(), [2, 3]);
    /// ```
    fn handle<U, F>(self, f: F) -> Pass<Self, Handle<F>>
    where
        U: Send + 'static,
        F: FnMut(Self::Item) -> Step<U, Self::Error> + Send + 'static,
    {
        publisher::<U, Self::Error, _>(Pass::new(self, Handle::new(f)))
    }

    /// Gives those elements of a stream of any types that are a `U`.
    ///
    /// For the variants of an enum, use [`filter_map`](Self::filter_map).
    ///
    /// # Demand
    ///
    /// As [`filter_map`](Self::filter_map).
    ///
    /// ```
    /// use std::any::Any;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let things: [Box<dyn Any + Send>; 3] = [Box::new(1), Box::new("two"), Box::new(3)];
    /// assert_eq!(from_iter(things).of_type::<i32>().collect::<Vec<_>>().block().unwrap(), [1, 3]);
    /// ```
    #[doc(alias = "ofType")]
    #[doc(alias = "collectType")]
    fn of_type<U>(self) -> Pass<Self, OfType<U>>
    where
        Self: Publisher<Item = Box<dyn Any + Send>>,
        U: Any + Send,
    {
        publisher::<U, Self::Error, _>(Pass::new(self, OfType::new()))
    }

    /// Gives each element with its index, beginning with zero.
    ///
    /// # Demand
    ///
    /// As [`map`](Self::map). The index wraps around after `usize::MAX`.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let letters = from_iter(["a", "b"]).enumerate().collect::<Vec<_>>().block();
    /// assert_eq!(letters.unwrap(), [(0, "a"), (1, "b")]);
    /// ```
    #[doc(alias = "index")]
    #[doc(alias = "zipWithIndex")]
    fn enumerate(self) -> Pass<Self, Enumerate> {
        publisher::<(usize, Self::Item), Self::Error, _>(Pass::new(self, Enumerate::new()))
    }

    /// Gives `init`, and then every intermediate result of putting the elements together.
    ///
    /// This is not [`Iterator::scan`]: that is [`map_with_state`](Self::map_with_state). Without an
    /// `init` it is [`scan_reduce`](Self::scan_reduce).
    ///
    /// # Demand
    ///
    /// The first element that is requested is `init`; the upstream is subscribed when that has been
    /// given, and requested what is left. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let sums = range(1..5).scan(0, |sum, n| sum + n).collect::<Vec<_>>().block();
    /// assert_eq!(sums.unwrap(), [0, 1, 3, 6, 10]);
    /// ```
    #[doc(alias = "scanWith")]
    fn scan<A, F>(
        self,
        init: A,
        f: F,
    ) -> Chain<FromIter<option::IntoIter<A>, Self::Error>, Pass<Self, Scan<A, F>>>
    where
        A: Clone + Send + 'static,
        F: FnMut(A, Self::Item) -> A + Send + 'static,
    {
        let seed = FromIter::new(Some(init.clone()).into_iter());
        publisher::<A, Self::Error, _>(Chain::new(seed, Pass::new(self, Scan::new(init, f))))
    }

    /// Gives every intermediate result of putting the elements together, the first element being the
    /// first one.
    ///
    /// # Demand
    ///
    /// As [`map`](Self::map).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let highest = from_iter([3, 1, 4]).scan_reduce(|highest, n| n.max(highest));
    /// assert_eq!(highest.collect::<Vec<_>>().block().unwrap(), [3, 3, 4]);
    /// ```
    #[doc(alias = "scan")]
    fn scan_reduce<F>(self, f: F) -> Pass<Self, ScanReduce<Self::Item, F>>
    where
        Self::Item: Clone,
        F: FnMut(Self::Item, Self::Item) -> Self::Item + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, ScanReduce::new(f)))
    }

    /// Gives what `f` makes of each element and of a state of its own.
    ///
    /// This is [`Iterator::scan`], but that it does not end the stream. A clone of the publisher has a
    /// clone of the state.
    ///
    /// # Demand
    ///
    /// As [`map`](Self::map).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let differences = from_iter([1, 4, 9]).map_with_state(0, |last, n| n - std::mem::replace(last, n));
    /// assert_eq!(differences.collect::<Vec<_>>().block().unwrap(), [1, 3, 5]);
    /// ```
    #[doc(alias = "statefulMap")]
    #[doc(alias = "statefulMapConcat")]
    fn map_with_state<A, U, F>(self, state: A, f: F) -> Pass<Self, MapWithState<A, F>>
    where
        A: Send + 'static,
        U: Send + 'static,
        F: FnMut(&mut A, Self::Item) -> U + Send + 'static,
    {
        publisher::<U, Self::Error, _>(Pass::new(self, MapWithState::new(state, f)))
    }

    /// Gives each element but the first with the one before it.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more with the first request. Synchronous; errors and cancel
    /// go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let pairs = range(0..4).pairwise().collect::<Vec<_>>().block();
    /// assert_eq!(pairs.unwrap(), [(0, 1), (1, 2), (2, 3)]);
    /// ```
    fn pairwise(self) -> Pass<Self, Pairwise<Self::Item>>
    where
        Self::Item: Clone,
    {
        publisher::<(Self::Item, Self::Item), Self::Error, _>(Pass::new(self, Pairwise::new()))
    }

    /// Gives the signals as values: elements, and then how the stream has ended.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. The [`Notification`] of the end waits for demand as an element does;
    /// completion comes with it. Synchronous; cancel goes straight through.
    ///
    /// ```
    /// use reactive_streams_operators::operator::Notification::{Complete, Next};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let signals = range(0..2).materialize().collect::<Vec<_>>().block();
    /// assert_eq!(signals.unwrap(), [Next(0), Next(1), Complete]);
    /// ```
    fn materialize(self) -> Materialize<Self> {
        publisher::<Notification<Self::Item, Self::Error>, Infallible, _>(Materialize::new(self))
    }

    /// Does what the elements say: the reverse of [`materialize`](Self::materialize).
    ///
    /// # Demand
    ///
    /// As [`map`](Self::map). When a notification ends the stream, the upstream is cancelled.
    ///
    /// # Errors
    ///
    /// The one that a notification has.
    ///
    /// ```
    /// use reactive_streams_operators::operator::Notification::{Error, Next};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, from_iter};
    ///
    /// let outcome = from_iter([Next(1), Error("broken"), Next(2)]).dematerialize().collect::<Vec<_>>();
    /// assert_eq!(outcome.block(), Err(SinkError::Upstream("broken")));
    /// ```
    fn dematerialize<T, E>(self) -> Pass<MapErr<Self, fn(Infallible) -> E>, Dematerialize>
    where
        Self: Publisher<Item = Notification<T, E>, Error = Infallible>,
        T: Send + 'static,
        E: Send + 'static,
    {
        publisher::<T, E, _>(Pass::new(self.fallible(), Dematerialize))
    }

    /// Gives what `f` makes of the publisher, now: a piece of a chain that has a name.
    ///
    /// # Demand
    ///
    /// As the publisher says that `f` returns.
    ///
    /// ```
    /// use reactive_streams::Publisher;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// fn squares<E>(numbers: impl Publisher<Item = u32, Error = E>) -> impl Publisher<Item = u32, Error = E> {
    ///     numbers.map(|n| n * n)
    /// }
    ///
    /// assert_eq!(range(1..4).transform(squares).collect::<Vec<_>>().block().unwrap(), [1, 4, 9]);
    /// ```
    #[doc(alias = "compose")]
    #[doc(alias = "via")]
    #[doc(alias = "viaMat")]
    fn transform<Q, F>(self, f: F) -> Q
    where
        Q: Publisher,
        F: FnOnce(Self) -> Q,
    {
        f(self)
    }

    /// As [`transform`](Self::transform), but `f` is called when the publisher is subscribed: once for
    /// each subscription, if it is cloned.
    ///
    /// # Demand
    ///
    /// As the publisher says that `f` returns. If `f` panics, the panic unwinds to whoever subscribes.
    /// Ends fusion.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let mut runs = 0;
    /// let run = range(0..2).transform_deferred(move |numbers| {
    ///     runs += 1; // each clone has its own
    ///     numbers.map(move |n| (runs, n))
    /// });
    /// for _ in 0..2 {
    ///     assert_eq!(run.clone().collect::<Vec<_>>().block().unwrap(), [(1, 0), (1, 1)]);
    /// }
    /// ```
    #[doc(alias = "transformDeferred")]
    #[doc(alias = "transformDeferredContextual")]
    #[doc(alias = "fromMaterializer")]
    fn transform_deferred<Q, F>(self, f: F) -> TransformDeferred<Self, F>
    where
        Q: Publisher,
        F: FnOnce(Self) -> Q + Send + 'static,
    {
        publisher::<Q::Item, Q::Error, _>(TransformDeferred::new(self, f))
    }
}

impl<P: Publisher> TransformExt for P {}
