//! Input that comes over time.

use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{AnyError, from_iter, timer};

use crate::{capacity, malformed};

/// Gives the rest of each line when as many milliseconds have passed as its first word says.
pub(crate) fn timeline(
    input: &'static str,
    clock: &Arc<DeterministicScheduler>,
) -> impl Publisher<Item = &'static str, Error = AnyError> + use<> {
    let clock = Arc::clone(clock);
    from_iter(input.lines())
        .map(|line| {
            let (millis, text) = line.split_once(' ').ok_or_else(|| malformed(line))?;
            let millis = millis.parse().map_err(|_| malformed(line))?;
            Ok((Duration::from_millis(millis), text))
        })
        .fallible()
        .lift_results()
        .flat_map(capacity(64), move |(at, text)| timer(at, &*clock).fallible().then_return(text))
}
