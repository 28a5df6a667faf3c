use std::cmp::Ordering;
use std::fmt;
use std::ops::ControlFlow::{self, Continue};
use std::vec;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{Reduce, Reducer};
use crate::mono::ExactlyOne;
use crate::operator::ConcatMap;
use crate::source::FromIter;

/// Reducer for [`SequenceExt::collect_sorted`](crate::ext::SequenceExt::collect_sorted) and
/// [`collect_sorted_by`](crate::ext::SequenceExt::collect_sorted_by).
#[derive(Clone)]
pub struct CollectSorted<F>(F);

opaque!(CollectSorted<F>);

impl<F> CollectSorted<F> {
    pub(crate) fn new(compare: F) -> Self {
        Self(compare)
    }
}

impl<T, E, F> Reducer<Vec<T>, T, E> for CollectSorted<F>
where
    T: Send + 'static,
    F: FnMut(&T, &T) -> Ordering + Send + 'static,
{
    type Item = Vec<T>;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;
    const BREAKS: bool = false;

    fn step(&mut self, mut items: Vec<T>, item: T) -> ControlFlow<Vec<T>, Vec<T>> {
        items.push(item);
        Continue(items)
    }

    fn finish(self, mut items: Vec<T>) -> Result<Option<Vec<T>>, E> {
        items.sort_by(self.0);
        Ok(Some(items))
    }
}

/// Publisher for [`SequenceExt::sorted`](crate::ext::SequenceExt::sorted) and
/// [`sorted_by`](crate::ext::SequenceExt::sorted_by).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Sorted<P, F> {
    upstream: P,
    compare: F,
}

impl<P: fmt::Debug, F> fmt::Debug for Sorted<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sorted").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> Sorted<P, F> {
    pub(crate) fn new(upstream: P, compare: F) -> Self {
        Self { upstream, compare }
    }
}

impl<P, F> Publisher for Sorted<P, F>
where
    P: Publisher,
    F: FnMut(&P::Item, &P::Item) -> Ordering + Send + 'static,
{
    type Item = P::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let all = Reduce::new(self.upstream, Vec::new(), CollectSorted::new(self.compare));
        ConcatMap::new(all, |items: Vec<P::Item>| FromIter::new(items.into_iter()))
            .subscribe(subscriber);
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(SortedDriver { driver, compare: self.compare })
    }
}

struct SortedDriver<D, F> {
    driver: D,
    compare: F,
}

impl<T, E, D, F> Driver<T, E> for SortedDriver<D, F>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(&T, &T) -> Ordering + Send + 'static,
    D: Driver<T, E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Sorted::new(publisher, self.compare))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        if D::CANCELLABLE {
            // An iterator that waits for the end of another has no way to be cancelled.
            self.push(FromIter::new(iterator))
        } else {
            self.driver.pull(SortedIter::Unsorted(Some((iterator, self.compare))))
        }
    }
}

/// Sorts when it is asked for the first item.
enum SortedIter<I: Iterator, F> {
    Unsorted(Option<(I, F)>),
    Sorted(vec::IntoIter<I::Item>),
}

impl<I, F> Iterator for SortedIter<I, F>
where
    I: Iterator,
    F: FnMut(&I::Item, &I::Item) -> Ordering,
{
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        match self {
            Self::Unsorted(unsorted) => {
                let (iterator, compare) = unsorted.take()?;
                let mut items = Vec::from_iter(iterator);
                items.sort_by(compare);
                let mut items = items.into_iter();
                let first = items.next();
                *self = Self::Sorted(items);
                first
            }
            Self::Sorted(items) => items.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Unsorted(Some((iterator, _))) => iterator.size_hint(),
            Self::Unsorted(None) => (0, Some(0)),
            Self::Sorted(items) => items.size_hint(),
        }
    }
}
