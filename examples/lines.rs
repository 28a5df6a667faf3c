//! Counts the lines and words of a file, in constant memory, however long the file is.
//!
//! ```text
//! cargo run --release --example lines -- FILE [--size BYTES] [--trace]
//! ```
//!
//! A file that does not exist is made first, of 1 GB or of `--size` bytes. `--trace` shows the demand
//! as it goes up, and every so many elements as they come down.

mod trace;

use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use reactive_streams_examples::peak_memory;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{SinkError, lines};
use trace::Trace;

const USAGE: &str = "usage: lines FILE [--size BYTES] [--trace]";
const ONE_GB: u64 = 1_000_000_000;

/// How many lines may be on their way from the reader to the counter.
const PREFETCH: NonZeroUsize = NonZeroUsize::new(256).expect("256 is not zero");

fn main() -> ExitCode {
    match Arguments::parse(std::env::args().skip(1)).and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lines: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let file = &arguments.file;
    make_if_missing(file, arguments.size)
        .map_err(|error| format!("cannot make {}: {error}", file.display()))?;
    let start = Instant::now();
    let total = count(file, arguments.trace).map_err(|error| match error {
        SinkError::Upstream(error) => format!("cannot read {}: {error}", file.display()),
        other => other.to_string(),
    })?;
    println!("{} lines, {} words, {} bytes of text", total.lines, total.words, total.bytes);
    println!("in {:.1} s, peak memory {}", start.elapsed().as_secs_f64(), peak_memory());
    Ok(())
}

/// What is counted.
#[derive(Clone, Copy, Default)]
struct Count {
    lines: u64,
    words: u64,
    bytes: u64,
}

impl Count {
    fn of(line: &str) -> Self {
        let words = line.split_ascii_whitespace().count() as u64;
        Self { lines: 1, words, bytes: line.len() as u64 }
    }

    fn add(self, other: Self) -> Self {
        Self {
            lines: self.lines + other.lines,
            words: self.words + other.words,
            bytes: self.bytes + other.bytes,
        }
    }
}

/// The pipeline: lines are read on a tokio runtime and counted on a thread of its own.
fn count(file: &Path, trace: bool) -> Result<Count, SinkError<io::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .map_err(SinkError::Upstream)?;
    let counter = ThreadScheduler::new("counter");
    Trace::new(lines(file, runtime.handle()), trace)
        .publish_on(&counter, PREFETCH)
        .map(|line| Count::of(&line))
        .fold(Count::default(), Count::add)
        .block()
}

struct Arguments {
    file: PathBuf,
    size: u64,
    trace: bool,
}

impl Arguments {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut arguments = arguments;
        let (mut file, mut size, mut trace) = (None, ONE_GB, false);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--trace" => trace = true,
                "--size" => {
                    let bytes = arguments.next().ok_or("--size needs a number of bytes")?;
                    size = bytes
                        .parse()
                        .map_err(|_| format!("--size needs a number of bytes, not {bytes:?}"))?;
                }
                option if option.starts_with('-') => {
                    return Err(format!("unknown option {option}\n{USAGE}").into());
                }
                _ if file.is_some() => {
                    return Err(
                        format!("one file, please; {argument:?} is a second\n{USAGE}").into()
                    );
                }
                _ => file = Some(PathBuf::from(argument)),
            }
        }
        Ok(Self { file: file.ok_or(USAGE)?, size, trace })
    }
}

/// Writes a text of `size` bytes where there is no file.
fn make_if_missing(file: &Path, size: u64) -> io::Result<()> {
    let new = match File::create_new(file) {
        Ok(new) => new,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(error),
    };
    println!("{} does not exist: making {size} bytes of text", file.display());
    let mut writer = BufWriter::with_capacity(1 << 16, new);
    let mut left = usize::try_from(size).map_err(io::Error::other)?;
    for number in 0_u64.. {
        let line = format!("{number}: the quick brown fox jumps over the lazy dog\n");
        let part = &line.as_bytes()[..line.len().min(left)];
        writer.write_all(part)?;
        left -= part.len();
        if left == 0 {
            break;
        }
    }
    writer.flush()
}
