use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Drain, Feed, PrefetchFeed, Signal, prefetch, prefetching};

/// Publisher for [`WindowExt::buffer_boundary`](crate::ext::WindowExt::buffer_boundary) and
/// [`chunks_every`](crate::ext::WindowExt::chunks_every).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct BufferBoundary<P, B> {
    upstream: P,
    boundaries: B,
    capacity: NonZeroUsize,
}

impl<P, B> BufferBoundary<P, B> {
    pub(crate) fn new(upstream: P, boundaries: B, capacity: NonZeroUsize) -> Self {
        Self { upstream, boundaries, capacity }
    }
}

impl<P, B> Publisher for BufferBoundary<P, B>
where
    P: Publisher,
    B: Publisher<Error = P::Error>,
{
    type Item = Vec<P::Item>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Vec<P::Item>, P::Error>>(self, subscriber: S) {
        let upstream = prefetching(self.capacity);
        let drain = Drain::new(None, Some(Arc::clone(&upstream)));
        let (elements, queue) = prefetch(self.capacity, upstream, drain.waker());
        let one = NonZeroUsize::MIN;
        let (cuts, boundaries) = prefetch(one, prefetching(one), drain.waker());
        let capacity = self.capacity.get();
        drain.start(
            Buffer { queue, boundaries, chunk: Vec::new(), capacity, cut: false },
            subscriber,
        );
        self.boundaries.subscribe(cuts);
        self.upstream.subscribe(elements);
    }
}

struct Buffer<T, B, E> {
    queue: PrefetchFeed<T, E>,
    boundaries: PrefetchFeed<B, E>,
    chunk: Vec<T>,
    capacity: usize,
    /// There was a boundary: the chunk is to be given.
    cut: bool,
}

impl<T, B, E> Buffer<T, B, E>
where
    T: Send + 'static,
    B: Send + 'static,
    E: Send + 'static,
{
    /// Moves what has come into the chunk; whether this was all there will be.
    fn fill(&mut self) -> bool {
        let ended = self.queue.is_ended(); // first: what was queued before the end is then in sight
        while self.chunk.len() < self.capacity {
            let Some(item) = self.queue.pop() else { return ended };
            self.chunk.push(item);
        }
        false
    }

    /// Takes a boundary, unless the last one is still to be heeded; whether this was the end of them.
    fn look(&mut self) -> bool {
        let ended = self.boundaries.is_ended();
        if !self.cut {
            self.cut = self.boundaries.pop().is_some();
        }
        ended && !self.cut
    }
}

impl<T, B, E> Feed for Buffer<T, B, E>
where
    T: Send + 'static,
    B: Send + 'static,
    E: Send + 'static,
{
    type Item = Vec<T>;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<Vec<T>, E> {
        if let Some(error) = self.queue.error().or_else(|| self.boundaries.error()) {
            return Signal::End(error);
        }
        let cut_off = self.look();
        let exhausted = self.fill();
        let over = exhausted || cut_off;
        if over && self.chunk.is_empty() {
            let end = if exhausted { self.queue.end() } else { self.boundaries.end() };
            return end.map_or(Signal::Wait, Signal::End);
        }
        if wanted && (over || self.cut) {
            self.cut = false;
            return Signal::Next(mem::take(&mut self.chunk));
        }
        Signal::Wait
    }
}
