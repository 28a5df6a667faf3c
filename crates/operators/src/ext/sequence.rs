use std::cmp::Ordering;

use reactive_streams::Publisher;

use super::publisher;
use crate::engine::Reduce;
use crate::mono::Mono;
use crate::operator::{
    Chain, CollectSorted, Endless, Expand, Intersperse, Order, RepeatWhen, Repeated, Runs, Sorted,
    SwitchOnFirst, While,
};
use crate::processor::Upstream;
use crate::source::FromIter;

/// Operators that repeat, extend or reorder the sequence of the elements.
pub trait SequenceExt: Publisher {
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
    fn repeat(self, n: usize) -> Repeated<Self, Runs>
    where
        Self: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Repeated::new(self, Runs(n)))
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
    fn repeat_while<F>(self, again: F) -> Repeated<Self, While<F>>
    where
        Self: Clone,
        F: FnMut() -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Repeated::new(self, While(again)))
    }

    /// Gives the elements again whenever the publisher has signalled that `f` makes when they are over.
    ///
    /// `f` gets the number of elements that the last run has given, and completes the stream by making
    /// nothing. The first element of the publisher is a signal, and so is completion; then it is
    /// cancelled. For a delay between runs there is [`Repeat`](crate::Repeat).
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
    fn cycle(self) -> Repeated<Self, Endless>
    where
        Self: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Repeated::new(self, Endless))
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

impl<P: Publisher> SequenceExt for P {}
