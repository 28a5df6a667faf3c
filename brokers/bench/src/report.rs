//! The sections of `benches/RESULTS.md`.

use std::fs;

use reactive_streams_benches::harness::{Machine, with_section};

use crate::Outcome;

const RESULTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../benches/RESULTS.md");

/// What was measured beside the plain clients.
pub(crate) fn speed(rounds: usize, table: &str) -> String {
    format!(
        "## Kafka and NATS, beside the plain clients\n\n\
         Written by `just broker-bench --write`. {}. Medians of {rounds} rounds in which both run in turns, and the \
         speed of ours in the slowest and the fastest round; the brokers are on the same machine. CPU time is that of \
         the client alone, for each element. Kafka: `rdkafka`, a topic of four partitions without copies, no more than \
         {} records in flight, `FutureProducer` and `StreamConsumer`, what is acknowledged is committed by and by. \
         A message of the plain client is lent, and nothing of it is copied; one of ours owns what is in it. In the rows \
         *kept* the plain client's is detached, so that it does too. \
         NATS: `async-nats`, a stream on disk, no more than {} messages in flight, each message acknowledged.\n\n{table}",
        here(),
        crate::kafka::WINDOW,
        crate::nats::WINDOW,
    )
}

/// What was seen of slow consumers.
pub(crate) fn memory(gigabytes: u64, seconds: u64, limit_mib: u64, rows: &str) -> String {
    format!(
        "## The memory of a consumer ten times slower than its topic\n\n\
         Written by `just broker-bench memory --write`. {}. {gigabytes} GB of messages of 10 KiB, of which consumers, \
         each a process of its own, take a tenth of what the plain client was given in a second, for {seconds} s, and \
         acknowledge each. *plain* is the plain client with its own settings, in a loop; *channel* the plain client \
         with a channel without a bound between it and the loop, stopped at {limit_mib} MiB. The resident memory \
         of the process: after a quarter, half and three quarters of the time, and at its peak.\n\n\
         | | consumer | given, messages/s | taken, messages/s | left in the topic | quarter, MiB | half, MiB | three quarters, MiB | peak, MiB |\n\
         |---|---|--:|--:|--:|--:|--:|--:|--:|\n{rows}",
        here(),
    )
}

/// The date and the machine.
fn here() -> String {
    let machine = Machine::here(None);
    format!("{}, {}", machine.date, machine.describe())
}

/// Writes a section, in the place of the old one.
pub(crate) fn write(name: &str, body: &str) -> Outcome<()> {
    let text = fs::read_to_string(RESULTS)?;
    fs::write(RESULTS, with_section(&text, name, body))?;
    Ok(())
}
