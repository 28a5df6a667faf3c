//! A service that is offered five times what it can do: with a plan, and without one.
#![forbid(unsafe_code)]

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use flash_sale::picture::draw;
use flash_sale::report::{Line, Outcome, table};
use flash_sale::run::{Options, run};
use flash_sale::service::Variant;
use flash_sale::{AnyResult, load, service};

/// Offers a service five times what it can do, and settles the account.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    role: Option<Role>,
    #[command(flatten)]
    run: Run,
}

#[derive(Subcommand)]
enum Role {
    /// The order service; ends with its standard input.
    Serve(Serve),
    /// The load generator; prints what it has seen.
    Load(Load),
}

#[derive(Args)]
struct Run {
    /// For how many seconds orders come.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Orders a second that are offered; five times the capacity if it is not said.
    #[arg(long)]
    rate: Option<u32>,
    /// Orders a second that can be stored.
    #[arg(long, default_value = "2000")]
    capacity: NonZeroU32,
    /// Kill the service in the middle, and start it again.
    #[arg(long)]
    kill: bool,
    /// One variant alone.
    #[arg(long)]
    only: Option<Variant>,
    /// End with one line of JSON.
    #[arg(long)]
    json: bool,
    /// Draw latency and memory over time, as an SVG.
    #[arg(long, value_name = "FILE", conflicts_with = "only")]
    picture: Option<PathBuf>,
    /// Fail if the planned variant misses what is promised of latency, goodput and memory.
    #[arg(long)]
    targets: bool,
    /// The memory of a service, in MiB, beyond which it ends.
    #[arg(long, default_value_t = 256)]
    most_memory: u64,
}

#[derive(Args)]
struct Serve {
    #[arg(long)]
    variant: Variant,
    #[arg(long)]
    directory: PathBuf,
    #[arg(long, default_value = "2000")]
    capacity: NonZeroU32,
    #[arg(long, default_value_t = 256)]
    most_memory: u64,
    #[arg(long, default_value_t = 0)]
    port: u16,
}

#[derive(Args)]
struct Load {
    #[arg(long)]
    address: SocketAddr,
    #[arg(long)]
    rate: u32,
    #[arg(long)]
    seconds: u32,
    #[arg(long)]
    log: PathBuf,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.role {
        Some(Role::Serve(Serve { variant, directory, capacity, most_memory, port })) => {
            let most_memory = most_memory << 20;
            service::serve(service::Options { variant, directory, capacity, port, most_memory })
                .map(|()| true)
        }
        Some(Role::Load(load)) => offer(load).map(|()| true),
        None => compare(cli.run),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("flash-sale: {error}");
            ExitCode::FAILURE
        }
    }
}

fn offer(Load { address, rate, seconds, log }: Load) -> AnyResult<()> {
    let length = Duration::from_secs(seconds.into());
    let tally = load::offer(load::Options { address, rate, length, log })?;
    println!("{}", serde_json::to_string(&tally)?);
    Ok(())
}

/// Whether the planned variant has kept what is promised of it.
fn compare(arguments: Run) -> AnyResult<bool> {
    let Run { seconds, rate, capacity, kill, only, json, picture, targets, most_memory } =
        arguments;
    let rate = rate.unwrap_or(capacity.get().saturating_mul(5));
    let options = Options { seconds, rate, capacity, kill, most_memory };
    let scratch = tempfile::tempdir()?;
    let outcome = |variant, name: &str| -> AnyResult<Option<Outcome>> {
        if only.is_some_and(|only| only != variant) {
            return Ok(None);
        }
        eprintln!("{name}: {rate} orders a second for {seconds} s, and a capacity of {capacity}");
        run(variant, &options, &scratch.path().join(name)).map(Some)
    };
    let planned = outcome(Variant::Planned, "planned")?;
    let unbounded = outcome(Variant::Unbounded, "unbounded")?;

    let named = [("planned", &planned), ("unbounded", &unbounded)];
    let there: Vec<_> =
        named.iter().filter_map(|(name, outcome)| Some((*name, outcome.as_ref()?))).collect();
    print!("{}", table(&there));
    let mut kept = true;
    if let Some(planned) = &planned {
        for fault in planned.faults() {
            println!("the account of the planned variant is wrong: {fault}");
            kept = false;
        }
        for missed in planned.missed() {
            println!("the planned variant misses its target: {missed}");
            kept &= !targets;
        }
    }
    if let (Some(path), Some(planned), Some(unbounded)) = (picture, &planned, &unbounded) {
        std::fs::write(path, draw(planned, unbounded))?;
    }
    if json {
        let figures = |outcome: Option<Outcome>| outcome.map(|outcome| outcome.figures());
        let line = Line { planned: figures(planned), unbounded: figures(unbounded) };
        println!("{}", serde_json::to_string(&line)?);
    }
    Ok(kept)
}
