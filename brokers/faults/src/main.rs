//! What is lost when brokers, links and consumers fail: makes the table of `spec-notes/brokers.md`.
#![forbid(unsafe_code)]

mod fault;
mod link;
mod process;
mod role;
mod scene;
mod table;

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use broker_faults::cluster::Failure;
use broker_faults::verify::Verdict;
use clap::{Parser, Subcommand};

use crate::fault::{FAULTS, Fault};
use crate::role::{Client, Consume, Produce};
use crate::scene::{Plan, Scene};
use crate::table::Row;

const NOTE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec-notes/brokers.md");

/// Makes brokers, links and consumers fail, and looks what becomes of numbered messages.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    role: Option<Role>,
    /// Which faults; all if none is named.
    faults: Vec<String>,
    /// With which client; all if it is not said.
    #[arg(long)]
    client: Option<Client>,
    /// How many messages each run has.
    #[arg(long, default_value_t = 65_000)]
    messages: u64,
    /// How often each fault is run.
    #[arg(long, default_value_t = 1)]
    runs: u64,
    /// Keeps what the processes wrote, also if nothing was wrong.
    #[arg(long)]
    keep: bool,
    /// Puts the table into the note.
    #[arg(long)]
    write: bool,
}

/// What the processes are started as.
#[derive(Subcommand)]
#[command(subcommand_help_heading = "Processes of a run")]
enum Role {
    /// Sends numbered messages.
    Produce(Produce),
    /// Deals with messages.
    Consume(Consume),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.role {
        Some(Role::Produce(role)) => role::produce(role).map(|()| true),
        Some(Role::Consume(role)) => role::consume(role).map(|()| true),
        None => run_all(&arguments),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("broker-faults: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run_all(arguments: &Arguments) -> Result<bool, Failure> {
    let names = &arguments.faults;
    if let Some(unknown) = names.iter().find(|name| FAULTS.iter().all(|it| it.name != **name)) {
        let known: Vec<_> = FAULTS.iter().map(|fault| fault.name).collect();
        return Err(format!("there is no {unknown}, but {}", known.join(", ")).into());
    }
    let mut rows = Vec::new();
    for fault in
        FAULTS.iter().filter(|it| names.is_empty() || names.iter().any(|name| name == it.name))
    {
        for client in
            fault.clients.iter().filter(|it| arguments.client.is_none_or(|one| one == **it))
        {
            let mut row = Row::new(*client, fault.what);
            for run in 1..=arguments.runs {
                let label = format!("{} {client:?} {run}/{}", fault.name, arguments.runs);
                let begin = Instant::now();
                match run_one(fault, *client, arguments, &label) {
                    Ok((verdict, peak)) => row.add(&verdict, peak, begin.elapsed()),
                    Err(failure) => {
                        eprintln!("{label}: {failure}");
                        row.fail();
                    }
                }
            }
            rows.push(row);
        }
    }
    rows.sort_by_key(|row| row.client.map(|client| client as u8));
    let table = table::table(&rows);
    println!("{table}");
    if arguments.write {
        table::write(Path::new(NOTE), &table)?;
    }
    Ok(rows.iter().all(Row::is_good))
}

fn run_one(
    fault: &Fault,
    client: Client,
    arguments: &Arguments,
    label: &str,
) -> Result<(Verdict, u64), Failure> {
    let messages = arguments.messages;
    let plan = Plan {
        client,
        messages,
        partitions: 6,
        size: fault.size,
        produced_per_second: messages.checked_div(fault.seconds).unwrap_or(0),
        is_linked: fault.is_linked,
        is_copied: fault.is_copied,
    };
    let mut scene = Scene::new(label, plan)?;
    let directory = scene.directory().to_owned();
    let outcome = (fault.run)(&mut scene).and_then(|()| scene.finish());
    if !arguments.keep && outcome.as_ref().is_ok_and(|(verdict, _)| verdict.is_good()) {
        fs::remove_dir_all(&directory)?;
    } else {
        eprintln!("{label}: what the processes wrote is in {}", directory.display());
    }
    if let Ok((verdict, _)) = &outcome
        && !verdict.is_good()
    {
        eprintln!("{label}: {verdict:#?}");
    }
    outcome
}
