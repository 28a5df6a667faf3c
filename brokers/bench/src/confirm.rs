use std::error::Error;
use std::ops::ControlFlow::{Break, Continue};
use std::ops::Range;

use reactive_streams_operators::delivery::Destination;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use crate::Outcome;

/// Sends a record for each number, and waits until all of them have arrived.
pub(crate) fn send_all<D>(
    sink: D,
    numbers: Range<u64>,
    mut record: impl FnMut(u64) -> D::Record + Send + 'static,
) -> Outcome<()>
where
    D: Destination<Error: Error + Send + Sync>,
{
    let results = range(numbers).send_to(sink, move |number| record(*number));
    let failure = results.fold_while(None, |_, result| match result {
        Ok(_) => Continue(None),
        Err(unsent) => Break(Some(unsent.error)),
    });
    failure.block()?.map_or(Ok(()), |error| Err(error.into()))
}
