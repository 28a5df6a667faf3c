use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Stage, Step};
use crate::scheduler::Worker;

/// Stage for [`ClockExt::timestamp`](crate::ext::ClockExt::timestamp): notes when an element came.
#[derive(Clone)]
pub struct Timestamp(Arc<dyn Worker>);

opaque!(Timestamp);

impl Timestamp {
    pub(crate) fn new(clock: Arc<dyn Worker>) -> Self {
        Self(clock)
    }
}

impl<T: Send + 'static, E> Stage<T, E> for Timestamp {
    type Item = (Duration, T);
    const SKIPS: bool = false;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<(Duration, T), E> {
        Step::Next((self.0.now(), item))
    }
}
