use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use reactive_streams_operators::scheduler::Scheduler;

use crate::KafkaError;

/// Why nothing can be delivered on a scheduler, if it runs a task where that is scheduled: the client says that there are
/// messages with a lock of its own in hand, and to take them on its thread takes that lock again, for ever.
pub(crate) fn refusal(scheduler: &dyn Scheduler) -> Option<KafkaError> {
    let here = thread::current().id();
    let is_inline = Arc::new(AtomicBool::new(false));
    let runs = Arc::clone(&is_inline);
    scheduler.worker().schedule(Box::new(move || {
        runs.store(thread::current().id() == here, Ordering::Relaxed);
    }));
    is_inline.load(Ordering::Relaxed).then(|| KafkaError::Settings {
        name: "the scheduler of a source".to_owned(),
        reason: "it runs tasks on the thread that schedules them; take one with threads of its own"
            .to_owned(),
    })
}
