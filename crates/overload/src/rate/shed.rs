use std::fmt;

use reactive_streams_operators::engine::{Stage, Step};
use reactive_streams_operators::operator::{OverflowObserver, Overflowed, Reason};

use super::Limiter;

/// Stage for [`RateLimitExt::rate_shed`](crate::ext::RateLimitExt::rate_shed).
#[derive(Clone)]
pub struct RateShed<L, O> {
    limiter: L,
    observer: O,
}

impl<L, O> RateShed<L, O> {
    pub(crate) fn new(limiter: L, observer: O) -> Self {
        Self { limiter, observer }
    }
}

impl<L: fmt::Debug, O> fmt::Debug for RateShed<L, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateShed").field("limiter", &self.limiter).finish_non_exhaustive()
    }
}

impl<T, E, L, O> Stage<T, E> for RateShed<L, O>
where
    T: Send + 'static,
    L: Limiter<T>,
    O: OverflowObserver<T>,
{
    type Item = T;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, element: T) -> Step<T, E> {
        if self.limiter.check(&element).is_ok() {
            return Step::Next(element);
        }
        self.observer.overflowed(Overflowed { reason: Reason::Limited, element });
        Step::Skip
    }
}
