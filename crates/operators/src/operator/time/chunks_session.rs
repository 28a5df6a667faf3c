use std::fmt;
use std::mem;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use super::Timestamp;
use crate::engine::{Alarm, Drain, Feed, Pass, PrefetchFeed, Signal, prefetch, prefetching};
use crate::scheduler::Worker;

/// Publisher for [`RateExt::chunks_session`](crate::ext::RateExt::chunks_session).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct ChunksSession<P> {
    upstream: P,
    gap: Duration,
    size: NonZeroUsize,
    worker: Arc<dyn Worker>,
}

impl<P: fmt::Debug> fmt::Debug for ChunksSession<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChunksSession")
            .field("upstream", &self.upstream)
            .field("gap", &self.gap)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl<P> ChunksSession<P> {
    pub(crate) fn new(
        upstream: P,
        gap: Duration,
        size: NonZeroUsize,
        worker: Arc<dyn Worker>,
    ) -> Self {
        Self { upstream, gap, size, worker }
    }
}

impl<P: Publisher> Publisher for ChunksSession<P> {
    type Item = Vec<P::Item>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Vec<P::Item>, P::Error>>(self, subscriber: S) {
        let Self { upstream, gap, size, worker } = self;
        let arbiter = prefetching(size);
        let drain = Drain::new(Some(Box::new(Arc::clone(&worker))), Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(size, arbiter, drain.waker());
        let sessions = Sessions {
            queue: feed,
            next: None,
            session: Vec::new(),
            size: size.get(),
            gap,
            due: Duration::ZERO,
            alarm: Alarm::new(Arc::clone(&worker), drain.waker()),
        };
        drain.start(sessions, subscriber);
        Pass::new(upstream, Timestamp::new(worker)).subscribe(queue);
    }
}

/// Elements with the time when they came: a worker that is late does not make two sessions one.
struct Sessions<T, E> {
    queue: PrefetchFeed<(Duration, T), E>,
    /// The first element of the next session.
    next: Option<(Duration, T)>,
    session: Vec<T>,
    size: usize,
    gap: Duration,
    /// When the session is over, if nothing comes.
    due: Duration,
    alarm: Alarm,
}

impl<T: Send + 'static, E: Send + 'static> Sessions<T, E> {
    /// Moves what has come into the session; whether more may follow.
    fn fill(&mut self) -> bool {
        let ended = self.queue.is_ended(); // first: what was queued before the end is then in sight
        while self.session.len() < self.size {
            let Some((came, item)) = self.next.take().or_else(|| self.queue.pop()) else {
                return !ended;
            };
            if !self.session.is_empty() && self.due <= came {
                self.next = Some((came, item));
                return false;
            }
            self.due = came.saturating_add(self.gap);
            self.session.push(item);
        }
        false
    }
}

impl<T: Send + 'static, E: Send + 'static> Feed for Sessions<T, E> {
    type Item = Vec<T>;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<Vec<T>, E> {
        if let Some(error) = self.queue.error() {
            return Signal::End(error);
        }
        let incomplete = self.fill();
        if self.session.is_empty() {
            return self.queue.end().map_or(Signal::Wait, Signal::End);
        }
        if !wanted {
            return Signal::Wait;
        }
        if incomplete && self.alarm.now() < self.due {
            self.alarm.set(self.due);
            return Signal::Wait;
        }
        Signal::Next(mem::take(&mut self.session))
    }
}
