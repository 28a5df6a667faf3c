use std::fmt;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Alarm, Drain, Feed, PrefetchFeed, Signal, prefetch, prefetching};
use crate::scheduler::Worker;

/// Publisher for [`WindowExt::chunks_timeout`](crate::ext::WindowExt::chunks_timeout).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct ChunksTimeout<P> {
    upstream: P,
    size: NonZeroUsize,
    limit: Duration,
    worker: Arc<dyn Worker>,
}

impl<P: fmt::Debug> fmt::Debug for ChunksTimeout<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChunksTimeout")
            .field("upstream", &self.upstream)
            .field("size", &self.size)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl<P> ChunksTimeout<P> {
    pub(crate) fn new(
        upstream: P,
        size: NonZeroUsize,
        limit: Duration,
        worker: Arc<dyn Worker>,
    ) -> Self {
        Self { upstream, size, limit, worker }
    }
}

impl<P: Publisher> Publisher for ChunksTimeout<P> {
    type Item = Vec<P::Item>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Vec<P::Item>, P::Error>>(self, subscriber: S) {
        // One chunk is on its way, and the upstream has three more to go on with.
        let capacity = self.size.saturating_mul(NonZeroUsize::MIN.saturating_add(3));
        let arbiter = prefetching(capacity);
        let worker = Box::new(Arc::clone(&self.worker));
        let drain = Drain::new(Some(worker), Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(capacity, arbiter, drain.waker());
        let chunks = Chunks {
            queue: feed,
            chunk: Vec::new(),
            size: self.size.get(),
            limit: self.limit,
            due: Duration::ZERO,
            alarm: Alarm::new(self.worker, drain.waker()),
        };
        drain.start(chunks, subscriber);
        self.upstream.subscribe(queue);
    }
}

struct Chunks<T, E> {
    queue: PrefetchFeed<T, E>,
    chunk: Vec<T>,
    size: usize,
    limit: Duration,
    /// When the chunk is given, full or not, if there is something in it.
    due: Duration,
    alarm: Alarm,
}

impl<T: Send + 'static, E: Send + 'static> Chunks<T, E> {
    /// Moves what has come into the chunk; whether more may follow.
    fn fill(&mut self) -> bool {
        let ended = self.queue.is_ended(); // first: what was queued before the end is then in sight
        while self.chunk.len() < self.size {
            let Some(item) = self.queue.pop() else { return !ended };
            if self.chunk.is_empty() {
                self.due = self.alarm.now().saturating_add(self.limit);
            }
            self.chunk.push(item);
        }
        false
    }
}

impl<T: Send + 'static, E: Send + 'static> Feed for Chunks<T, E> {
    type Item = Vec<T>;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<Vec<T>, E> {
        if let Some(error) = self.queue.error() {
            return Signal::End(error);
        }
        let incomplete = self.fill();
        if self.chunk.is_empty() {
            return self.queue.end().map_or(Signal::Wait, Signal::End);
        }
        if !wanted {
            return Signal::Wait;
        }
        if incomplete && self.alarm.now() < self.due {
            self.alarm.set(self.due);
            return Signal::Wait;
        }
        Signal::Next(mem::take(&mut self.chunk))
    }
}
