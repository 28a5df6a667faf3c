//! Follows a file as it grows, and takes its lines in batches: of four, or what has come within a second.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::{env, process};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{AnyError, interval};

use crate::journal::Journal;
use crate::timeline::timeline;
use crate::{Failure, capacity};

const BATCH: NonZeroUsize = capacity(4);
const LIMIT: Duration = Duration::from_millis(950);
const POLL: Duration = Duration::from_millis(100);

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let path = env::temp_dir().join(format!("file_tail-{}.log", process::id()));
    let lines = follow(&path, input);
    fs::remove_file(path)?;
    lines
}

fn follow(path: &Path, input: &'static str) -> Result<Vec<String>, Failure> {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let journal = Journal::new(&clock);
    let mut growing = grow(File::create(path)?, input, &clock).count().start();
    let batches = tail(File::open(path)?, &clock)
        .take_while(|line| line != "closed")
        .chunks_timeout(BATCH, LIMIT, &*clock)
        .map(|batch| batch.join(", "))
        .inspect(journal.writer(String::clone))
        .count();
    let lines = journal.play(batches)?;
    growing.try_take().ok_or("the file should be complete by now")??;
    Ok(lines)
}

/// The stage that reads owns the file, which is closed when the stream is over: there is nothing to release.
fn tail(
    file: File,
    clock: &Arc<DeterministicScheduler>,
) -> impl Publisher<Item = String, Error = AnyError> + use<> {
    let mut reader = BufReader::new(file);
    interval(POLL, &**clock)
        .map(move |_| reader.by_ref().lines().collect::<io::Result<Vec<_>>>())
        .map(|lines| lines.map_err(AnyError::new))
        .fallible()
        .lift_results()
        .flat_map_iter(|lines| lines)
}

/// Appends the lines, each at its time.
fn grow(
    mut file: File,
    input: &'static str,
    clock: &Arc<DeterministicScheduler>,
) -> impl Publisher<Item = (), Error = AnyError> + use<> {
    timeline(input, clock)
        .map(move |line| writeln!(file, "{line}").map_err(AnyError::new))
        .lift_results()
}
