use reactive_streams::{Publisher, Subscriber};

use super::sequel::{self, OfEnd};

/// Publisher for [`Mono::then_many`](super::Mono::then_many).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct ThenMany<S, Q> {
    upstream: S,
    next: Q,
}

impl<S, Q> ThenMany<S, Q> {
    pub(super) fn new(upstream: S, next: Q) -> Self {
        Self { upstream, next }
    }
}

impl<S, Q> Publisher for ThenMany<S, Q>
where
    S: Publisher,
    Q: Publisher<Error = S::Error>,
{
    type Item = Q::Item;
    type Error = S::Error;

    fn subscribe<D: Subscriber<Q::Item, S::Error>>(self, subscriber: D) {
        sequel::subscribe(self.upstream, OfEnd(self.next), subscriber);
    }
}
