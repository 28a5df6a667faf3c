use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams_operators::engine::{Stage, Step};
use reactive_streams_operators::operator::{OverflowObserver, Overflowed, Reason};
use reactive_streams_operators::scheduler::Worker;

use super::Due;

/// Stage for [`DeadlineExt::shed_late`](crate::ext::DeadlineExt::shed_late) and
/// [`shed_late_after`](crate::ext::DeadlineExt::shed_late_after).
#[derive(Clone)]
pub struct ShedLate<F, O> {
    service_time: F,
    clock: Arc<dyn Worker>,
    observer: O,
}

impl<F, O> ShedLate<F, O> {
    pub(crate) fn new(service_time: F, clock: Arc<dyn Worker>, observer: O) -> Self {
        Self { service_time, clock, observer }
    }
}

impl<F, O> fmt::Debug for ShedLate<F, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShedLate").finish_non_exhaustive()
    }
}

impl<T, E, F, O> Stage<Due<T>, E> for ShedLate<F, O>
where
    T: Send + 'static,
    F: FnMut(&T) -> Duration + Send + 'static,
    O: OverflowObserver<Due<T>>,
{
    type Item = Due<T>;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, due: Due<T>) -> Step<Due<T>, E> {
        let service_time = (self.service_time)(&due.element);
        if !due.is_late(self.clock.now(), service_time) {
            return Step::Next(due);
        }
        self.observer.overflowed(Overflowed { reason: Reason::TooLate, element: due });
        Step::Skip
    }
}
