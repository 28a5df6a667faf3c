use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Alarm, Drain, Feed, PrefetchFeed, Signal, prefetch, prefetching};
use crate::scheduler::Worker;

/// Publisher for [`ClockExt::keep_alive`](crate::ext::ClockExt::keep_alive).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct KeepAlive<P, F> {
    upstream: P,
    idle: Duration,
    capacity: NonZeroUsize,
    worker: Arc<dyn Worker>,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for KeepAlive<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeepAlive")
            .field("upstream", &self.upstream)
            .field("idle", &self.idle)
            .field("prefetch", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl<P, F> KeepAlive<P, F> {
    pub(crate) fn new(
        upstream: P,
        idle: Duration,
        capacity: NonZeroUsize,
        worker: Arc<dyn Worker>,
        f: F,
    ) -> Self {
        Self { upstream, idle, capacity, worker, f }
    }
}

impl<P, F> Publisher for KeepAlive<P, F>
where
    P: Publisher,
    F: FnMut() -> P::Item + Send + 'static,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, idle, capacity, worker, f } = self;
        let arbiter = prefetching(capacity);
        let drain = Drain::new(Some(Box::new(Arc::clone(&worker))), Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(capacity, arbiter, drain.waker());
        let alarm = Alarm::new(worker, drain.waker());
        let due = alarm.now().saturating_add(idle);
        drain.start(KeepingAlive { queue: feed, f, idle, due, alarm }, subscriber);
        upstream.subscribe(queue);
    }
}

struct KeepingAlive<T, E, F> {
    queue: PrefetchFeed<T, E>,
    f: F,
    idle: Duration,
    /// When it has been idle for too long.
    due: Duration,
    alarm: Alarm,
}

impl<T, E, F> Feed for KeepingAlive<T, E, F>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut() -> T + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if let Some(error) = self.queue.error() {
            return Signal::End(error);
        }
        let item = if wanted { self.queue.pop() } else { None };
        if item.is_none() {
            if let Some(end) = self.queue.end() {
                return Signal::End(end);
            }
        }
        if !wanted {
            return Signal::Wait;
        }
        let now = self.alarm.now();
        if item.is_none() && now < self.due {
            self.alarm.set(self.due);
            return Signal::Wait;
        }
        self.due = now.saturating_add(self.idle);
        Signal::Next(item.unwrap_or_else(|| (self.f)()))
    }
}
