//! Asks many servers, never more than three at the same time.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{AnyError, from_iter, timer};

use crate::journal::Journal;
use crate::{Failure, capacity, malformed};

const AT_ONCE: NonZeroUsize = capacity(3);

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let journal = Journal::new(&clock);

    // Closures own what they use: what is used twice is cloned.
    let (timers, questions) = (Arc::clone(&clock), journal.clone());
    let answers = from_iter(input.lines())
        .map(Server::parse)
        .fallible()
        .lift_results()
        .flat_map(AT_ONCE, move |server| {
            let questions = questions.clone();
            timer(server.latency, &*timers)
                .fallible()
                .then_return(server.name)
                .do_first(move || questions.write(format_args!("{}?", server.name)))
        })
        .inspect(journal.writer(|name| format!("{name}!")))
        .count()
        .inspect(journal.writer(|answers| format!("{answers} answers")));
    journal.play(answers)
}

struct Server {
    name: &'static str,
    latency: Duration,
}

impl Server {
    fn parse(line: &'static str) -> Result<Self, AnyError> {
        let (name, latency) = line.split_once(' ').ok_or_else(|| malformed(line))?;
        let latency = latency.parse().map_err(|_| malformed(line))?;
        Ok(Self { name, latency: Duration::from_millis(latency) })
    }
}
