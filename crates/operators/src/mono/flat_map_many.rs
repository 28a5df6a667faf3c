use std::fmt;

use reactive_streams::{Publisher, Subscriber};

use super::sequel::{self, OfItem};

/// Publisher for [`Mono::flat_map_many`](super::Mono::flat_map_many).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FlatMapMany<S, F> {
    upstream: S,
    f: F,
}

impl<S, F> FlatMapMany<S, F> {
    pub(crate) fn new(upstream: S, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<S: fmt::Debug, F> fmt::Debug for FlatMapMany<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlatMapMany").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<S, F, Q> Publisher for FlatMapMany<S, F>
where
    S: Publisher,
    F: FnOnce(S::Item) -> Q + Send + 'static,
    Q: Publisher<Error = S::Error>,
{
    type Item = Q::Item;
    type Error = S::Error;

    fn subscribe<D: Subscriber<Q::Item, S::Error>>(self, subscriber: D) {
        sequel::subscribe(self.upstream, OfItem::new(self.f), subscriber);
    }
}
