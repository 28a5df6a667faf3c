use std::time::Duration;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{interval, timer};
use reactive_streams_tck::{Given, Sharing, Suite};

use super::schedulers::{THREAD, simulated};

pub(super) fn add_to(suite: &mut Suite) {
    sources(suite);
}

/// A while in virtual time.
const SECOND: Duration = Duration::from_secs(1);

fn sources(suite: &mut Suite) {
    suite
        .publisher("interval", |given| interval(SECOND, &simulated(given)).take(length(given)))
        .many(Sharing::Own)
        .scheduled();
    suite
        .publisher("interval (a thread)", |given| {
            interval(Duration::from_micros(1), &*THREAD).take(length(given))
        })
        .up_to(1000)
        .foreign();
    suite
        .publisher("timer", |given| timer(SECOND, &simulated(given)))
        .exactly(1)
        .scheduled()
        .many(Sharing::Own);
}

fn length(given: &Given) -> usize {
    usize::try_from(given.len()).unwrap_or(usize::MAX)
}
