use std::sync::Arc;

use reactive_streams_operators::scheduler::{Scheduler, ThreadScheduler};

use super::inline;
use super::reading::{Outlet, Reading};
use super::shared::Shared;
use crate::KafkaError;

/// Who reads: outside until its first demand.
pub(crate) enum Entrance {
    Outside(Outside),
    Inside(Reading),
}

pub(crate) struct Outside {
    shared: Arc<Shared>,
    outlet: Outlet,
    /// Why it may not enter.
    refusal: Option<KafkaError>,
    /// To be stopped when the deliveries are over, which is not ours to wait for.
    thread: Option<Arc<dyn Scheduler>>,
}

impl Entrance {
    /// For deliveries on a thread of their own, which is made here.
    pub(crate) fn own(shared: Arc<Shared>, outlet: Outlet) -> (Self, Arc<dyn Scheduler>) {
        let scheduler: Arc<dyn Scheduler> = Arc::new(ThreadScheduler::new("kafka-deliveries"));
        let thread = Some(Arc::clone(&scheduler));
        (Self::Outside(Outside { shared, outlet, refusal: None, thread }), scheduler)
    }

    /// For deliveries on a scheduler that is not ours.
    pub(crate) fn on(shared: Arc<Shared>, outlet: Outlet, scheduler: &dyn Scheduler) -> Self {
        let refusal = inline::refusal(scheduler);
        Self::Outside(Outside { shared, outlet, refusal, thread: None })
    }

    pub(crate) fn reading(&mut self) -> Result<&Reading, KafkaError> {
        if let Self::Outside(outside) = self {
            if let Some(refusal) = outside.refusal.take() {
                return Err(refusal);
            }
            let reading = outside.shared.enter(&outside.outlet)?;
            if let Some(thread) = outside.thread.take() {
                reading.session().keep(thread);
            }
            *self = Self::Inside(reading);
        }
        match self {
            Self::Inside(reading) => Ok(reading),
            Self::Outside(_) => Err(KafkaError::Closed),
        }
    }
}
