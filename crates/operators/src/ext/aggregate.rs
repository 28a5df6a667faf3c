use std::collections::HashMap;
use std::hash::Hash;
use std::iter;
use std::ops::{Add, ControlFlow, Mul};

use reactive_streams::Publisher;

use crate::engine::Reduce;
use crate::mono::Mono;
use crate::operator::{
    All, Any, Average, CollectMap, CollectMultimap, CollectWith, ConcatItems, Contains, Count,
    Extreme, FoldWhile, IsEmpty, Max, MaxByKey, Min, MinByKey, Product, ReduceItems, Sum, Unzip,
};

/// Operators that make one value of a whole stream.
///
/// More of them are sinks by habit: [`fold`](super::ConsumeExt::fold),
/// [`collect`](super::ConsumeExt::collect), [`for_each`](super::ConsumeExt::for_each).
pub trait AggregateExt: Publisher {
    /// Gives how many elements there are.
    ///
    /// # Demand
    ///
    /// Unbounded, at the first request: everything is wanted, and nothing is kept. Errors and cancel go
    /// straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..9).filter(|n| n % 2 == 0).count().block(), Ok(5));
    /// ```
    fn count(self) -> Mono<Reduce<Self, u64, Count>> {
        Mono::new(Reduce::new(self, 0, Count))
    }

    /// Makes one value of all elements, two at a time.
    ///
    /// Gives nothing if there is no element; [`fold`](super::ConsumeExt::fold) has a value to begin with.
    ///
    /// # Demand
    ///
    /// As [`count`](Self::count).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(1..5).reduce(|a, b| a * b).block(), Ok(Some(24)));
    /// assert_eq!(range(1..1).reduce(|a, b| a * b).block(), Ok(None));
    /// ```
    fn reduce<F>(self, f: F) -> Mono<Reduce<Self, Option<Self::Item>, ReduceItems<F>>>
    where
        F: FnMut(Self::Item, Self::Item) -> Self::Item + Send + 'static,
    {
        Mono::new(Reduce::new(self, None, ReduceItems::new(f)))
    }

    /// Makes one value of elements, beginning with `init`, until `f` breaks; then cancels the upstream.
    ///
    /// # Demand
    ///
    /// Unbounded, at the first request. Errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use std::ops::ControlFlow::{Break, Continue};
    ///
    /// let sum = range(1..u64::MAX).fold_while(0, |sum, n| {
    ///     if sum + n > 100 { Break(sum) } else { Continue(sum + n) }
    /// });
    /// assert_eq!(sum.block(), Ok(91));
    /// ```
    fn fold_while<A, F>(self, init: A, f: F) -> Mono<Reduce<Self, A, FoldWhile<F>>>
    where
        A: Send + 'static,
        F: FnMut(A, Self::Item) -> ControlFlow<A, A> + Send + 'static,
    {
        Mono::new(Reduce::new(self, init, FoldWhile::new(f)))
    }

    /// Collects the elements into `container`, as `f` does it with each of them.
    ///
    /// [`collect`](super::ConsumeExt::collect) needs no closure, for collections.
    ///
    /// # Demand
    ///
    /// As [`count`](Self::count), but for what `f` keeps.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let text = from_iter(["a", "b"]).collect_with(String::new(), |text, word| {
    ///     text.push_str(word);
    ///     text.push(' ');
    /// });
    /// assert_eq!(text.block().unwrap(), "a b ");
    /// ```
    #[doc(alias = "collect")]
    #[doc(alias = "collectInto")]
    #[doc(alias = "javaCollector")]
    #[doc(alias = "javaCollectorParallelUnordered")]
    fn collect_with<A, F>(self, container: A, f: F) -> Mono<Reduce<Self, A, CollectWith<F>>>
    where
        A: Send + 'static,
        F: FnMut(&mut A, Self::Item) + Send + 'static,
    {
        Mono::new(Reduce::new(self, container, CollectWith::new(f)))
    }

    /// Collects into a map what `f` makes of each element, a key and a value.
    ///
    /// Of values with the same key the last is kept.
    ///
    /// # Demand
    ///
    /// Unbounded, at the first request. The map grows with the stream. Errors and cancel go straight
    /// through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let lengths = from_iter(["to", "be", "not"]).collect_map(|word| (word.len(), word));
    /// let lengths = lengths.block().unwrap();
    /// assert_eq!((lengths[&2], lengths[&3]), ("be", "not"));
    /// ```
    #[doc(alias = "toMap")]
    fn collect_map<K, V, F>(self, f: F) -> Mono<Reduce<Self, HashMap<K, V>, CollectMap<F>>>
    where
        K: Eq + Hash + Send + 'static,
        V: Send + 'static,
        F: FnMut(Self::Item) -> (K, V) + Send + 'static,
    {
        Mono::new(Reduce::new(self, HashMap::new(), CollectMap::new(f)))
    }

