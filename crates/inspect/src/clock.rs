use std::time::{Duration, Instant};

use reactive_streams_operators::scheduler::{Scheduler, Worker};

/// The time since an inspector was made.
pub(crate) enum Clock {
    Real(Instant),
    /// A scheduler's, and what it showed when the inspector was made.
    Scheduler(Box<dyn Worker>, Duration),
}

impl Clock {
    pub(crate) fn real() -> Self {
        Self::Real(Instant::now())
    }

    pub(crate) fn of(scheduler: &dyn Scheduler) -> Self {
        Self::Scheduler(scheduler.worker(), scheduler.now())
    }

    pub(crate) fn now(&self) -> Duration {
        match self {
            Self::Real(start) => start.elapsed(),
            Self::Scheduler(worker, start) => worker.now().saturating_sub(*start),
        }
    }
}
