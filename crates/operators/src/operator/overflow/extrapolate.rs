use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Drain, Feed, PrefetchFeed, Signal, prefetch, prefetching};

/// Publisher for [`OverflowExt::extrapolate`](crate::ext::OverflowExt::extrapolate).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Extrapolate<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for Extrapolate<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extrapolate").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> Extrapolate<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P, F, I> Publisher for Extrapolate<P, F>
where
    P: Publisher,
    F: FnMut(&P::Item) -> I + Send + 'static,
    I: IntoIterator<Item = P::Item, IntoIter: Send + 'static>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let one = NonZeroUsize::MIN;
        let arbiter = prefetching(one);
        let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
        let (queue, feed) = prefetch(one, arbiter, drain.waker());
        drain.start(Extrapolating { queue: feed, invented: None, f: self.f }, subscriber);
        self.upstream.subscribe(queue);
    }
}

struct Extrapolating<T, E, F, N> {
    queue: PrefetchFeed<T, E>,
    /// What follows the latest element until there is another.
    invented: Option<N>,
    f: F,
}

impl<T, E, F, I, N> Feed for Extrapolating<T, E, F, N>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(&T) -> I + Send + 'static,
    I: IntoIterator<Item = T, IntoIter = N>,
    N: Iterator<Item = T> + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if let Some(error) = self.queue.error() {
            return Signal::End(error);
        }
        if let Some(end) = self.queue.end() {
            return Signal::End(end); // it waits for elements of the upstream, and not for invented ones
        }
        if !wanted {
            return Signal::Wait;
        }
        if let Some(item) = self.queue.pop() {
            self.invented = Some((self.f)(&item).into_iter());
            return Signal::Next(item);
        }
        self.invented.as_mut().and_then(Iterator::next).map_or(Signal::Wait, Signal::Next)
    }
}
