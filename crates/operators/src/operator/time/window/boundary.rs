use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::WindowPublisher;
use super::interest::Interest;
use super::splitter::{Cut, Look, Nobody, Splitter};
use crate::engine::{Drain, PrefetchFeed, prefetch, prefetching};

/// Publisher for [`WindowExt::window_boundary`](crate::ext::WindowExt::window_boundary) and
/// [`window_every`](crate::ext::WindowExt::window_every).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct WindowBoundary<P, B> {
    upstream: P,
    boundaries: B,
    capacity: NonZeroUsize,
}

impl<P, B> WindowBoundary<P, B> {
    pub(crate) fn new(upstream: P, boundaries: B, capacity: NonZeroUsize) -> Self {
        Self { upstream, boundaries, capacity }
    }
}

impl<P, B> Publisher for WindowBoundary<P, B>
where
    P: Publisher<Error: Clone>,
    B: Publisher<Error = P::Error>,
{
    type Item = WindowPublisher<P::Item, P::Error>;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Self::Item, P::Error>>(self, subscriber: S) {
        let upstream = prefetching(self.capacity);
        let drain = Drain::new(None, Some(Arc::clone(&upstream)));
        let interest = Interest::new(drain.waker(), Arc::clone(&upstream));
        let (elements, queue) = prefetch(self.capacity, upstream, drain.waker());
        let one = NonZeroUsize::MIN;
        let (cuts, boundaries) = prefetch(one, prefetching(one), drain.waker());
        let cut = AtBoundary(boundaries);
        let (splitter, windows) = Splitter::new(queue, cut, self.capacity, interest);
        windows.subscribe(subscriber);
        drain.start(splitter, Nobody);
        self.boundaries.subscribe(cuts);
        self.upstream.subscribe(elements);
    }
}

struct AtBoundary<B, E>(PrefetchFeed<B, E>);

impl<B, E> Cut<E> for AtBoundary<B, E>
where
    B: Send + 'static,
    E: Send + 'static,
{
    const EAGER: bool = true;

    fn opened(&mut self) {}

    fn look(&mut self) -> Look<E> {
        if let Some(error) = self.0.error() {
            return Look::End(error);
        }
        match self.0.pop() {
            Some(_) => Look::Cut,
            None => self.0.end().map_or(Look::Stay, Look::End),
        }
    }

    fn is_full(&mut self) -> bool {
        false
    }
}
