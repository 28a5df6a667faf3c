use std::num::NonZeroUsize;
use std::option;

use reactive_streams::Publisher;

use super::{Carries, publisher};
use crate::engine::{Pass, Reduce};
use crate::mono::Mono;
use crate::operator::{
    Chain, CombineLatest, GroupJoin, Join, Merge, PAIR_PREFETCH, SequenceEqual, SwitchIfEmpty,
    TooManyOpen, WindowPublisher, WithLatestFrom, Zip, ZipAll, ZipIter, ZipLongest, ZipWith,
};
use crate::source::FromIter;

/// Operators that bring the elements of several publishers together.
pub trait CombineExt: Publisher {
    /// Gives the elements of `other` when this one has completed.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; `other`, what this one has left unmet. It is subscribed when this
    /// one has completed. Synchronous; nothing is buffered.
    ///
    /// # Errors
    ///
    /// An error of either is passed on at once. If it comes from the first, `other` is dropped; so it is
    /// on cancel.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let items = range(0..2).chain(range(10..12)).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 1, 10, 11]);
    /// ```
    #[doc(alias = "concatWith")]
    #[doc(alias = "concatWithValues")]
    #[doc(alias = "concat")]
    #[doc(alias = "concatLazy")]
    #[doc(alias = "concatAllLazy")]
    fn chain<Q>(self, other: Q) -> Chain<Self, Q>
    where
        Q: Publisher<Item = Self::Item, Error = Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(Chain::new(self, other))
    }

    /// Gives the elements of both as they come. Where this is a merge already, it becomes
    /// [one of three](Merge::merge), and so on.
    ///
    /// # Demand
    ///
    /// Requests 32 elements of each at once ([`prefetch`](Merge::prefetch) changes that), and three
    /// quarters of them again (rounded up) whenever so many have been delivered. Elements that nobody has
    /// asked for wait, up to that many of each; the two take turns. An element that is asked for is
    /// delivered on the thread that brings it, unless the other one is delivering, which then takes it on.
    ///
    /// # Errors
    ///
    /// An error of either is passed on at once: the other is cancelled, and what waits is dropped.
    /// [`delay_errors`](Merge::delay_errors) has it wait for the other. Cancel goes to both.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let sum = range(0..3).merge(range(10..13)).fold(0, |sum, n| sum + n).block();
    /// assert_eq!(sum, Ok(36));
    /// ```
    #[doc(alias = "mergeWith")]
    fn merge<Q>(self, other: Q) -> Merge<Self, Q>
    where
        Q: Publisher<Item = Self::Item, Error = Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(Merge::new(self, other))
    }

    /// Gives the elements of `fallback` if this one completes without an element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; `fallback`, the same again. It is subscribed when this one has
    /// completed, and dropped when it is not needed. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let items = range(7..7).switch_if_empty(range(0..3)).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "switchIfEmpty")]
    #[doc(alias = "orElse")]
    fn switch_if_empty<Q>(self, fallback: Q) -> SwitchIfEmpty<Self, Q>
    where
        Q: Publisher<Item = Self::Item, Error = Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(SwitchIfEmpty::new(self, fallback))
    }

    /// Gives `value` if this one completes without an element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; `value` waits until it is requested. Synchronous; errors and
    /// cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let items = range(0..9).filter(|n| *n > 9).default_if_empty(7).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [7]);
    /// ```
    #[doc(alias = "defaultIfEmpty")]
    fn default_if_empty(self, value: Self::Item) -> DefaultIfEmpty<Self> {
        self.switch_if_empty(FromIter::new(Some(value).into_iter()))
    }

    /// Gives pairs: the first elements of both publishers, the second ones, and so on.
    ///
    /// Ends as soon as one of the two has no more, and cancels the other. For three or four, see
    /// [`zip3`](crate::zip3) and [`zip4`](crate::zip4).
    ///
    /// # Demand
    ///
    /// Requests 256 elements of each, at once, and 192 more whenever so many have been taken; see
    /// [`prefetch`](Zip::prefetch). They wait in two queues of 256. A side that is an iterator is asked for an
    /// element when it is needed, and has no queue.
    ///
    /// # Errors
    ///
    /// An error of either is passed on at once, and cancels the other;
    /// [`delay_errors`](Zip::delay_errors) has it wait. Cancel goes to both.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{from_iter, range};
    ///
    /// let pairs = range(1..9).zip(from_iter(["a", "b"])).collect::<Vec<_>>().block();
    /// assert_eq!(pairs.unwrap(), [(1, "a"), (2, "b")]);
    /// ```
    #[doc(alias = "zipWith")]
    fn zip<Q>(self, other: Q) -> Zip<Self, Q>
    where
        Q: Publisher<Error = Self::Error>,
    {
        publisher::<(Self::Item, Q::Item), Self::Error, _>(Zip::new(self, other))
    }

    /// Gives what `f` makes of the first elements of both publishers, of the second ones, and so on.
    ///
    /// # Demand
    ///
    /// As [`zip`](Self::zip).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let products = range(1..4).zip_with(range(5..8), |n, m| n * m).collect::<Vec<_>>().block();
    /// assert_eq!(products.unwrap(), [5, 12, 21]);
    /// ```
    #[doc(alias = "zip")]
    #[doc(alias = "zipWithN")]
    fn zip_with<Q, U, F>(self, other: Q, f: F) -> Pass<Zip<Self, Q>, ZipWith<F>>
    where
        Q: Publisher<Error = Self::Error>,
        U: Send + 'static,
        F: FnMut(Self::Item, Q::Item) -> U + Send + 'static,
    {
        publisher::<U, Self::Error, _>(Pass::new(self.zip(other), ZipWith::new(f)))
    }

    /// Gives each element with the next item of an iterator, until one of the two has no more.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through. That the
    /// iterator has no more is seen when its `size_hint` tells, and with the next element otherwise; then
    /// the upstream is cancelled.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let named = range(0..9).zip_iter(["a", "b"]).collect::<Vec<_>>().block();
    /// assert_eq!(named.unwrap(), [(0, "a"), (1, "b")]);
    /// ```
    #[doc(alias = "zipWithIterable")]
    fn zip_iter<I>(self, items: I) -> Pass<Self, ZipIter<I::IntoIter>>
    where
        I: IntoIterator<Item: Send + 'static, IntoIter: Send + 'static>,
    {
        let stage = ZipIter::new(items.into_iter());
        publisher::<(Self::Item, I::Item), Self::Error, _>(Pass::new(self, stage))
    }

    /// Gives pairs as [`zip`](Self::zip) does, until both publishers have no more; `left` and `right` stand
    /// in for what is missing.
    ///
    /// # Demand
    ///
    /// As [`zip`](Self::zip), with the same errors.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{from_iter, range};
    ///
    /// let pairs = range(1..4).zip_all(from_iter(["a"]), 0, "-").collect::<Vec<_>>().block();
    /// assert_eq!(pairs.unwrap(), [(1, "a"), (2, "-"), (3, "-")]);
    /// ```
    #[doc(alias = "zipAll")]
    fn zip_all<Q>(
        self,
        other: Q,
        left: Self::Item,
        right: Q::Item,
    ) -> Pass<ZipLongest<Self, Q>, ZipAll<Self::Item, Q::Item>>
    where
        Self: Publisher<Item: Clone>,
        Q: Publisher<Item: Clone, Error = Self::Error>,
    {
        let pairs = ZipLongest::new(self, other, PAIR_PREFETCH);
        let stage = ZipAll::new(left, right);
        publisher::<(Self::Item, Q::Item), Self::Error, _>(Pass::new(pairs, stage))
    }

    /// Tells whether both publishers give equal elements in the same order, and as many of them.
    ///
    /// At the first difference both are cancelled.
    ///
    /// # Demand
    ///
    /// Nothing is compared before the answer is requested. Of each side it requests 256 elements at once,
    /// and 192 more whenever so many have been compared.
    ///
    /// # Errors
    ///
    /// An error of either is passed on at once, and cancels the other.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{from_iter, range};
    ///
    /// assert_eq!(range(1..4).sequence_equal(from_iter([1, 2, 3])).block(), Ok(true));
    /// assert_eq!(range(1..4).sequence_equal(range(1..5)).block(), Ok(false));
    /// ```
    #[doc(alias = "sequenceEqual")]
    fn sequence_equal<Q>(self, other: Q) -> Mono<Reduce<ZipLongest<Self, Q>, bool, SequenceEqual>>
    where
        Q: Publisher<Error = Self::Error>,
        Self::Item: PartialEq<Q::Item>,
    {
        let pairs = ZipLongest::new(self, other, PAIR_PREFETCH);
        Mono::new(Reduce::new(pairs, true, SequenceEqual))
    }

    /// Gives a pair of the latest elements of both publishers whenever either gives one.
    ///
    /// There is no pair before both have given an element. Ends when both have completed, or when one has
    /// without an element.
    ///
    /// # Demand
    ///
    /// Requests 32 elements of each, at once, and 24 more whenever so many have been taken. Elements wait
    /// in two queues of 32 until they are requested; none is left out, but for those that are overtaken
    /// before the other publisher has given its first. Where elements of both wait, they have turns.
    ///
    /// # Errors
    ///
    /// An error of either is passed on at once, and cancels the other;
    /// [`delay_errors`](CombineLatest::delay_errors) has it wait. Cancel goes to both.
    ///
    /// # Panics
    ///
    /// A panic of `clone` drops everything, and unwinds to whoever caused it.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{once, range};
    ///
    /// let pairs = once("a").combine_latest(range(0..3)).collect::<Vec<_>>().block();
    /// assert_eq!(pairs.unwrap(), [("a", 0), ("a", 1), ("a", 2)]);
    /// ```
    #[doc(alias = "combineLatest")]
    #[doc(alias = "combineLatestArray")]
    #[doc(alias = "zipLatest")]
    #[doc(alias = "zipLatestWith")]
    #[doc(alias = "mergeLatest")]
    fn combine_latest<Q>(self, other: Q) -> CombineLatest<Self, Q>
    where
        Self: Publisher<Item: Clone>,
        Q: Publisher<Item: Clone, Error = Self::Error>,
    {
        publisher::<(Self::Item, Q::Item), Self::Error, _>(CombineLatest::new(self, other))
    }

    /// Gives what `f` makes of each element and the latest one of `other`.
    ///
    /// Elements that come before `other` has given one are dropped. Completes when this one completes,
    /// or when `other` does without an element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element that is dropped, unless the upstream
    /// sees from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another. Of
    /// `other`, which is subscribed first, it requests everything, and keeps the latest.
    ///
    /// # Errors
    ///
    /// An error of either is passed on at once, and cancels the other. Cancel goes to both.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{once, range};
    ///
    /// let scaled = range(1..4).with_latest_from(once(10), |n, factor| n * factor);
    /// assert_eq!(scaled.collect::<Vec<_>>().block().unwrap(), [10, 20, 30]);
    /// ```
    #[doc(alias = "withLatestFrom")]
    fn with_latest_from<Q, U, F>(self, other: Q, f: F) -> WithLatestFrom<Self, Q, F>
    where
        Q: Publisher<Item: Sync, Error = Self::Error>,
        U: Send + 'static,
        F: FnMut(Self::Item, &Q::Item) -> U + Send + 'static,
    {
        publisher::<U, Self::Error, _>(WithLatestFrom::new(self, other, f))
    }

    /// Gives what `f` makes of each element and each one of `other` that is open at the same time.
    ///
    /// An element is open from when it has been taken until the publisher that its function makes of it
    /// gives an element, or completes. The stream ends when one of the two has ended and nothing of it is
    /// open any more: nothing could follow.
    ///
    /// # Demand
    ///
    /// Requests `max_open` elements of each, at once, and three quarters of them again (rounded up) whenever so
    /// many have been taken. They are taken while nothing waits for demand, from both in turn; what comes of
    /// one element waits, up to `max_open`. Of what closes an element one signal is requested.
    ///
    /// # Errors
    ///
    /// An error of any of them is passed on at once, and cancels the others; so does [`TooManyOpen`], when there
    /// is one more element than `max_open` of either. Cancel goes to all.
    ///
    /// # Panics
    ///
    /// A panic of one of the functions drops everything, and unwinds to whoever caused it.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::TooManyOpen;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{from_iter, never, once};
    ///
    /// // The name stays, and numbers are gone as soon as they have come.
    /// let names = once("a").into_flux().fallible::<TooManyOpen>();
    /// let max_open = NonZeroUsize::new(8).unwrap();
    /// let joined = names.join(
    ///     from_iter(0..3).fallible(),
    ///     |_name| never::<()>().fallible(),
    ///     |_number| once(()).fallible(),
    ///     max_open,
    ///     |name, number| format!("{name}{number}"),
    /// );
    /// assert_eq!(joined.take(3).collect::<Vec<_>>().block().unwrap(), ["a0", "a1", "a2"]);
    /// ```
    fn join<Q, A, M, B, N, F, R>(
        self,
        other: Q,
        left_until: A,
        right_until: B,
        max_open: NonZeroUsize,
        f: F,
    ) -> Join<Self, Q, A, B, F>
    where
        Self::Error: Carries<TooManyOpen>,
        Q: Publisher<Error = Self::Error>,
        A: FnMut(&Self::Item) -> M + Send + 'static,
        M: Publisher<Error = Self::Error>,
        B: FnMut(&Q::Item) -> N + Send + 'static,
        N: Publisher<Error = Self::Error>,
        F: FnMut(&Self::Item, &Q::Item) -> R + Send + 'static,
        R: Send + 'static,
    {
        let join = Join::new((self, other), (left_until, right_until), max_open, f);
        publisher::<R, Self::Error, _>(join)
    }

    /// Gives what `f` makes of each element and a window: the elements of `other` that are open at the same
    /// time, those that have come before it first.
    ///
    /// Elements are open as with [`join`](Self::join); a window ends when its element is closed. The stream
    /// ends when this one has ended and all windows have.
    ///
    /// # Demand
    ///
    /// Requests as [`join`](Self::join). An element is taken when nothing waits for demand; one of `other`,
    /// when there is room in all windows. Up to `max_open` elements wait in each, and as many in front of
    /// it: a window that nobody subscribes holds the others.
    ///
    /// # Errors
    ///
    /// As with [`join`](Self::join); all windows end with the error. Cancel goes to all, and abandons the
    /// windows; one window may be cancelled alone.
    ///
    /// # Panics
    ///
    /// As with [`join`](Self::join).
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::TooManyOpen;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{empty, from_iter, never, once};
    ///
    /// // Numbers stay until the end, and each name sees those that have come before it.
    /// let names = from_iter(["a", "b"]).fallible::<TooManyOpen>();
    /// let max_open = NonZeroUsize::new(8).unwrap();
    /// let joined = names.group_join(
    ///     from_iter(0..3).fallible(),
    ///     |_name| empty::<()>().fallible(),
    ///     |_number| never::<()>().fallible(),
    ///     max_open,
    ///     |name, _numbers| *name,
    /// );
    /// assert_eq!(joined.collect::<Vec<_>>().block().unwrap(), ["a", "b"]);
    /// ```
    fn group_join<Q, A, M, B, N, F, R>(
        self,
        other: Q,
        left_until: A,
        right_until: B,
        max_open: NonZeroUsize,
        f: F,
    ) -> GroupJoin<Self, Q, A, B, F>
    where
        Self::Error: Carries<TooManyOpen> + Clone,
        Q: Publisher<Item: Clone, Error = Self::Error>,
        A: FnMut(&Self::Item) -> M + Send + 'static,
        M: Publisher<Error = Self::Error>,
        B: FnMut(&Q::Item) -> N + Send + 'static,
        N: Publisher<Error = Self::Error>,
        F: FnMut(&Self::Item, WindowPublisher<Q::Item, Self::Error>) -> R + Send + 'static,
        R: Send + 'static,
    {
        let join = GroupJoin::new((self, other), (left_until, right_until), max_open, f);
        publisher::<R, Self::Error, _>(join)
    }
}

impl<P: Publisher> CombineExt for P {}

/// What [`CombineExt::default_if_empty`] makes of a `P`.
type DefaultIfEmpty<P> =
    SwitchIfEmpty<P, FromIter<option::IntoIter<<P as Publisher>::Item>, <P as Publisher>::Error>>;
