use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use super::Timestamp;
use crate::engine::{Alarm, Drain, Feed, Pass, PrefetchFeed, Signal, prefetch, prefetching};
use crate::scheduler::Worker;

/// Publisher for [`TimeExt::delay`](crate::ext::TimeExt::delay) and
/// [`delay_elements`](crate::ext::TimeExt::delay_elements).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Delay<P> {
    upstream: P,
    delay: Duration,
    since: Since,
    capacity: NonZeroUsize,
    worker: Arc<dyn Worker>,
}

/// From when on an element is delayed.
#[derive(Clone, Copy, Debug)]
enum Since {
    /// Since it came: the whole sequence is shifted, and its end with it.
    Arrival,
    /// Since the element before it was given: the elements are spaced.
    Predecessor,
}

impl<P: fmt::Debug> fmt::Debug for Delay<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delay")
            .field("upstream", &self.upstream)
            .field("delay", &self.delay)
            .field("since", &self.since)
            .field("prefetch", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl<P> Delay<P> {
    pub(crate) fn all(
        upstream: P,
        delay: Duration,
        capacity: NonZeroUsize,
        worker: Arc<dyn Worker>,
    ) -> Self {
        Self { upstream, delay, since: Since::Arrival, capacity, worker }
    }

    pub(crate) fn each(upstream: P, delay: Duration, worker: Arc<dyn Worker>) -> Self {
        Self { upstream, delay, since: Since::Predecessor, capacity: NonZeroUsize::MIN, worker }
    }
}

impl<P: Publisher> Publisher for Delay<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let arbiter = prefetching(self.capacity);
        let worker = Box::new(Arc::clone(&self.worker));
        let drain = Drain::new(Some(worker), Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(self.capacity, arbiter, drain.waker());
        let delayed = Delayed {
            queue: feed,
            head: None,
            ended: None,
            delay: self.delay,
            since: self.since,
            alarm: Alarm::new(Arc::clone(&self.worker), drain.waker()),
        };
        drain.start(delayed, subscriber);
        Pass::new(self.upstream, Timestamp::new(self.worker)).subscribe(queue);
    }
}

struct Delayed<T, E> {
    queue: PrefetchFeed<(Duration, T), E>,
    /// The next element, and when it is due.
    head: Option<(Duration, T)>,
    /// When the upstream has completed.
    ended: Option<Duration>,
    delay: Duration,
    since: Since,
    alarm: Alarm,
}

impl<T: Send + 'static, E: Send + 'static> Delayed<T, E> {
    fn take_head(&mut self, now: Duration) {
        if let Some((arrived, item)) = self.queue.pop() {
            let since = match self.since {
                Since::Arrival => arrived,
                Since::Predecessor => now,
            };
            self.head = Some((since.saturating_add(self.delay), item));
        }
    }

    /// When the completion is due; the elements are all gone.
    fn end_due(&self, ended: Duration) -> Duration {
        match self.since {
            Since::Arrival => ended.saturating_add(self.delay),
            Since::Predecessor => ended,
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> Feed for Delayed<T, E> {
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if let Some(error) = self.queue.error() {
            return Signal::End(error);
        }
        let now = self.alarm.now();
        if self.ended.is_none() && self.queue.is_ended() {
            self.ended = Some(now);
        }
        if self.head.is_none() {
            self.take_head(now);
        }
        let due = match (&self.head, self.ended) {
            (Some(_), _) if !wanted => return Signal::Wait,
            (Some((due, _)), _) => *due,
            (None, Some(ended)) => self.end_due(ended),
            (None, None) => return Signal::Wait,
        };
        if now < due {
            self.alarm.set(due);
            return Signal::Wait;
        }
        match self.head.take() {
            Some((_, item)) => Signal::Next(item),
            None => self.queue.end().map_or(Signal::Wait, Signal::End),
        }
    }
}
