//! The orders of an online shop through Kafka, in three kinds of process: [ingest], [enrich], [aggregate]; and a
//! [run] of all of them, which adds consumers as the lag grows, kills one, and compares the final totals.
//!
//! ```text
//! cargo run --release --manifest-path brokers/Cargo.toml --package pipeline -- [--orders N] [--rate N] [--json]
//! ```
#![forbid(unsafe_code)]

pub mod aggregate;
pub mod enrich;
pub mod ingest;
pub mod order;
pub mod picture;
mod prices;
mod process;
mod record;
pub mod recording;
pub mod report;
pub mod run;
pub mod scale;
mod stop;
mod topics;
pub mod totals;
mod watch;

/// What goes wrong in this program ends it, with a message.
pub type AnyResult<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
