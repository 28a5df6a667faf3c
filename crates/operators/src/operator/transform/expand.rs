use std::collections::VecDeque;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Drain, End, Feed, PrefetchFeed, Signal, prefetch, prefetching};

/// Publisher for [`SequenceExt::expand`](crate::ext::SequenceExt::expand) and
/// [`expand_deep`](crate::ext::SequenceExt::expand_deep).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Expand<P, F> {
    upstream: P,
    f: F,
    order: Order,
}

/// Which publisher has its turn.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// The oldest one.
    Breadth,
    /// The newest one, in the midst of the others.
    Depth,
}

impl<P: fmt::Debug, F> fmt::Debug for Expand<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expand")
            .field("upstream", &self.upstream)
            .field("order", &self.order)
            .finish_non_exhaustive()
    }
}

impl<P, F> Expand<P, F> {
    pub(crate) fn new(upstream: P, f: F, order: Order) -> Self {
        Self { upstream, f, order }
    }
}

impl<P, F, Q> Publisher for Expand<P, F>
where
    P: Publisher,
    F: FnMut(&P::Item) -> Q + Send + 'static,
    Q: Publisher<Item = P::Item, Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, f, order } = self;
        let arbiter = prefetching(NonZeroUsize::MIN);
        let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
        let (queue, root) = prefetch(NonZeroUsize::MIN, arbiter, drain.waker());
        let (live, pending) = (vec![root], VecDeque::new());
        drain.start(ExpandFeed { f, order, live, pending, waker: drain.waker() }, subscriber);
        upstream.subscribe(queue);
    }
}

struct ExpandFeed<T, E, F, Q> {
    f: F,
    order: Order,
    /// Those that have been subscribed. The last one has its turn.
    live: Vec<PrefetchFeed<T, E>>,
    /// Those that have not; none in depth-first order.
    pending: VecDeque<Q>,
    waker: Waker,
}

impl<T, E, F, Q> ExpandFeed<T, E, F, Q>
where
    Q: Publisher<Item = T, Error = E>,
    T: Send + 'static,
    E: Send + 'static,
{
    fn subscribe(&mut self, publisher: Q) {
        let arbiter = prefetching(NonZeroUsize::MIN);
        let (queue, feed) = prefetch(NonZeroUsize::MIN, arbiter, self.waker.clone());
        self.live.push(feed);
        publisher.subscribe(queue);
    }
}

impl<T, E, F, Q> Feed for ExpandFeed<T, E, F, Q>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(&T) -> Q + Send + 'static,
    Q: Publisher<Item = T, Error = E>,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        loop {
            let Some(live) = self.live.last_mut() else {
                let Some(publisher) = self.pending.pop_front() else {
                    return Signal::End(End::Complete);
                };
                self.subscribe(publisher);
                continue;
            };
            match live.next(wanted) {
                Signal::Next(item) => {
                    let children = (self.f)(&item);
                    match self.order {
                        Order::Breadth => self.pending.push_back(children),
                        Order::Depth => self.subscribe(children),
                    }
                    return Signal::Next(item);
                }
                Signal::Wait => return Signal::Wait,
                Signal::End(End::Complete) => drop(self.live.pop()),
                Signal::End(end) => return Signal::End(end),
            }
        }
    }
}
