use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Pass, Stage, Step, relay};
use crate::sync::{AtomicBool, Ordering};

/// Publisher for [`TimeExt::skip_until`](crate::ext::TimeExt::skip_until) and
/// [`skip_for`](crate::ext::TimeExt::skip_for).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct SkipUntil<P, N> {
    upstream: P,
    notifier: N,
}

impl<P, N> SkipUntil<P, N> {
    pub(crate) fn new(upstream: P, notifier: N) -> Self {
        Self { upstream, notifier }
    }
}

impl<P, N> Publisher for SkipUntil<P, N>
where
    P: Publisher,
    N: Publisher<Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let opened = Arc::new(AtomicBool::new(false));
        let gated = Pass::new(self.upstream, Gate(Arc::clone(&opened)));
        relay(gated, self.notifier, subscriber, move |_| opened.store(true, Ordering::Release));
    }
}

/// Drops elements until it is opened.
struct Gate(Arc<AtomicBool>);

impl<T: Send + 'static, E> Stage<T, E> for Gate {
    type Item = T;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<T, E> {
        if self.0.load(Ordering::Acquire) { Step::Next(item) } else { Step::Skip }
    }
}
