//! Writes whatever comes, at most one line in two hundred milliseconds: the others wait.

use std::sync::Arc;
use std::time::Duration;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{once, timer};

use crate::Failure;
use crate::journal::Journal;
use crate::timeline::timeline;

const GAP: Duration = Duration::from_millis(200);

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let journal = Journal::new(&clock);

    let gaps = Arc::clone(&clock);
    let mut lines = timeline(input, &clock)
        .concat_map(move |line| {
            // A `Completable` is a publisher that gives nothing, of the type that is needed.
            let gap = timer(GAP, &*gaps).filter_map(|()| None);
            once(line).chain(gap).fallible()
        })
        .inspect(journal.writer(|line| format!("write {line}")))
        .count()
        .inspect(journal.writer(|lines| format!("{lines} lines")))
        .start();
    clock.advance(Duration::from_secs(10));
    lines.try_take().ok_or("all lines should have been written by now")??;
    Ok(journal.take())
}
