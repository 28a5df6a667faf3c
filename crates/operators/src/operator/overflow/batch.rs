use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Drain, Feed, PrefetchFeed, Signal, prefetch, prefetching};

/// Publisher for [`OverflowExt::batch`](crate::ext::OverflowExt::batch) and
/// [`batch_weighted`](crate::ext::OverflowExt::batch_weighted).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Batch<P, C, S, F> {
    upstream: P,
    max_cost: u64,
    cost: C,
    seed: S,
    f: F,
}

impl<P: fmt::Debug, C, S, F> fmt::Debug for Batch<P, C, S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("upstream", &self.upstream)
            .field("max_cost", &self.max_cost)
            .finish_non_exhaustive()
    }
}

impl<P, C, S, F> Batch<P, C, S, F> {
    pub(crate) fn new(upstream: P, max_cost: u64, cost: C, seed: S, f: F) -> Self {
        Self { upstream, max_cost, cost, seed, f }
    }
}

impl<P, A, C, S, F> Publisher for Batch<P, C, S, F>
where
    P: Publisher,
    A: Send + 'static,
    C: FnMut(&P::Item) -> u64 + Send + 'static,
    S: FnMut(P::Item) -> A + Send + 'static,
    F: FnMut(A, P::Item) -> A + Send + 'static,
{
    type Item = A;
    type Error = P::Error;

    fn subscribe<D: Subscriber<A, P::Error>>(self, subscriber: D) {
        let Self { upstream, max_cost, cost, seed, f } = self;
        let one = NonZeroUsize::MIN;
        let arbiter = prefetching(one);
        let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(one, arbiter, drain.waker());
        let batching =
            Batching { queue: feed, next: None, batch: None, room: 0, max_cost, cost, seed, f };
        drain.start(batching, subscriber);
        upstream.subscribe(queue);
    }
}

struct Batching<T, E, A, C, S, F> {
    queue: PrefetchFeed<T, E>,
    /// An element for which there was no room, and its cost.
    next: Option<(u64, T)>,
    batch: Option<A>,
    /// What may still be added to the batch.
    room: u64,
    max_cost: u64,
    cost: C,
    seed: S,
    f: F,
}

impl<T, E, A, C, S, F> Batching<T, E, A, C, S, F>
where
    T: Send + 'static,
    E: Send + 'static,
    C: FnMut(&T) -> u64,
    S: FnMut(T) -> A,
    F: FnMut(A, T) -> A,
{
    /// Adds what has come to the batch, as far as there is room.
    fn fill(&mut self) {
        loop {
            if self.next.is_none() && (self.batch.is_none() || self.room > 0) {
                self.next = self.queue.pop().map(|item| ((self.cost)(&item), item));
            }
            let has_batch = self.batch.is_some();
            let fits = |(cost, _): &mut (u64, T)| !has_batch || *cost <= self.room;
            let Some((cost, item)) = self.next.take_if(fits) else { return };
            self.room = if has_batch { self.room } else { self.max_cost }.saturating_sub(cost);
            self.batch = Some(match self.batch.take() {
                Some(batch) => (self.f)(batch, item),
                None => (self.seed)(item),
            });
        }
    }
}

impl<T, E, A, C, S, F> Feed for Batching<T, E, A, C, S, F>
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    C: FnMut(&T) -> u64 + Send + 'static,
    S: FnMut(T) -> A + Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    type Item = A;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<A, E> {
        if let Some(error) = self.queue.error() {
            return Signal::End(error);
        }
        self.fill();
        if self.batch.is_none() {
            return self.queue.end().map_or(Signal::Wait, Signal::End);
        }
        match self.batch.take_if(|_| wanted) {
            Some(batch) => Signal::Next(batch),
            None => Signal::Wait,
        }
    }
}
