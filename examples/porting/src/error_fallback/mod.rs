//! Temperatures of each place: if its first station fails those of the second, and if that fails as well, a
//! word.

use std::num::ParseIntError;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, from_iter};

use crate::{Failure, malformed};

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let temperatures = from_iter(input.lines())
        .map(|line| {
            let mut columns = line.splitn(3, '|');
            let mut column = || columns.next().ok_or_else(|| malformed(line));
            Ok((column()?, column()?, column()?))
        })
        .fallible::<AnyError>()
        .lift_results()
        .concat_map(|(place, first, second)| {
            station(first)
                .on_error_resume(move |_| station(second))
                .map(|temperature| format!("{temperature} degrees"))
                .on_error_return("unknown".to_owned()) // and cannot fail any more, says its type
                .map(move |temperature| format!("{place}: {temperature}"))
                .fallible()
        })
        .collect::<Vec<_>>();
    Ok(temperatures.block()?)
}

fn station(temperatures: &'static str) -> impl Publisher<Item = i32, Error = ParseIntError> {
    from_iter(temperatures.split_whitespace()).map(str::parse).fallible().lift_results()
}
