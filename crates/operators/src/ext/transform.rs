use std::any::Any;
use std::cmp::Ordering;
use std::convert::Infallible;
use std::option;

use reactive_streams::Publisher;

use super::{ErrorExt, publisher};
use crate::engine::{Pass, Reduce, Step};
use crate::mono::Mono;
use crate::operator::{
    Chain, CollectSorted, Dematerialize, Endless, Enumerate, Expand, FilterMap, Handle,
    Intersperse, Map, MapErr, MapWithState, Materialize, Notification, OfType, Order, Pairwise,
    Repeat, RepeatWhen, Runs, Scan, ScanReduce, Sorted, SwitchOnFirst, TransformDeferred, While,
};
use crate::processor::Upstream;
use crate::source::FromIter;

/// Operators that make other elements of the elements, batches, and keyed or cut sub-streams.
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

    /// Gives `separator` between each two elements.
    ///
    /// For something before the first and after the last one there are
    /// [`start_with`](Self::start_with) and [`chain`](super::CombineExt::chain).
    ///
    /// # Demand
    ///
    /// Requests one element beforehand, and the next one when there is demand for what comes after that.
    /// One element waits for demand; an error overtakes it.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let list = from_iter(["to", "be"]).intersperse(" ").collect::<Vec<_>>().block();
    /// assert_eq!(list.unwrap(), ["to", " ", "be"]);
    /// ```
    fn intersperse(self, separator: Self::Item) -> Intersperse<Self, Self::Item>
    where
        Self::Item: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Intersperse::new(self, separator))
    }

    /// Gives the elements of `first`, and then its own: [`chain`](super::CombineExt::chain) the other
    /// way round.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for of `first`, and of this one what that has left unmet. This one is
    /// subscribed when `first` has completed. Synchronous; nothing is buffered.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let items = range(10..12).start_with(range(0..2)).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 1, 10, 11]);
    /// ```
    #[doc(alias = "startWith")]
    #[doc(alias = "prepend")]
    #[doc(alias = "prependLazy")]
    fn start_with<Q>(self, first: Q) -> Chain<Q, Self>
    where
        Q: Publisher<Item = Self::Item, Error = Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(Chain::new(first, self))
    }

    /// Gives the `items`, and then its own: [`start_with`](Self::start_with) for an iterator.
    ///
    /// # Demand
    ///
    /// As [`start_with`](Self::start_with).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let items = range(10..12).start_with_iter([0, 1]).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 1, 10, 11]);
    /// ```
    #[doc(alias = "startWithArray")]
    #[doc(alias = "startWithItem")]
    #[doc(alias = "startWithIterable")]
    fn start_with_iter<I>(self, items: I) -> Chain<FromIter<I::IntoIter, Self::Error>, Self>
    where
        I: IntoIterator<Item = Self::Item, IntoIter: Send + 'static>,
    {
        self.start_with(FromIter::new(items.into_iter()))
    }

    /// Gives the elements in order.
    ///
    /// # Demand
    ///
    /// Unbounded, at once: all elements are buffered before the first is given. Elements that are equal
    /// keep their order. An error drops what is buffered.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let sorted = from_iter([3, 1, 2]).sorted().collect::<Vec<_>>().block();
    /// assert_eq!(sorted.unwrap(), [1, 2, 3]);
    /// ```
    #[doc(alias = "sort")]
    fn sorted(self) -> Sorted<Self, fn(&Self::Item, &Self::Item) -> Ordering>
    where
        Self::Item: Ord,
    {
        self.sorted_by(Ord::cmp)
    }

    /// Gives the elements in the order that `compare` says.
    ///
    /// # Demand
    ///
    /// As [`sorted`](Self::sorted).
    ///
    /// # Panics
    ///
    /// As [`slice::sort_by`] may if `compare` is no order.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let falling = range(0..3).sorted_by(|a, b| b.cmp(a)).collect::<Vec<_>>().block();
    /// assert_eq!(falling.unwrap(), [2, 1, 0]);
    /// ```
    fn sorted_by<F>(self, compare: F) -> Sorted<Self, F>
    where
        F: FnMut(&Self::Item, &Self::Item) -> Ordering + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Sorted::new(self, compare))
    }

    /// Collects the elements in order.
    ///
    /// # Demand
    ///
    /// As [`collect`](super::ConsumeExt::collect). Elements that are equal keep their order.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// assert_eq!(from_iter([3, 1, 2]).collect_sorted().block(), Ok(vec![1, 2, 3]));
    /// ```
    #[doc(alias = "collectSortedList")]
    #[doc(alias = "toSortedList")]
    fn collect_sorted(
        self,
    ) -> Mono<Reduce<Self, Vec<Self::Item>, CollectSorted<fn(&Self::Item, &Self::Item) -> Ordering>>>
    where
        Self::Item: Ord,
    {
        self.collect_sorted_by(Ord::cmp)
    }

    /// Collects the elements in the order that `compare` says.
    ///
    /// # Demand
    ///
    /// As [`collect_sorted`](Self::collect_sorted).
    ///
    /// # Panics
    ///
    /// As [`slice::sort_by`] may if `compare` is no order.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..3).collect_sorted_by(|a, b| b.cmp(a)).block(), Ok(vec![2, 1, 0]));
    /// ```
    fn collect_sorted_by<F>(
        self,
        compare: F,
    ) -> Mono<Reduce<Self, Vec<Self::Item>, CollectSorted<F>>>
    where
        F: FnMut(&Self::Item, &Self::Item) -> Ordering + Send + 'static,
    {
        Mono::new(Reduce::new(self, Vec::new(), CollectSorted::new(compare)))
    }

    /// Gives the elements `n` times over: subscribes a clone whenever one has completed.
    ///
    /// Reactor's `repeat(n)` is `repeat(n + 1)` here. With an `n` of zero it completes at once, and
    /// subscribes nothing.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; of each clone, what the one before has left unmet. Synchronous;
    /// errors and cancel go straight through. A million clones that complete at once need no stack.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let twice = range(0..2).repeat(2).collect::<Vec<_>>().block();
    /// assert_eq!(twice.unwrap(), [0, 1, 0, 1]);
    /// ```
    #[doc(alias = "times")]
    fn repeat(self, n: usize) -> Repeat<Self, Runs>
    where
        Self: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Repeat::new(self, Runs(n)))
    }

    /// Gives the elements once, and again as long as `again` says so after them.
    ///
    /// # Demand
    ///
    /// As [`repeat`](Self::repeat).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let mut runs = 1;
    /// let thrice = range(0..2).repeat_while(move || {
    ///     runs += 1;
    ///     runs <= 3
    /// });
    /// assert_eq!(thrice.collect::<Vec<_>>().block().unwrap(), [0, 1, 0, 1, 0, 1]);
    /// ```
    #[doc(alias = "repeatUntil")]
    fn repeat_while<F>(self, again: F) -> Repeat<Self, While<F>>
    where
        Self: Clone,
        F: FnMut() -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Repeat::new(self, While(again)))
    }

    /// Gives the elements again whenever the publisher has signalled that `f` makes when they are over.
    ///
    /// `f` gets the number of elements that the last run has given, and completes the stream by making
    /// nothing. The first element of the publisher is a signal, and so is completion; then it is
    /// cancelled. For a delay between runs, make a [`timer`](crate::timer).
    ///
    /// # Demand
    ///
    /// As [`repeat`](Self::repeat). A signal that is an element is requested when there is demand.
    ///
    /// # Errors
    ///
    /// An error of the upstream or of a publisher that `f` makes is passed on.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{once, range};
    ///
    /// let mut runs = 0;
    /// let twice = range(0..2).repeat_when(move |_given| {
    ///     runs += 1;
    ///     (runs < 2).then(|| once("again"))
    /// });
    /// assert_eq!(twice.collect::<Vec<_>>().block().unwrap(), [0, 1, 0, 1]);
    /// ```
    #[doc(alias = "repeatWhen")]
    #[doc(alias = "repeatWhenEmpty")]
    fn repeat_when<N, F>(self, f: F) -> RepeatWhen<Self, F>
    where
        Self: Clone,
        N: Publisher<Error = Self::Error>,
        F: FnMut(u64) -> Option<N> + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(RepeatWhen::new(self, f))
    }

    /// Gives the elements again and again, as [`Iterator::cycle`] does.
    ///
    /// It ends when a run gives nothing.
    ///
    /// # Demand
    ///
    /// As [`repeat`](Self::repeat).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let some = range(0..2).cycle().take(5).collect::<Vec<_>>().block();
    /// assert_eq!(some.unwrap(), [0, 1, 0, 1, 0]);
    /// ```
    fn cycle(self) -> Repeat<Self, Endless>
    where
        Self: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Repeat::new(self, Endless))
    }

    /// Gives each element, and in the end the elements of the publishers that `f` makes of all of them,
    /// of those as well, and so on: breadth first.
    ///
    /// # Demand
    ///
    /// Requests one element beforehand of the publisher that has its turn. Those that wait for theirs
    /// are kept, one for each element given; `f` decides how many that are. A recursion of any depth needs
    /// no stack.
    ///
    /// # Errors
    ///
    /// An error of any of them ends the stream.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{from_iter, once};
    ///
    /// // Each number up to 7 has two children in a heap.
    /// let heap = once(1).expand(|n| from_iter([2 * n, 2 * n + 1].into_iter().filter(|n| *n <= 7)));
    /// assert_eq!(heap.collect::<Vec<_>>().block().unwrap(), [1, 2, 3, 4, 5, 6, 7]);
    /// ```
    fn expand<Q, F>(self, f: F) -> Expand<Self, F>
    where
        Q: Publisher<Item = Self::Item, Error = Self::Error>,
        F: FnMut(&Self::Item) -> Q + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Expand::new(self, f, Order::Breadth))
    }

    /// As [`expand`](Self::expand), but depth first: the publisher that `f` makes of an element has its
    /// turn at once, and those begun before wait until it has completed.
    ///
    /// # Demand
    ///
    /// Requests one element beforehand of the publisher that has its turn, and has done so of those
    /// that wait. A recursion of any depth needs no stack.
    ///
    /// # Errors
    ///
    /// As [`expand`](Self::expand).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{from_iter, once};
    ///
    /// let heap = once(1).expand_deep(|n| from_iter([2 * n, 2 * n + 1].into_iter().filter(|n| *n <= 7)));
    /// assert_eq!(heap.collect::<Vec<_>>().block().unwrap(), [1, 2, 4, 5, 3, 6, 7]);
    /// ```
    #[doc(alias = "expandDeep")]
    fn expand_deep<Q, F>(self, f: F) -> Expand<Self, F>
    where
        Q: Publisher<Item = Self::Item, Error = Self::Error>,
        F: FnMut(&Self::Item) -> Q + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Expand::new(self, f, Order::Depth))
    }

    /// Gives the elements of the publisher that `f` makes of the first element and of the stream of the
    /// others.
    ///
    /// Without a first element `f` is not called, and the stream ends as the upstream does. If `f` drops
    /// the stream of the others, the upstream is cancelled.
    ///
    /// # Demand
    ///
    /// Requests one element with the first demand, and then what is requested of the others. Synchronous;
    /// nothing is buffered.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// // The first number says how many follow.
    /// let counted = from_iter([2, 10, 11, 12]).switch_on_first(|n, others| others.take(n));
    /// assert_eq!(counted.collect::<Vec<_>>().block().unwrap(), [10, 11]);
    /// ```
    #[doc(alias = "switchOnFirst")]
    #[doc(alias = "flatMapPrefix")]
    fn switch_on_first<Q, F>(self, f: F) -> SwitchOnFirst<Self, F>
    where
        Q: Publisher<Error = Self::Error>,
        F: FnOnce(Self::Item, Upstream<Self::Item, Self::Error>) -> Q + Send + 'static,
    {
        publisher::<Q::Item, Self::Error, _>(SwitchOnFirst::new(self, f))
    }
}

impl<P: Publisher> TransformExt for P {}
