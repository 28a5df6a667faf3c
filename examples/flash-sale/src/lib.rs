//! A service that is offered five times what it can do: what becomes of it without a plan, and with one.
//!
//! ```text
//! cargo run --release --package flash-sale -- [--seconds N] [--rate N] [--capacity N] [--kill] [--json]
//! ```
//!
//! Three kinds of process: the [service], the [load generator](load), and the [run] that starts both
//! and [settles the account](account) when they are done.
#![forbid(unsafe_code)]

pub mod account;
pub mod backlog;
pub mod clock;
pub mod load;
pub mod memory;
pub mod order;
pub mod payments;
pub mod picture;
pub mod report;
pub mod run;
pub mod service;
pub mod store;

/// What goes wrong in this program ends it, with a message.
pub type AnyResult<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
