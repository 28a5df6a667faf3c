//! `just tck-brokers`: the conformance suite on what talks to brokers, over real ones.
//!
//! The sources are read from what is in a topic or a stream, the sinks store in one; all of them work on threads of
//! their own. The queue on disk is beside them: one shape, three places where elements are kept.

mod common;
mod kafka;
mod nats;
mod spill;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use reactive_streams_tck::report::{Format, Output};
use reactive_streams_tck::{Options, Suite};

/// Each has a client of half a dozen threads, and brokers that work for it on the same machine.
const AT_ONCE: NonZeroUsize = NonZeroUsize::new(3).expect("3 is not zero");

/// Checks every rule of Reactive Streams against sources and sinks, over real brokers.
#[derive(Parser)]
#[command(name = "broker-conformance", version)]
struct Arguments {
    /// How to print: `table`, or `json`, which prints one document on standard output and nothing else.
    #[arg(long, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// Also writes the verdicts to this file, as JUnit XML.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Runs only what contains this text in `implementation::check`.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// From which all random choices follow.
    #[arg(long, value_name = "N", default_value_t = Options::default().seed)]
    seed: u64,
    /// Plays each scenario with at most so many seeds.
    #[arg(long, value_name = "N", default_value_t = Options::default().most_seeds, hide_default_value = true)]
    most_seeds: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut suite = Suite::new();
    kafka::add_to(&mut suite);
    nats::add_to(&mut suite);
    spill::add_to(&mut suite);
    // A panic in an implementation is a verdict, told with its trace; here it would only be noise.
    std::panic::set_hook(Box::new(|_| {}));
    let options = Options {
        seed: arguments.seed,
        filter: arguments.filter,
        most_seeds: arguments.most_seeds,
        replay: "just tck-brokers --filter '{name}' --seed {seed}".into(),
        foreign_at_once: AT_ONCE,
        ..Options::default()
    };
    Output { format: arguments.format, junit: arguments.junit }.run(&suite, &options)
}
