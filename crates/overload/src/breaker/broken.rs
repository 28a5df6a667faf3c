use std::fmt;
use std::sync::Arc;

use reactive_streams::{Burst, Publisher, Subscriber, Subscription};
use reactive_streams_operators::error;

use super::{BreakerPermit, CircuitBreaker, Open};
use crate::Outcome;

/// Publisher for [`CircuitBreakerExt::circuit_breaker`](crate::ext::CircuitBreakerExt::circuit_breaker).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct CircuitBroken<P, J> {
    upstream: P,
    breaker: CircuitBreaker,
    judge: J,
}

impl<P, J> CircuitBroken<P, J> {
    pub(crate) fn new(upstream: P, breaker: CircuitBreaker, judge: J) -> Self {
        Self { upstream, breaker, judge }
    }
}

impl<P: fmt::Debug, J> fmt::Debug for CircuitBroken<P, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitBroken")
            .field("upstream", &self.upstream)
            .field("breaker", &self.breaker)
            .finish_non_exhaustive()
    }
}

impl<P, J> Publisher for CircuitBroken<P, J>
where
    P: Publisher<Error: From<Open>>,
    J: FnOnce(&P::Error) -> Outcome + Send + 'static,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, downstream: S) {
        match self.breaker.try_acquire() {
            Ok(permit) => {
                let judge = self.judge;
                self.upstream.subscribe(Watched { downstream, permit, judge });
            }
            Err(open) => error(open.into()).subscribe(downstream),
        }
    }
}

/// Tells the breaker of the end. A subscriber that is dropped without one has been cancelled.
struct Watched<S, J> {
    downstream: S,
    permit: BreakerPermit,
    judge: J,
}

impl<T, E, S, J> Subscriber<T, E> for Watched<S, J>
where
    S: Subscriber<T, E>,
    J: FnOnce(&E) -> Outcome + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.downstream.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.downstream.on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.downstream.try_on_next(item)
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        self.downstream.on_burst(burst);
    }

    fn on_error(self, error: E) {
        self.permit.end((self.judge)(&error));
        self.downstream.on_error(error);
    }

    fn on_complete(self) {
        self.permit.end(Outcome::Success);
        self.downstream.on_complete();
    }
}
