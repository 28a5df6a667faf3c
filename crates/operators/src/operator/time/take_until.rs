use reactive_streams::{Publisher, Subscriber};

use crate::engine::{End, relay};

/// Publisher for [`TimeExt::take_until`](crate::ext::TimeExt::take_until) and
/// [`take_for`](crate::ext::TimeExt::take_for).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct TakeUntil<P, N> {
    upstream: P,
    notifier: N,
}

impl<P, N> TakeUntil<P, N> {
    pub(crate) fn new(upstream: P, notifier: N) -> Self {
        Self { upstream, notifier }
    }
}

impl<P, N> Publisher for TakeUntil<P, N>
where
    P: Publisher,
    N: Publisher<Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        relay(self.upstream, self.notifier, subscriber, |relay| {
            relay.end(End::Complete);
        });
    }
}
