//! Speed and memory, beside the plain clients.

mod confirm;
mod contest;
mod kafka;
mod memory;
mod nats;
mod report;
mod runtime;
mod take;
mod work;

use std::error::Error;

use clap::{Args, Parser, Subcommand};

use crate::contest::{Contest, table};
use crate::memory::{Memory, Slow};
use crate::work::Work;

type Outcome<A> = Result<A, Box<dyn Error + Send + Sync>>;

/// Ours and the plain clients in turns, and a table of it.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    speed: Speed,
}

#[derive(Subcommand)]
enum Command {
    Memory(Memory),
    #[command(hide = true)]
    Slow(Slow),
}

#[derive(Args)]
struct Speed {
    /// The contests to run, such as kafka-consume or 10k: those whose name contains one of these words; all of them if
    /// there is none
    words: Vec<String>,

    /// A tenth of the work, and few rounds: a glance and not a result
    #[arg(long)]
    quick: bool,

    /// How often both run [default: 7, and 3 with --quick]
    #[arg(long)]
    rounds: Option<usize>,

    /// Writes the section of it in benches/RESULTS.md
    #[arg(long)]
    write: bool,
}

/// A contest that is made when it is its turn: it may fill a topic.
struct Entry {
    name: &'static str,
    work: Work,
    make: fn(Work) -> Outcome<Contest>,
}

/// A second or two of work each.
#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { name: "kafka-produce-100", work: Work { elements: 500_000, size: 100 }, make: kafka::produce },
    Entry { name: "kafka-produce-10k", work: Work { elements: 40_000, size: 10 << 10 }, make: kafka::produce },
    Entry { name: "kafka-consume-100", work: Work { elements: 3_000_000, size: 100 }, make: kafka::consume },
    Entry { name: "kafka-consume-10k", work: Work { elements: 480_000, size: 10 << 10 }, make: kafka::consume },
    Entry { name: "kafka-consume-kept-10k", work: Work { elements: 480_000, size: 10 << 10 }, make: kafka::consume_kept },
    Entry { name: "nats-publish-100", work: Work { elements: 100_000, size: 100 }, make: nats::publish },
    Entry { name: "nats-publish-10k", work: Work { elements: 60_000, size: 10 << 10 }, make: nats::publish },
    Entry { name: "nats-pull-100", work: Work { elements: 100_000, size: 100 }, make: nats::pull },
    Entry { name: "nats-pull-10k", work: Work { elements: 60_000, size: 10 << 10 }, make: nats::pull },
];

fn main() -> Outcome<()> {
    let Arguments { command, speed } = Arguments::parse();
    match command {
        None => speed.run(),
        Some(Command::Memory(memory)) => memory.run(),
        Some(Command::Slow(slow)) => slow.run(),
    }
}

impl Speed {
    fn run(&self) -> Outcome<()> {
        let rounds = self.rounds.unwrap_or(if self.quick { 3 } else { 7 });
        let words = &self.words;
        let wanted =
            |it: &&Entry| words.is_empty() || words.iter().any(|word| it.name.contains(word));
        let mut scores = Vec::new();
        for entry in ENTRIES.iter().filter(wanted) {
            let Work { elements, size } = entry.work;
            let elements = if self.quick { elements / 10 } else { elements };
            eprintln!("{} …", entry.name);
            scores.push((entry.make)(Work { elements, size })?.run(rounds)?);
        }
        let text = report::speed(rounds, &table(&scores));
        println!("{text}");
        if self.write {
            report::write("broker speed", &text)?;
        }
        Ok(())
    }
}
