use std::hash::Hash;
use std::num::NonZeroUsize;

use reactive_streams::{Publisher, Subscriber};

use super::{Carries, publisher};
use crate::operator::{
    DivertTo, Group, GroupBy, GroupError, Partition, StreamWindow, WindowBySize, WindowUntil,
    WindowUntilChanged, WindowWhile, Windowed, partition,
};

/// Operators that take a stream apart into streams.
///
/// What they have in common: the parts share one subscription to the upstream. Up to `capacity`
/// elements are requested of it and wait in the parts, all parts together, and as elements are taken out
/// of any of them others are requested: three quarters at a time, or what there is when nothing else
/// would come. So a part that is consumed slowly holds back the others; one that nobody has subscribed,
/// and that holds all that may wait, fails the stream with [`GroupError::NotConsumed`], and is never a
/// silent stall. A part is delivered on the thread that brings its elements or requests them.
///
/// An error ends the stream and all its parts, after what waits in them. Cancelling the stream of the
/// parts leaves those that there are alone; elements that would need new ones are dropped. When it and all
/// parts are cancelled or dropped, the upstream is cancelled.
pub trait GroupExt: Publisher {
    /// Gives a stream for each key that `key` finds in the elements, with the elements of that key.
    ///
    /// When a group is cancelled or dropped, a later element of its key opens another.
    ///
    /// # Demand
    ///
    /// As [`GroupExt`] says. There are at most `max_groups` at the same time: whoever consumes them has to
    /// take so many, as [`flat_map`](super::FlattenExt::flat_map) does with a concurrency of that.
    ///
    /// # Errors
    ///
    /// An element that would need one group more fails the stream with [`GroupError::TooManyGroups`], or
    /// is [handed to a closure](GroupBy::on_surplus). If groups cross threads and may be subscribed late,
    /// [`hold_unconsumed`](GroupBy::hold_unconsumed) waits for them instead of failing. If `key` panics
    /// the stream is over and its parts are dropped; the panic unwinds to whoever brought the element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams::{Publisher, Subscriber};
    /// use reactive_streams_operators::operator::GroupError;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let (groups, waiting) = (NonZeroUsize::new(26).unwrap(), NonZeroUsize::new(256).unwrap());
    /// let words = from_iter(["apple", "bear", "ant", "bee", "cat"]).fallible::<GroupError>();
    /// let counts = words
    ///     .group_by(groups, waiting, |word| word.as_bytes()[0])
    ///     .flat_map(groups, |group| {
    ///         let initial = char::from(*group.key());
    ///         group.fold(0, |count, _| count + 1).map(move |count| (initial, count))
    ///     });
    /// let mut counts = counts.collect::<Vec<_>>().block().unwrap();
    /// counts.sort();
    /// assert_eq!(counts, [('a', 2), ('b', 2), ('c', 1)]);
    /// ```
    #[doc(alias = "groupBy")]
    #[doc(alias = "mergeSubstreams")]
    #[doc(alias = "mergeSubstreamsWithParallelism")]
    #[doc(alias = "concatSubstreams")]
    fn group_by<K, F>(
        self,
        max_groups: NonZeroUsize,
        capacity: NonZeroUsize,
        key: F,
    ) -> GroupBy<Self, F>
    where
        Self::Error: Carries<GroupError> + Clone,
        K: Hash + Eq + Clone + Send + 'static,
        F: FnMut(&Self::Item) -> K + Send + 'static,
    {
        publisher::<Group<K, Self::Item, Self::Error>, Self::Error, _>(GroupBy::new(
            self,
            max_groups,
            capacity,
            key,
            Self::Error::from,
        ))
    }

    /// Gives streams of `size` elements each, one after another; the last may be shorter.
    ///
    /// # Demand
    ///
    /// As [`GroupExt`] says. A window is given with its first element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::GroupError;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let (two, waiting) = (NonZeroUsize::new(2).unwrap(), NonZeroUsize::new(16).unwrap());
    /// let sums = range(0..5)
    ///     .fallible::<GroupError>()
    ///     .window(two, waiting)
    ///     .concat_map(|window| window.fold(0, |sum, n| sum + n));
    /// assert_eq!(sums.collect::<Vec<_>>().block().unwrap(), [1, 5, 4]);
    /// ```
    fn window(self, size: NonZeroUsize, capacity: NonZeroUsize) -> Windowed<Self, WindowBySize>
    where
        Self::Error: Carries<GroupError> + Clone,
    {
        windowed(self, capacity, WindowBySize::new(size.get() as u64))
    }

