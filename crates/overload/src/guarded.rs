use std::fmt;
use std::future::Future;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::Panicked;
use reactive_streams_operators::engine::InFlightLimit;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{Scheduler, Worker};

use crate::Outcome;

/// Lets calls begin, and learns what they have come to.
pub(crate) trait Guard: Clone + Send + Sync + 'static {
    type Permit: Send + 'static;

    /// Waits until a call may begin.
    fn acquire(&self) -> impl Future<Output = Self::Permit> + Send;

    fn end(permit: Self::Permit, outcome: Outcome);

    /// How many elements a stream may have in flight.
    fn streams(&self) -> &InFlightLimit;
}

/// Publisher for [`AdaptiveExt::map_adaptive`](crate::ext::AdaptiveExt::map_adaptive) and
/// [`CircuitBreakerExt::map_unless_open`](crate::ext::CircuitBreakerExt::map_unless_open).
#[must_use = "publishers do nothing unless subscribed"]
pub struct Guarded<P, G, F, J> {
    upstream: P,
    guard: G,
    most: NonZeroUsize,
    workers: Workers,
    f: F,
    judge: J,
}

impl<P, G, F, J> Guarded<P, G, F, J> {
    pub(crate) fn new(
        upstream: P,
        guard: G,
        most: NonZeroUsize,
        scheduler: &dyn Scheduler,
        f: F,
        judge: J,
    ) -> Self {
        Self { upstream, guard, most, workers: Workers::of(scheduler), f, judge }
    }
}

impl<P: fmt::Debug, G: fmt::Debug, F, J> fmt::Debug for Guarded<P, G, F, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded")
            .field("upstream", &self.upstream)
            .field("guard", &self.guard)
            .finish_non_exhaustive()
    }
}

impl<P, G, F, J, Fut> Publisher for Guarded<P, G, F, J>
where
    P: Publisher<Error: From<Panicked>>,
    G: Guard,
    F: FnMut(P::Item) -> Fut + Send + 'static,
    Fut: Future<Output: Send> + Send + 'static,
    J: Fn(&Fut::Output) -> Outcome + Send + Sync + 'static,
{
    type Item = Fut::Output;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Fut::Output, P::Error>>(self, subscriber: S) {
        let Self { upstream, guard, most, workers, mut f, judge } = self;
        let (limit, judge) = (guard.streams().clone(), Arc::new(judge));
        let call = move |item| {
            let (guard, call, judge) = (guard.clone(), f(item), Arc::clone(&judge));
            async move {
                let permit = guard.acquire().await;
                let output = call.await;
                G::end(permit, judge(&output));
                output
            }
        };
        upstream.map_async(most, &workers, call).limited_by(&limit).subscribe(subscriber);
    }
}

/// The two workers that [`map_async`](AsyncExt::map_async) asks for, for when it is made.
struct Workers {
    workers: [Arc<dyn Worker>; 2],
    second: AtomicBool,
}

impl Workers {
    fn of(scheduler: &dyn Scheduler) -> Self {
        let workers = [Arc::from(scheduler.worker()), Arc::from(scheduler.worker())];
        Self { workers, second: AtomicBool::new(false) }
    }
}

impl Scheduler for Workers {
    fn worker(&self) -> Box<dyn Worker> {
        let second = self.second.fetch_xor(true, Ordering::Relaxed);
        Box::new(Arc::clone(&self.workers[usize::from(second)]))
    }

    fn now(&self) -> Duration {
        self.workers[0].now()
    }
}
