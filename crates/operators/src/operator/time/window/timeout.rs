use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use super::WindowPublisher;
use super::interest::Interest;
use super::splitter::{Cut, Look, Nobody, Splitter};
use crate::engine::{Alarm, Drain, prefetch, prefetching};
use crate::scheduler::Worker;

/// Publisher for [`WindowExt::window_timeout`](crate::ext::WindowExt::window_timeout).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct WindowTimeout<P> {
    upstream: P,
    size: NonZeroUsize,
    limit: Duration,
    worker: Arc<dyn Worker>,
}

impl<P: fmt::Debug> fmt::Debug for WindowTimeout<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WindowTimeout")
            .field("upstream", &self.upstream)
            .field("size", &self.size)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl<P> WindowTimeout<P> {
    pub(crate) fn new(
        upstream: P,
        size: NonZeroUsize,
        limit: Duration,
        worker: Arc<dyn Worker>,
    ) -> Self {
        Self { upstream, size, limit, worker }
    }
}

impl<P> Publisher for WindowTimeout<P>
where
    P: Publisher<Error: Clone>,
{
    type Item = WindowPublisher<P::Item, P::Error>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let upstream = prefetching(self.size);
        let worker = Box::new(Arc::clone(&self.worker));
        let drain = Drain::new(Some(worker), Some(Arc::clone(&upstream)));
        let interest = Interest::new(drain.waker(), Arc::clone(&upstream));
        let (elements, queue) = prefetch(self.size, upstream, drain.waker());
        let cut = AtSizeOrTime {
            size: self.size.get(),
            count: 0,
            limit: self.limit,
            due: Duration::ZERO,
            alarm: Alarm::new(self.worker, drain.waker()),
        };
        let (splitter, windows) = Splitter::new(queue, cut, self.size, interest);
        windows.subscribe(subscriber);
        drain.start(splitter, Nobody);
        self.upstream.subscribe(elements);
    }
}

struct AtSizeOrTime {
    size: usize,
    count: usize,
    limit: Duration,
    due: Duration,
    alarm: Alarm,
}

impl<E> Cut<E> for AtSizeOrTime {
    const EAGER: bool = false;

    fn opened(&mut self) {
        self.count = 0;
        self.due = self.alarm.now().saturating_add(self.limit);
    }

    fn look(&mut self) -> Look<E> {
        if self.alarm.now() >= self.due {
            return Look::Cut;
        }
        self.alarm.set(self.due);
        Look::Stay
    }

    fn is_full(&mut self) -> bool {
        self.count += 1;
        self.count == self.size
    }
}
