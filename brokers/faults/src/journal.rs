//! What a process writes down of what it was told and of what it does, so that it is known after it was killed.
//!
//! Each entry is a line, written by one call before the process goes on: what has been written is there when the process is not.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::str::SplitAsciiWhitespace;
use std::time::{SystemTime, UNIX_EPOCH};

/// Something that happened in a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The producer was told that a message is stored, and where.
    Stored {
        /// The partition.
        partition: u32,
        /// The number within it.
        number: u64,
        /// Where it is.
        offset: u64,
    },
    /// The producer was told that a message could not be stored.
    Failed {
        /// The partition.
        partition: u32,
        /// The number within it.
        number: u64,
    },
    /// A consumer has got a message.
    Delivered {
        /// The partition.
        partition: u32,
        /// Where it was.
        offset: u64,
        /// The number in its bytes.
        number: u64,
        /// Of its bytes.
        fingerprint: u64,
        /// Whether the consumer was told that it may have come before.
        again: bool,
    },
    /// A consumer has dealt with a message, and is about to acknowledge it.
    Done {
        /// The partition.
        partition: u32,
        /// Where it was.
        offset: u64,
    },
}

/// What happened, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Microseconds since 1970, by the clock that all processes have in common.
    pub at: u64,
    /// What happened.
    pub event: Event,
}

impl Entry {
    fn line(&self) -> String {
        let at = self.at;
        match self.event {
            Event::Stored { partition, number, offset } => {
                format!("{at} stored {partition} {number} {offset}\n")
            }
            Event::Failed { partition, number } => format!("{at} failed {partition} {number}\n"),
            Event::Delivered { partition, offset, number, fingerprint, again } => {
                let again = u64::from(again);
                format!("{at} delivered {partition} {offset} {number} {fingerprint} {again}\n")
            }
            Event::Done { partition, offset } => format!("{at} done {partition} {offset}\n"),
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let at = number(&mut words)?;
        let what = words.next()?;
        let partition = u32::try_from(number(&mut words)?).ok()?;
        let mut next = || number(&mut words);
        let event = match what {
            "stored" => Event::Stored { partition, number: next()?, offset: next()? },
            "failed" => Event::Failed { partition, number: next()? },
            "delivered" => Event::Delivered {
                partition,
                offset: next()?,
                number: next()?,
                fingerprint: next()?,
                again: next()? != 0,
            },
            "done" => Event::Done { partition, offset: next()? },
            _ => return None,
        };
        Some(Self { at, event })
    }
}

fn number(words: &mut SplitAsciiWhitespace<'_>) -> Option<u64> {
    words.next()?.parse().ok()
}

/// Microseconds since 1970.
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

/// What a process writes.
#[derive(Debug)]
pub struct Journal(File);

impl Journal {
    /// Begins a new one.
    ///
    /// # Errors
    /// If the file is there already, or cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self(OpenOptions::new().append(true).create_new(true).open(path)?))
    }

    /// Writes down what happens now.
    ///
    /// # Panics
    /// If the disk is full: a process that cannot be judged must not go on.
    pub fn write(&self, event: Event) {
        let line = Entry { at: now(), event }.line();
        let written = (&self.0).write_all(line.as_bytes());
        written.unwrap_or_else(|error| panic!("the journal cannot be written: {error}"));
    }
}

/// Reads a journal while it is being written.
#[derive(Debug)]
pub struct Follower {
    path: PathBuf,
    read: u64,
    /// The beginning of a line whose end is not there yet.
    partial: String,
}

impl Follower {
    /// Of a journal that need not be there yet.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), read: 0, partial: String::new() }
    }

    /// What was written since.
    ///
    /// # Errors
    /// If it cannot be read, or is no journal.
    pub fn read_on(&mut self) -> io::Result<Vec<Entry>> {
        let mut file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        file.seek(SeekFrom::Start(self.read))?;
        self.read += file.read_to_string(&mut self.partial)? as u64;
        let Some(end) = self.partial.rfind('\n') else { return Ok(Vec::new()) };
        let rest = self.partial.split_off(end + 1);
        let lines = std::mem::replace(&mut self.partial, rest);
        let parse = |line: &str| {
            Entry::parse(line).ok_or_else(|| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("{}: {line}", self.path.display()),
                )
            })
        };
        lines.lines().map(parse).collect()
    }
}
