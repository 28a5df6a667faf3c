use std::fmt;
use std::num::NonZeroUsize;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{End, Merging, Order, Source, gather_map};
use crate::operator::PREFETCH;

/// Publisher for [`FlattenExt::flat_map_sequential`](crate::ext::FlattenExt::flat_map_sequential).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FlatMapSequential<P, F> {
    upstream: P,
    f: F,
    concurrency: NonZeroUsize,
    merging: Merging,
}

impl<P, F> FlatMapSequential<P, F> {
    pub(crate) fn new(upstream: P, concurrency: NonZeroUsize, f: F) -> Self {
        let merging = Merging { prefetch: PREFETCH, delay_errors: false };
        Self { upstream, f, concurrency, merging }
    }

    /// Has so many elements of each publisher be requested beforehand, and wait at most.
    pub fn prefetch(mut self, prefetch: NonZeroUsize) -> Self {
        self.merging.prefetch = prefetch;
        self
    }

    /// Has an error wait until everything else has been given; the first one counts.
    #[doc(alias = "flatMapSequentialDelayError")]
    #[doc(alias = "concatMapEagerDelayError")]
    pub fn delay_errors(mut self) -> Self {
        self.merging.delay_errors = true;
        self
    }
}

impl<P: fmt::Debug, F> fmt::Debug for FlatMapSequential<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlatMapSequential")
            .field("upstream", &self.upstream)
            .field("concurrency", &self.concurrency)
            .field("prefetch", &self.merging.prefetch)
            .field("delay_errors", &self.merging.delay_errors)
            .finish_non_exhaustive()
    }
}

impl<P, F, Q> Publisher for FlatMapSequential<P, F>
where
    P: Publisher,
    F: FnMut(P::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
{
    type Item = Q::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Q::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, f, concurrency, merging } = self;
        gather_map(merging, upstream, concurrency, f, Sequential, subscriber);
    }
}

/// One after another: the order of [`FlatMapSequential`] and of
/// [`merge_sequential`](crate::merge_sequential).
#[derive(Clone, Debug)]
pub struct Sequential;

impl<T: Send + 'static, E: Send + 'static> Order<T, E> for Sequential {
    fn choose(&mut self, sources: &mut [Source<T, E>]) -> Result<Option<usize>, End<E>> {
        let Some(first) = sources.first_mut() else { return Ok(None) };
        Ok(first.peek()?.map(|_| 0))
    }
}
