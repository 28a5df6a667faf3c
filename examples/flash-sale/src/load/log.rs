use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::schedule::IMPORT;
use crate::AnyResult;
use crate::order::Lane;

/// What a client has been promised: one answer 2xx. A log has a line for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The lane on which the request came.
    pub lane: Lane,
    /// The number of the order or of the import.
    pub number: u64,
    /// The status of the answer.
    pub status: u16,
    /// When the request was due, in microseconds since 1970.
    pub due: u64,
    /// When the answer came, in microseconds since 1970.
    pub answered: u64,
}

impl Promise {
    /// The keys of the orders that were promised.
    pub fn keys(&self) -> Vec<String> {
        match self.lane {
            Lane::Interactive => vec![order_key(self.number)],
            Lane::Batch => (0..IMPORT).map(|n| import_key(self.number, n)).collect(),
        }
    }
}

/// The key of an order that comes alone.
pub fn order_key(number: u64) -> String {
    format!("order-{number}")
}

/// The key of an order in an import.
pub fn import_key(import: u64, number: u32) -> String {
    format!("import-{import}-{number}")
}

/// The log, as the generator writes it.
#[derive(Debug)]
pub(super) struct Log(BufWriter<File>);

impl Log {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self(BufWriter::new(File::create(path)?)))
    }

    pub(super) fn write(&mut self, promise: &Promise) -> io::Result<()> {
        let Promise { lane, number, status, due, answered } = promise;
        writeln!(self.0, "{} {number} {status} {due} {answered}", lane.name())
    }

    pub(super) fn close(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Reads a log.
///
/// # Errors
///
/// If there is none, or something else in it.
pub fn read(path: &Path) -> AnyResult<Vec<Promise>> {
    fs::read_to_string(path)?.lines().map(parse).collect()
}

fn parse(line: &str) -> AnyResult<Promise> {
    let wrong = || format!("not a line of a log: `{line}`");
    let words: Vec<_> = line.split(' ').collect();
    let &[lane, number, status, due, answered] = words.as_slice() else {
        return Err(wrong().into());
    };
    let lane = match lane {
        "interactive" => Lane::Interactive,
        "batch" => Lane::Batch,
        _ => return Err(wrong().into()),
    };
    Ok(Promise {
        lane,
        number: number.parse()?,
        status: status.parse()?,
        due: due.parse()?,
        answered: answered.parse()?,
    })
}