    /// Collects into a map what `f` makes of each element, a key and a value.
    ///
    /// Values with the same key are kept in a list, as they come.
    ///
    /// # Demand
    ///
    /// As [`collect_map`](Self::collect_map).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let lengths = from_iter(["to", "be", "not"]).collect_multimap(|word| (word.len(), word));
    /// assert_eq!(lengths.block().unwrap()[&2], ["to", "be"]);
    /// ```
    #[doc(alias = "toMultimap")]
    fn collect_multimap<K, V, F>(
        self,
        f: F,
    ) -> Mono<Reduce<Self, HashMap<K, Vec<V>>, CollectMultimap<F>>>
    where
        K: Eq + Hash + Send + 'static,
        V: Send + 'static,
        F: FnMut(Self::Item) -> (K, V) + Send + 'static,
    {
        Mono::new(Reduce::new(self, HashMap::new(), CollectMultimap::new(f)))
    }

    /// Gives whether `predicate` holds for all elements; cancels the upstream at one for which it does not.
    ///
    /// It holds for all elements of an empty stream.
    ///
    /// # Demand
    ///
    /// Unbounded, at the first request. Errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..9).all(|n| n < 9).block(), Ok(true));
    /// assert_eq!(range(0..u64::MAX).all(|n| n < 9).block(), Ok(false));
    /// ```
    #[doc(alias = "forall")]
    fn all<F>(self, predicate: F) -> Mono<Reduce<Self, bool, All<F>>>
    where
        F: FnMut(Self::Item) -> bool + Send + 'static,
    {
        Mono::new(Reduce::new(self, true, All::new(predicate)))
    }

    /// Gives whether `predicate` holds for any element; cancels the upstream at one for which it does.
    ///
    /// Whether it holds for none is the opposite.
    ///
    /// # Demand
    ///
    /// As [`all`](Self::all).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..u64::MAX).any(|n| n == 9).block(), Ok(true));
    /// assert_eq!(range(0..9).any(|n| n == 9).block(), Ok(false));
    /// ```
    #[doc(alias = "exists")]
    #[doc(alias = "none")]
    fn any<F>(self, predicate: F) -> Mono<Reduce<Self, bool, Any<F>>>
    where
        F: FnMut(Self::Item) -> bool + Send + 'static,
    {
        Mono::new(Reduce::new(self, false, Any::new(predicate)))
    }

    /// Gives whether `item` is among the elements; cancels the upstream when it is.
    ///
    /// # Demand
    ///
    /// As [`all`](Self::all).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..u64::MAX).contains(9).block(), Ok(true));
    /// ```
    #[doc(alias = "hasElement")]
    fn contains(self, item: Self::Item) -> Mono<Reduce<Self, bool, Contains<Self::Item>>>
    where
        Self::Item: PartialEq,
    {
        Mono::new(Reduce::new(self, false, Contains::new(item)))
    }

    /// Gives whether there is no element; cancels the upstream at one.
    ///
    /// # Demand
    ///
    /// Requests one element, at the first request. Errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..0).is_empty().block(), Ok(true));
    /// assert_eq!(range(0..u64::MAX).is_empty().block(), Ok(false));
    /// ```
    #[doc(alias = "hasElements")]
    #[doc(alias = "hasElement")]
    #[allow(clippy::wrong_self_convention)] // a publisher is consumed
    fn is_empty(self) -> Mono<Reduce<Self, bool, IsEmpty>> {
        Mono::new(Reduce::new(self, true, IsEmpty))
    }

    /// Gives the least element, if there is one; the first of several.
    ///
    /// # Demand
    ///
    /// As [`count`](Self::count).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// assert_eq!(from_iter([3, 1, 2]).min().block(), Ok(Some(1)));
    /// ```
    fn min(self) -> Mono<Reduce<Self, Option<Self::Item>, Min>>
    where
        Self::Item: Ord,
    {
        Mono::new(Reduce::new(self, None, Extreme))
    }

    /// Gives the greatest element, if there is one; the last of several.
    ///
    /// # Demand
    ///
    /// As [`count`](Self::count).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// assert_eq!(from_iter([1, 3, 2]).max().block(), Ok(Some(3)));
    /// ```
    fn max(self) -> Mono<Reduce<Self, Option<Self::Item>, Max>>
    where
        Self::Item: Ord,
    {
        Mono::new(Reduce::new(self, None, Extreme))
    }

