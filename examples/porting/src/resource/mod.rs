//! A file is opened by each run, and closed however that ends: at the end, before it, or with an error.

use std::io::{BufRead, Cursor};
use std::sync::mpsc::{self, Sender};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, unfold_resource};

use crate::Failure;

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let (log, entries) = mpsc::channel();
    // What can be run more than once can be cloned, and each run takes one.
    let lines = lines(input, &log);

    lines.clone().for_each(writer(&log)).block()?;
    log.send("all read".to_owned())?;

    lines.clone().take(2).for_each(writer(&log)).block()?;
    log.send("two read".to_owned())?;

    let sum = lines
        .map(|line| line.parse::<u32>().map_err(AnyError::new))
        .lift_results()
        .sum::<u32>()
        .map(|number| format!("sum {number}"))
        .on_error_return("no sum".to_owned())
        .block()?;
    log.send(sum)?;
    Ok(entries.try_iter().collect())
}

fn lines(
    input: &'static str,
    log: &Sender<String>,
) -> impl Publisher<Item = String, Error = AnyError> + Clone + use<> {
    let (mut opened, mut closed) = (writer(log), writer(log));
    unfold_resource(
        move || {
            opened("open".to_owned());
            Ok(Cursor::new(input))
        },
        |reader| reader.lines().next().transpose().map_err(AnyError::new),
        move |_reader| closed("close".to_owned()),
    )
}

/// What it writes is lost once nobody reads the log any more.
fn writer(log: &Sender<String>) -> impl FnMut(String) + Clone + Send + use<> {
    let log = log.clone();
    move |line| drop(log.send(line))
}