    /// Gives streams that end with an element for which `predicate` holds, one after another.
    ///
    /// # Demand
    ///
    /// As [`GroupExt`] says. A window is given with its first element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::GroupError;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let lines = from_iter(["to", "be.", "or", "not."])
    ///     .fallible::<GroupError>()
    ///     .window_until(NonZeroUsize::new(16).unwrap(), |word| word.ends_with('.'))
    ///     .concat_map(|words| words.collect::<Vec<_>>());
    /// assert_eq!(lines.collect::<Vec<_>>().block().unwrap(), [["to", "be."], ["or", "not."]]);
    /// ```
    #[doc(alias = "windowUntil")]
    #[doc(alias = "splitAfter")]
    fn window_until<F>(self, capacity: NonZeroUsize, predicate: F) -> Windowed<Self, WindowUntil<F>>
    where
        Self::Error: Carries<GroupError> + Clone,
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        windowed(self, capacity, WindowUntil::new(predicate))
    }

    /// Gives streams of elements for which `predicate` holds; one for which it does not ends the stream
    /// of the moment, and is dropped.
    ///
    /// # Demand
    ///
    /// As [`GroupExt`] says. A window is given with its first element, so none is empty.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::GroupError;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let runs = from_iter([1, 2, 0, 3, 0])
    ///     .fallible::<GroupError>()
    ///     .window_while(NonZeroUsize::new(16).unwrap(), |n| *n > 0)
    ///     .concat_map(|run| run.fold(0, |sum, n| sum + n));
    /// assert_eq!(runs.collect::<Vec<_>>().block().unwrap(), [3, 3]);
    /// ```
    #[doc(alias = "windowWhile")]
    fn window_while<F>(self, capacity: NonZeroUsize, predicate: F) -> Windowed<Self, WindowWhile<F>>
    where
        Self::Error: Carries<GroupError> + Clone,
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        windowed(self, capacity, WindowWhile::new(predicate))
    }

    /// Gives streams of neighbours with the same key, one after another.
    ///
    /// # Demand
    ///
    /// As [`GroupExt`] says. A window is given with its first element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::GroupError;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let runs = from_iter([1, 3, 2, 5])
    ///     .fallible::<GroupError>()
    ///     .window_until_changed(NonZeroUsize::new(16).unwrap(), |n| n % 2)
    ///     .concat_map(|run| run.fold(0, |count, _| count + 1));
    /// assert_eq!(runs.collect::<Vec<_>>().block().unwrap(), [2, 1, 1]);
    /// ```
    #[doc(alias = "windowUntilChanged")]
    #[doc(alias = "splitWhen")]
    fn window_until_changed<K, F>(
        self,
        capacity: NonZeroUsize,
        key: F,
    ) -> Windowed<Self, WindowUntilChanged<K, F>>
    where
        Self::Error: Carries<GroupError> + Clone,
        K: PartialEq + Send + 'static,
        F: FnMut(&Self::Item) -> K + Send + 'static,
    {
        windowed(self, capacity, WindowUntilChanged::new(key))
    }

    /// Takes a stream apart into two: the elements for which `predicate` holds, and the others.
    ///
    /// The upstream is subscribed with the first of the two. As for what they share, [`GroupExt`] says it;
    /// but neither fails because nobody has subscribed the other: the elements for that one wait, and
    /// hold both when `capacity` of them do. If one is dropped or cancelled, its elements are dropped. An
    /// error is passed on to both at once: elements that wait are dropped.
    ///
    /// # Demand
    ///
    /// As [`GroupExt`] says: the slower of the two holds the other back, once `capacity` elements wait.
    ///
    /// # Panics
    ///
    /// If `predicate` panics both are over; the panic unwinds to whoever brought the element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let (even, odd) = range(0..6).partition(NonZeroUsize::new(4).unwrap(), |n| n % 2 == 0);
    /// let odd = odd.fold(0, |sum, n| sum + n).start();
    /// assert_eq!(even.collect::<Vec<_>>().block().unwrap(), [0, 2, 4]);
    /// assert_eq!(odd.block(), Ok(9));
    /// ```
    #[doc(alias = "Partition")]
    fn partition<F>(
        self,
        capacity: NonZeroUsize,
        predicate: F,
    ) -> (Partition<Self, F>, Partition<Self, F>)
    where
        Self::Error: Clone,
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        partition(self, capacity, predicate)
    }

    /// Gives `subscriber` the elements for which `predicate` holds, and the others downstream.
    ///
    /// When the downstream cancels, `subscriber` still gets its elements, and the other way round; when
    /// both have cancelled the upstream is cancelled. Each gets the completion after what waits, and an error
    /// at once.
    ///
    /// # Demand
    ///
    /// As [`partition`](Self::partition): the slower of the two holds the other back.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{range, sink};
    ///
    /// let (refused, sum) = sink::fold(0, |sum, n| sum + n);
    /// let accepted = range(0..6).divert_to(refused, NonZeroUsize::new(4).unwrap(), |n| *n > 3);
    /// assert_eq!(accepted.collect::<Vec<_>>().block().unwrap(), [0, 1, 2, 3]);
    /// assert_eq!(sum.block(), Ok(9));
    /// ```
    #[doc(alias = "divertTo")]
    fn divert_to<S, F>(
        self,
        subscriber: S,
        capacity: NonZeroUsize,
        predicate: F,
    ) -> DivertTo<Self, S, F>
    where
        Self::Error: Clone,
        S: Subscriber<Self::Item, Self::Error>,
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(DivertTo::new(
            self, capacity, subscriber, predicate,
        ))
    }
}

impl<P: Publisher> GroupExt for P {}

fn windowed<P, C>(upstream: P, capacity: NonZeroUsize, cut: C) -> Windowed<P, C>
where
    P: Publisher<Error: Carries<GroupError> + Clone>,
    C: crate::operator::Windows<P::Item>,
{
    publisher::<StreamWindow<P::Item, P::Error>, P::Error, _>(Windowed::new(
        upstream,
        capacity,
        cut,
        P::Error::from,
    ))
}