    /// Gives the element with the least key, if there is one; the first of several.
    ///
    /// # Demand
    ///
    /// As [`count`](Self::count).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let shortest = from_iter(["not", "to", "be"]).min_by_key(|word| word.len());
    /// assert_eq!(shortest.block(), Ok(Some("to")));
    /// ```
    fn min_by_key<K, F>(self, key: F) -> Mono<Reduce<Self, Option<(K, Self::Item)>, MinByKey<F>>>
    where
        K: Ord + Send + 'static,
        F: FnMut(&Self::Item) -> K + Send + 'static,
    {
        Mono::new(Reduce::new(self, None, MinByKey::new(key)))
    }

    /// Gives the element with the greatest key, if there is one; the last of several.
    ///
    /// # Demand
    ///
    /// As [`count`](Self::count).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let longest = from_iter(["to", "not", "nor"]).max_by_key(|word| word.len());
    /// assert_eq!(longest.block(), Ok(Some("nor")));
    /// ```
    fn max_by_key<K, F>(self, key: F) -> Mono<Reduce<Self, Option<(K, Self::Item)>, MaxByKey<F>>>
    where
        K: Ord + Send + 'static,
        F: FnMut(&Self::Item) -> K + Send + 'static,
    {
        Mono::new(Reduce::new(self, None, MaxByKey::new(key)))
    }

    /// Adds the elements up.
    ///
    /// # Demand
    ///
    /// As [`count`](Self::count).
    ///
    /// # Panics
    ///
    /// As [`Iterator::sum`]: when the sum overflows, in a build that checks that.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(1..5u32).sum::<u32>().block(), Ok(10));
    /// ```
    fn sum<A>(self) -> Mono<Reduce<Self, A, Sum>>
    where
        A: iter::Sum<Self::Item> + Add<Output = A> + Send + 'static,
    {
        Mono::new(Reduce::new(self, iter::empty().sum(), Sum))
    }

    /// Multiplies the elements.
    ///
    /// # Demand
    ///
    /// As [`count`](Self::count).
    ///
    /// # Panics
    ///
    /// As [`Iterator::product`]: when the product overflows, in a build that checks that.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(1..5u32).product::<u32>().block(), Ok(24));
    /// ```
    fn product<A>(self) -> Mono<Reduce<Self, A, Product>>
    where
        A: iter::Product<Self::Item> + Mul<Output = A> + Send + 'static,
    {
        Mono::new(Reduce::new(self, iter::empty().product(), Product))
    }

    /// Gives the mean of the elements, if there are any.
    ///
    /// # Demand
    ///
    /// As [`count`](Self::count).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(1..5u32).average().block(), Ok(Some(2.5)));
    /// ```
    fn average(self) -> Mono<Reduce<Self, (f64, u64), Average>>
    where
        Self::Item: Into<f64>,
    {
        Mono::new(Reduce::new(self, (0.0, 0), Average))
    }

    /// Concatenates collections: gives one with what is in all of them.
    ///
    /// # Demand
    ///
    /// As [`collect_map`](Self::collect_map).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let body = from_iter([vec![1, 2], vec![], vec![3]]).concat_items();
    /// assert_eq!(body.block().unwrap(), [1, 2, 3]);
    /// ```
    fn concat_items(self) -> Mono<Reduce<Self, Self::Item, ConcatItems>>
    where
        Self::Item: IntoIterator + Extend<<Self::Item as IntoIterator>::Item> + Default,
    {
        Mono::new(Reduce::new(self, Self::Item::default(), ConcatItems))
    }

    /// Collects pairs into two collections.
    ///
    /// # Demand
    ///
    /// As [`collect_map`](Self::collect_map).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let both = range(1..4).map(|n| (n, n * n)).unzip::<_, _, Vec<_>, Vec<_>>();
    /// assert_eq!(both.block(), Ok((vec![1, 2, 3], vec![1, 4, 9])));
    /// ```
    #[doc(alias = "UnzipWith")]
    fn unzip<T, U, A, B>(self) -> Mono<Reduce<Self, (A, B), Unzip>>
    where
        Self: Publisher<Item = (T, U)>,
        A: Default + Extend<T> + Send + 'static,
        B: Default + Extend<U> + Send + 'static,
    {
        Mono::new(Reduce::new(self, Default::default(), Unzip))
    }
}

impl<P: Publisher> AggregateExt for P {}
