use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams_operators::engine::{Stage, Step};
use reactive_streams_operators::scheduler::Worker;

use super::Due;

/// Stage for [`DeadlineExt::due_within`](crate::ext::DeadlineExt::due_within).
#[derive(Clone)]
pub struct SetDue {
    budget: Duration,
    clock: Arc<dyn Worker>,
}

impl SetDue {
    pub(crate) fn new(budget: Duration, clock: Arc<dyn Worker>) -> Self {
        Self { budget, clock }
    }
}

impl fmt::Debug for SetDue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetDue").field("budget", &self.budget).finish_non_exhaustive()
    }
}

impl<T: Send + 'static, E> Stage<T, E> for SetDue {
    type Item = Due<T>;
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, element: T) -> Step<Due<T>, E> {
        Step::Next(Due::new(element, self.clock.now().saturating_add(self.budget)))
    }
}
