use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use super::Elapsed;
use crate::engine::{End, relay};
use crate::operator::{MapErr, absurd};
use crate::source::Timer;

/// Publisher for [`TimeExt::timeout_total`](crate::ext::TimeExt::timeout_total).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct TimeoutTotal<P> {
    upstream: P,
    timer: Timer,
    limit: Duration,
}

impl<P> TimeoutTotal<P> {
    pub(crate) fn new(upstream: P, timer: Timer, limit: Duration) -> Self {
        Self { upstream, timer, limit }
    }
}

impl<P> Publisher for TimeoutTotal<P>
where
    P: Publisher<Error: From<Elapsed>>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let elapsed = Elapsed::new("timeout_total", self.limit);
        let timer = MapErr::new(self.timer, absurd);
        relay(self.upstream, timer, subscriber, move |relay| {
            relay.end(End::Error(elapsed.into()));
        });
    }
}
