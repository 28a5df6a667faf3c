use std::hash::Hash;

use reactive_streams::Publisher;

use super::{Carries, publisher};
use crate::engine::Pass;
use crate::operator::{
    Distinct, DistinctUntilChanged, Filter, Limit, LimitExceeded, MapWhile, Skip, SkipLast,
    SkipWhile, Take, TakeLast, TakeWhile, TakeWhileInclusive, Unit, Whole, take_last,
};

/// Operators that drop elements, or end a stream early.
pub trait FilterExt: Publisher {
    /// Gives the elements for which `predicate` holds.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element it drops, unless the upstream sees
    /// from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another.
    /// Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let even = range(0..7).filter(|n| n % 2 == 0).collect::<Vec<_>>().block();
    /// assert_eq!(even.unwrap(), [0, 2, 4, 6]);
    /// ```
    #[doc(alias = "filterNot")]
    #[doc(alias = "withFilter")]
    fn filter<F>(self, predicate: F) -> Pass<Self, Filter<F>>
    where
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, Filter::new(predicate)))
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
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let first = range(0..u64::MAX).take(3).collect::<Vec<_>>().block();
    /// assert_eq!(first.unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "limit")]
    #[doc(alias = "limitRequest")]
    fn take(self, n: usize) -> Take<Self> {
        publisher::<Self::Item, Self::Error, _>(Take::new(self, n))
    }

    /// Gives elements while `predicate` holds, then cancels the upstream and completes.
    ///
    /// The element for which it does not hold is dropped; [`take_while_inclusive`] gives that too.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let small = from_iter([1, 3, 9, 2]).take_while(|n| *n < 5).collect::<Vec<_>>().block();
    /// assert_eq!(small.unwrap(), [1, 3]);
    /// ```
    ///
    /// [`take_while_inclusive`]: Self::take_while_inclusive
    fn take_while<F>(self, predicate: F) -> Pass<Self, TakeWhile<F>>
    where
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, TakeWhile::new(predicate)))
    }

    /// Gives elements while `predicate` holds, and the first for which it does not; then cancels the
    /// upstream and completes.
    ///
    /// This is the `takeUntil(predicate)` of Reactor with the predicate negated.
    ///
    /// # Demand
    ///
    /// As [`take_while`](Self::take_while).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let request = from_iter(["GET /", "Host: a", "", "body"]);
    /// let head = request.take_while_inclusive(|line| !line.is_empty());
    /// assert_eq!(head.collect::<Vec<_>>().block().unwrap(), ["GET /", "Host: a", ""]);
    /// ```
    #[doc(alias = "takeUntil")]
    #[doc(alias = "takeWhile")]
    fn take_while_inclusive<F>(self, predicate: F) -> Pass<Self, TakeWhileInclusive<F>>
    where
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, TakeWhileInclusive::new(predicate)))
    }

    /// Gives what `f` makes of the elements while it makes something of them, then cancels the
    /// upstream and completes.
    ///
    /// # Demand
    ///
    /// As [`take_while`](Self::take_while).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let numbers = from_iter(["1", "2", "end", "3"]).map_while(|word| word.parse::<u8>().ok());
    /// assert_eq!(numbers.collect::<Vec<_>>().block().unwrap(), [1, 2]);
    /// ```
    #[doc(alias = "collectWhile")]
    fn map_while<U, F>(self, f: F) -> Pass<Self, MapWhile<F>>
    where
        U: Send + 'static,
        F: FnMut(Self::Item) -> Option<U> + Send + 'static,
    {
        publisher::<U, Self::Error, _>(Pass::new(self, MapWhile::new(f)))
    }

    /// Gives the last `n` elements, once the upstream has completed.
    ///
    /// # Demand
    ///
    /// Unbounded upstream, at the first request. Buffers the last `n` elements, and gives them as they
    /// are requested. Errors and cancel go straight through; an error drops what is buffered.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..9).take_last(2).collect::<Vec<_>>().block().unwrap(), [7, 8]);
    /// ```
    fn take_last(self, n: usize) -> TakeLast<Self> {
        publisher::<Self::Item, Self::Error, _>(take_last(self, n))
    }

    /// Drops the first `n` elements.
    ///
    /// # Demand
    ///
    /// Adds `n` to the first request, and then requests what it is asked for. Synchronous; errors and
    /// cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..5).skip(3).collect::<Vec<_>>().block().unwrap(), [3, 4]);
    /// ```
    #[doc(alias = "drop")]
    fn skip(self, n: usize) -> Pass<Self, Skip> {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, Skip::new(n)))
    }

    /// Drops elements while `predicate` holds, and gives the rest.
    ///
    /// This is the `skipUntil(predicate)` of Reactor with the predicate negated.
    ///
    /// # Demand
    ///
    /// As [`filter`](Self::filter).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let rest = from_iter([1, 3, 9, 2]).skip_while(|n| *n < 5).collect::<Vec<_>>().block();
    /// assert_eq!(rest.unwrap(), [9, 2]);
    /// ```
    #[doc(alias = "skipUntil")]
    #[doc(alias = "dropWhile")]
    fn skip_while<F>(self, predicate: F) -> Pass<Self, SkipWhile<F>>
    where
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, SkipWhile::new(predicate)))
    }

    /// Drops the last `n` elements: gives an element when `n` others have followed it.
    ///
    /// # Demand
    ///
    /// Adds `n` to the first request, and then requests what it is asked for. Buffers `n` elements.
    /// Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..5).skip_last(3).collect::<Vec<_>>().block().unwrap(), [0, 1]);
    /// ```
    fn skip_last(self, n: usize) -> Pass<Self, SkipLast<Self::Item>> {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, SkipLast::new(n)))
    }

    /// Drops elements that are equal to an earlier one.
    ///
    /// Keeps a copy of each element that it gives: memory grows with the stream. Where that matters,
    /// [`distinct_key`](Self::distinct_key) may keep something smaller.
    ///
    /// # Demand
    ///
    /// As [`filter`](Self::filter).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let letters = from_iter("abracadabra".chars()).distinct().collect::<String>().block();
    /// assert_eq!(letters.unwrap(), "abrcd");
    /// ```
    fn distinct(self) -> Pass<Self, Distinct<Self::Item, Whole>>
    where
        Self::Item: Clone + Eq + Hash,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, Distinct::new(Whole)))
    }

    /// Drops elements with the same key as an earlier one.
    ///
    /// Keeps the key of each element that it gives: memory grows with the stream.
    ///
    /// # Demand
    ///
    /// As [`filter`](Self::filter).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let words = from_iter(["to", "be", "or", "not"]).distinct_key(|word| word.len());
    /// assert_eq!(words.collect::<Vec<_>>().block().unwrap(), ["to", "not"]);
    /// ```
    fn distinct_key<K, F>(self, key: F) -> Pass<Self, Distinct<K, F>>
    where
        K: Eq + Hash + Send + 'static,
        F: FnMut(&Self::Item) -> K + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, Distinct::new(key)))
    }

    /// Drops elements that are equal to the one before.
    ///
    /// Keeps a copy of one element.
    ///
    /// # Demand
    ///
    /// As [`filter`](Self::filter).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let steps = from_iter([1, 1, 2, 2, 1]).distinct_until_changed().collect::<Vec<_>>();
    /// assert_eq!(steps.block().unwrap(), [1, 2, 1]);
    /// ```
    #[doc(alias = "dropRepeated")]
    #[doc(alias = "dedup")]
    fn distinct_until_changed(self) -> Pass<Self, DistinctUntilChanged<Self::Item, Whole>>
    where
        Self::Item: Clone + PartialEq,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, DistinctUntilChanged::new(Whole)))
    }

    /// Drops elements with the same key as the one before.
    ///
    /// # Demand
    ///
    /// As [`filter`](Self::filter).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let words = from_iter(["to", "be", "not", "me"]).distinct_until_key_changed(|word| word.len());
    /// assert_eq!(words.collect::<Vec<_>>().block().unwrap(), ["to", "not", "me"]);
    /// ```
    fn distinct_until_key_changed<K, F>(self, key: F) -> Pass<Self, DistinctUntilChanged<K, F>>
    where
        K: PartialEq + Send + 'static,
        F: FnMut(&Self::Item) -> K + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, DistinctUntilChanged::new(key)))
    }

    /// Fails if there are more than `n` elements: a guard for what collects a stream.
    ///
    /// What only wants `n` elements uses [`take`](Self::take).
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through.
    ///
    /// # Errors
    ///
    /// [`LimitExceeded`], in the place of the element that is too many; the upstream is cancelled.
    ///
    /// ```
    /// use reactive_streams_operators::operator::LimitExceeded;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let sum = |n| range(0..n).fallible::<LimitExceeded>().limit(3).fold(0, |sum, n| sum + n);
    /// assert_eq!(sum(3).block(), Ok(3));
    /// assert!(sum(4).block().is_err());
    /// ```
    fn limit(self, n: u64) -> Pass<Self, Limit<Unit>>
    where
        Self::Error: Carries<LimitExceeded>,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, Limit::new(n, Unit)))
    }

    /// Fails if the elements weigh more than `max` together.
    ///
    /// # Demand
    ///
    /// As [`limit`](Self::limit).
    ///
    /// # Errors
    ///
    /// As [`limit`](Self::limit).
    ///
    /// ```
    /// use reactive_streams_operators::operator::LimitExceeded;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let body = from_iter(["four", "seven..", "2"]).fallible::<LimitExceeded>();
    /// let body = body.limit_weighted(10, |chunk| chunk.len() as u64);
    /// assert!(body.collect::<String>().block().is_err());
    /// ```
    fn limit_weighted<F>(self, max: u64, weight: F) -> Pass<Self, Limit<F>>
    where
        Self::Error: Carries<LimitExceeded>,
        F: FnMut(&Self::Item) -> u64 + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, Limit::new(max, weight)))
    }
}

impl<P: Publisher> FilterExt for P {}
