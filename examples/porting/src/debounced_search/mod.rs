//! What a search box finds: it asks when nobody has typed for a while, not twice for the same, and does not
//! wait for an answer to what has changed meanwhile.

use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{AnyError, timer};

use crate::Failure;
use crate::journal::Journal;
use crate::timeline::timeline;

const PAUSE: Duration = Duration::from_millis(250);
const SEARCH: Duration = Duration::from_millis(600);

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let journal = Journal::new(&clock);

    let searches = Arc::clone(&clock);
    let found = timeline(input, &clock)
        .take_while(|text| *text != "(closed)")
        .debounce(PAUSE, &*clock)
        .distinct_until_changed()
        .inspect(journal.writer(|text| format!("{text}?")))
        .switch_map(move |text| search(text, &searches))
        .inspect(journal.writer(String::clone))
        .count();
    journal.play(found)
}

fn search(
    text: &'static str,
    clock: &Arc<DeterministicScheduler>,
) -> impl Publisher<Item = String, Error = AnyError> + use<> {
    timer(SEARCH, &**clock).fallible().map(move |()| format!("{text}: {} results", text.len()))
}
