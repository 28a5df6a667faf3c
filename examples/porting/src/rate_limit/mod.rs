//! Writes whatever comes, at most one line in two hundred milliseconds: the others wait.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams_operators::operator::Rate;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;

use crate::Failure;
use crate::journal::Journal;
use crate::timeline::timeline;

const GAP: Duration = Duration::from_millis(200);

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let journal = Journal::new(&clock);

    let lines = timeline(input, &clock)
        // What RxJava has to put together: it has no such operator. The lines wait upstream.
        .throttle(Rate::new(NonZeroU32::MIN, GAP), &*clock)
        .inspect(journal.writer(|line| format!("write {line}")))
        .count();
    journal.play(lines)
}
