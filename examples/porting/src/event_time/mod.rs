//! Sums of what was measured in each ten seconds, by the time of the measurement. Measurements come out of
//! order: a window is closed when one has come that is five seconds past its end, and what comes later is
//! left out.

mod windows;

use std::num::NonZeroUsize;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, from_iter, once};

use crate::{Failure, capacity};
use windows::{Command, Measurement, Sum, Windows};

const MOST_WINDOWS: NonZeroUsize = capacity(16);

/// How many commands may wait for their windows, all together.
const WAITING: NonZeroUsize = capacity(256);

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let sums = from_iter(input.lines())
        .map(Measurement::parse)
        .fallible::<AnyError>() // whatever goes wrong, here or in `group_by`
        .lift_results()
        // `statefulMap` calls a function at the end. Here the end is an element, so that it has its turn.
        .map(Some)
        .chain(once(None).fallible())
        .map_with_state(Windows::default(), Windows::commands)
        .flat_map_iter(|commands| commands)
        .group_by(MOST_WINDOWS, WAITING, Command::window)
        .flat_map(MOST_WINDOWS, |commands| {
            commands.map_while(Command::measured).fold(Sum::default(), Sum::and)
        })
        .map(|sum| sum.to_string())
        .collect::<Vec<_>>();
    Ok(sums.block()?)
}
