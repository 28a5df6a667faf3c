//! `just tck-jvm`: the conformance suite on implementations in Java.
//!
//! A virtual machine runs in this process. Elements cross one by one, and so does demand; what no subscriber in
//! Rust can be given, because it overlaps another signal or follows the end, is reported to the log of the run.

mod border;
mod implementations;
mod known;
mod witness;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use reactive_streams_jvm::{initialize, launch};
use reactive_streams_tck::report::Format;
use reactive_streams_tck::{Options, Suite, run};

/// Checks every rule of Reactive Streams against implementations in Java.
#[derive(Parser)]
#[command(name = "tck-jvm", version)]
struct Arguments {
    /// How to print: `table`, or `json`, which prints one document on standard output and nothing else.
    #[arg(long, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// Runs only what contains this text in `implementation::check`.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// From which all random choices follow.
    #[arg(long, value_name = "N", default_value_t = Options::default().seed)]
    seed: u64,
    /// Plays each scenario with at most so many seeds.
    #[arg(long, value_name = "N", default_value_t = 1)]
    most_seeds: u64,
}

fn main() -> ExitCode {
    // A panic in an implementation is a verdict, told with its trace; here it would only be noise.
    std::panic::set_hook(Box::new(|_| {}));
    let arguments = Arguments::parse();
    if let Err(complaint) = start() {
        eprintln!("{complaint}");
        return ExitCode::FAILURE;
    }
    let mut suite = Suite::new();
    implementations::add_to(&mut suite);
    let options = Options {
        seed: arguments.seed,
        filter: arguments.filter,
        most_seeds: arguments.most_seeds,
        replay: ".ci/tck-jvm --filter '{name}' --seed {seed}".into(),
        ..Options::default()
    };
    let report = run(&suite, &options);
    report.print(arguments.format);
    let surprises = known::surprises(&report);
    for surprise in &surprises {
        eprintln!("{surprise}");
    }
    let played = report.totals().played();
    if played == 0 {
        eprintln!("nothing was played");
    }
    eprintln!("{} implementations, {played} checks played", report.implementations.len());
    if surprises.is_empty() && played > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn start() -> Result<(), String> {
    let class_path = env::var_os("JVM_CLASS_PATH")
        .ok_or("run by .ci/tck-jvm, which says where the classes are")?;
    let class_path: Vec<PathBuf> = env::split_paths(&class_path).collect();
    launch(&class_path, &[], witness::register).map_err(|error| error.to_string())?;
    initialize("rust.reactivestreams.foreign.Streams")
        .map_err(|error| format!("{error}\n{}", error.stack_trace()))
}
