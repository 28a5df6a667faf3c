//! `cargo tck`: the conformance suite on everything in this workspace.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use reactive_streams_tck::report::{Format, Output};
use reactive_streams_tck::{Options, Suite};
use reactive_streams_tck_faults::Matrix;
use tck_cli::{rules, workspace};

/// Checks every rule of Reactive Streams against everything in this workspace.
#[derive(Parser)]
#[command(name = "cargo tck", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// How to print: `table`, or `json`, which prints one document on standard output and nothing else.
    #[arg(long, value_name = "FORMAT", default_value_t, global = true)]
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

#[derive(Subcommand)]
enum Command {
    /// For each rule: what proves it, which checks, which faults show that they work.
    Rules,
    /// Which checks catch which fault of the corpus.
    Faults,
}

fn main() -> ExitCode {
    // A panic in an implementation is a verdict, told with its trace; here it would only be noise.
    std::panic::set_hook(Box::new(|_| {}));
    let arguments = Arguments::parse();
    match arguments.command {
        None => check(&arguments),
        Some(Command::Rules) => {
            let evidence = rules::evidence();
            match arguments.format {
                Format::Table => print!("{}", rules::Table(&evidence)),
                Format::Json => println!("{:#}", rules::to_json(&evidence)),
            }
            ExitCode::SUCCESS
        }
        Some(Command::Faults) => faults(&arguments),
    }
}

fn check(arguments: &Arguments) -> ExitCode {
    let mut suite = Suite::new();
    workspace::add_to(&mut suite);
    let options = Options {
        seed: arguments.seed,
        filter: arguments.filter.clone(),
        most_seeds: arguments.most_seeds,
        replay: "cargo tck --filter '{name}' --seed {seed}".into(),
        ..Options::default()
    };
    Output { format: arguments.format, junit: arguments.junit.clone() }.run(&suite, &options)
}

fn faults(arguments: &Arguments) -> ExitCode {
    let matrix = Matrix::compute(&Options { seed: arguments.seed, ..Options::default() });
    match arguments.format {
        Format::Table => print!("{matrix}"),
        Format::Json => println!("{:#}", matrix.to_json()),
    }
    let problems = matrix.problems();
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
