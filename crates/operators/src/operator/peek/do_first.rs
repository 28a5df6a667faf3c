use std::fmt;

use reactive_streams::{Publisher, Subscriber};

/// Publisher for [`PeekExt::do_first`](crate::ext::PeekExt::do_first).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct DoFirst<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for DoFirst<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DoFirst").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> DoFirst<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P, F> Publisher for DoFirst<P, F>
where
    P: Publisher,
    F: FnOnce() + Send + 'static,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        (self.f)();
        self.upstream.subscribe(subscriber);
    }
}
