use std::fmt;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Flight, Launch, Panicked};

/// Publisher for the methods of [`AsyncExt`](crate::ext::AsyncExt): futures in flight.
#[must_use = "publishers do nothing unless subscribed"]
pub struct InFlight<P, L> {
    upstream: P,
    launch: L,
    flight: Flight,
}

impl<P, L> InFlight<P, L> {
    pub(crate) fn new(upstream: P, flight: Flight, launch: L) -> Self {
        Self { upstream, launch, flight }
    }
}

impl<P: fmt::Debug, L> fmt::Debug for InFlight<P, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InFlight")
            .field("operator", &self.flight.operator)
            .field("limit", &self.flight.limit)
            .field("upstream", &self.upstream)
            .finish_non_exhaustive()
    }
}

impl<P, L> Publisher for InFlight<P, L>
where
    P: Publisher<Error: From<Panicked>>,
    L: Launch<P::Item>,
{
    type Item = L::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<L::Item, P::Error>>(self, subscriber: S) {
        self.flight.start(self.upstream, self.launch, subscriber);
    }
}
