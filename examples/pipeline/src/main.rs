//! The orders of an online shop through Kafka, in three processes.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use pipeline::{AnyResult, aggregate, enrich, ingest, picture, run};

/// The orders of an online shop through Kafka: ingested, enriched with their price, and added up.
#[derive(Parser)]
enum Cli {
    /// Takes orders.
    Ingest(ingest::Options),
    /// Puts a price to each order; ends with its standard input.
    Enrich(enrich::Options),
    /// Adds up what was sold, and prints it when its standard input ends.
    Aggregate(aggregate::Options),
    /// Runs all of them, and compares the totals.
    Run(run::Options),
    /// Draws what was seen during a run.
    Chart {
        /// What `run --samples` has written.
        samples: PathBuf,
        /// Where the SVG is to be.
        picture: PathBuf,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse() {
        Cli::Ingest(options) => ingest::ingest(options).map(|()| true),
        Cli::Enrich(options) => enrich::enrich(options).map(|()| true),
        Cli::Aggregate(options) => add_up(options).map(|()| true),
        Cli::Run(options) => compare(&options),
        Cli::Chart { samples, picture } => draw(&samples, &picture).map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("pipeline: {error}");
            ExitCode::FAILURE
        }
    }
}

fn add_up(options: aggregate::Options) -> AnyResult<()> {
    println!("{}", serde_json::to_string(&aggregate::aggregate(options)?)?);
    Ok(())
}

/// Whether the run was one, and its totals are exact.
fn compare(options: &run::Options) -> AnyResult<bool> {
    let outcome = run::run(options)?;
    if let Some(path) = &options.samples {
        fs::write(path, serde_json::to_vec(&outcome.recording)?)?;
    }
    let figures = outcome.figures();
    print!("{figures}");
    let faults = outcome.faults();
    for fault in &faults {
        println!("it is not as it should be: {fault}");
    }
    if options.json {
        println!("{}", serde_json::to_string(&figures)?);
    }
    Ok(faults.is_empty())
}

fn draw(samples: &Path, picture: &Path) -> AnyResult<()> {
    let recording = serde_json::from_slice(&fs::read(samples)?)?;
    Ok(fs::write(picture, picture::draw(&recording))?)
}
