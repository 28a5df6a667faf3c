use std::fmt;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::ConcatMap;
use crate::source::FromIter;

/// Publisher for [`FlattenExt::flat_map_iter`](crate::ext::FlattenExt::flat_map_iter).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FlatMapIter<P, F> {
    upstream: P,
    f: F,
}

impl<P, F> FlatMapIter<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P: fmt::Debug, F> fmt::Debug for FlatMapIter<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlatMapIter").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F, I> Publisher for FlatMapIter<P, F>
where
    P: Publisher,
    F: FnMut(P::Item) -> I + Send + 'static,
    I: IntoIterator<IntoIter: Send + 'static, Item: Send + 'static>,
{
    type Item = I::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR;

    fn subscribe<S: Subscriber<I::Item, P::Error>>(mut self, subscriber: S) {
        let f = move |item| FromIter::new((self.f)(item).into_iter());
        ConcatMap::new(self.upstream, f).subscribe(subscriber);
    }

    fn drive<D: Driver<I::Item, P::Error>>(mut self, driver: D) -> D::Output {
        let f = move |item| FromIter::new((self.f)(item).into_iter());
        ConcatMap::new(self.upstream, f).drive(driver)
    }
}
