//! `just bench`: every scenario against every peer, in one run.

use std::error::Error;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use reactive_streams_benches::harness::{Contest, Jvm, Machine, json, markdown, sections, table};
use reactive_streams_benches::scenario::SCENARIOS;

/// Runs the scenarios, and prints a table for each.
#[derive(Parser)]
struct Arguments {
    /// The scenarios to run, such as S1 or S4c; all of them if none is named
    scenarios: Vec<String>,

    /// A few rounds only: a glance and not a result
    #[arg(long)]
    quick: bool,

    /// With the libraries of the JVM, which needs a JDK and Maven
    #[arg(long)]
    jvm: bool,

    /// How often everybody runs [default: 31, and 5 with --quick]
    #[arg(long)]
    rounds: Option<usize>,

    /// Only the contenders whose name contains this: for a profiler
    #[arg(long)]
    only: Option<String>,

    /// Writes RESULTS.md and results.json into this folder. Without it, a run of all scenarios that is not quick
    /// writes them beside the benchmarks
    #[arg(long)]
    output: Option<PathBuf>,

    /// Lists the scenarios
    #[arg(long)]
    list: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    if arguments.list {
        for (_, scenario) in SCENARIOS {
            println!("{}", scenario().describe());
        }
        return Ok(());
    }
    for name in &arguments.scenarios {
        if !SCENARIOS.iter().any(|(it, _)| it.eq_ignore_ascii_case(name)) {
            return Err(
                format!("there is no scenario {name}: `--list` tells which there are").into()
            );
        }
    }

    let rounds = arguments.rounds.unwrap_or(if arguments.quick { 5 } else { 31 });
    let wanted = |name: &str| {
        arguments.scenarios.is_empty()
            || arguments.scenarios.iter().any(|it| it.eq_ignore_ascii_case(name))
    };
    let warm_up = Duration::from_secs(if arguments.quick { 1 } else { 3 });
    let jvm = arguments.jvm.then(|| Jvm::build(warm_up)).transpose()?;
    let mut contests = Vec::new();
    for (_, scenario) in SCENARIOS.iter().filter(|(name, _)| wanted(name)) {
        let mut scenario = scenario();
        if let Some(jvm) = &jvm {
            scenario = jvm.join(scenario);
        }
        if let Some(only) = &arguments.only {
            scenario.retain(only);
        }
        if scenario.is_empty() {
            eprintln!("{}: nobody takes part", scenario.describe());
            continue;
        }
        let contest = scenario.contest(rounds);
        println!("{}", table(&contest));
        contests.push(contest);
    }

    let whole = arguments.scenarios.is_empty() && arguments.only.is_none() && !arguments.quick;
    let beside = || whole.then(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    if let Some(folder) = arguments.output.clone().or_else(beside) {
        write(&folder, &Machine::here(jvm.as_ref().map(Jvm::describe)), rounds, &contests)?;
    }
    Ok(())
}

fn write(
    folder: &Path,
    machine: &Machine,
    rounds: usize,
    contests: &[Contest],
) -> Result<(), Box<dyn Error>> {
    let path = folder.join("RESULTS.md");
    let kept = match fs::read_to_string(&path) {
        Ok(text) => sections(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error.into()),
    };
    fs::write(path, markdown(machine, rounds, contests) + &kept)?;
    let json = serde_json::to_string_pretty(&json(machine, rounds, contests))?;
    fs::write(folder.join("results.json"), json + "\n")?;
    Ok(())
}
