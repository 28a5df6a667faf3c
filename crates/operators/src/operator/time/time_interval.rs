use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Pass, Stage, Step};
use crate::scheduler::Worker;

/// Publisher for [`ClockExt::elapsed`](crate::ext::ClockExt::elapsed).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct TimeInterval<P> {
    upstream: P,
    clock: Arc<dyn Worker>,
}

impl<P: fmt::Debug> fmt::Debug for TimeInterval<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimeInterval").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P> TimeInterval<P> {
    pub(crate) fn new(upstream: P, clock: Arc<dyn Worker>) -> Self {
        Self { upstream, clock }
    }
}

impl<P: Publisher> Publisher for TimeInterval<P> {
    type Item = (Duration, P::Item);
    type Error = P::Error;

    fn subscribe<S: Subscriber<(Duration, P::Item), P::Error>>(self, subscriber: S) {
        let since = self.clock.now();
        Pass::new(self.upstream, Interval { clock: self.clock, since }).subscribe(subscriber);
    }
}

struct Interval {
    clock: Arc<dyn Worker>,
    since: Duration,
}

impl<T: Send + 'static, E> Stage<T, E> for Interval {
    type Item = (Duration, T);
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<(Duration, T), E> {
        let now = self.clock.now();
        let elapsed = now.saturating_sub(self.since);
        self.since = now;
        Step::Next((elapsed, item))
    }
}
