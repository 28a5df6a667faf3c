//! A crash-safe queue on disk, for what memory has no room for.
//!
//! | | |
//! |---|---|
//! | [`SpillQueue`] | the queue: [`push`](SpillQueue::push) accepts, [`deliveries`](SpillQueue::deliveries) publishes |
//! | [`SpillExt::spill`] | a buffer: in memory as long as there is room, and then on disk |
//! | [`SpillExt::durable`] | every element on disk first: accepted is stored |
//!
//! Elements are anything that `serde` can encode. They are acknowledged as those of a broker are, see
//! [`delivery`](reactive_streams_operators::delivery); [`Lag`](reactive_streams_operators::delivery::Lag) says how
//! many are not.
//!
//! # What survives what
//!
//! | | [`Durability::Process`] | [`Durability::Power`] |
//! |---|---|---|
//! | `kill -9`, a panic, a crash of the program | every accepted element | every accepted element |
//! | loss of power | perhaps nothing, and `open` says so | every accepted element |
//! | a commit | writes | writes, and synchronizes |
//!
//! What was never accepted (a push that had not returned when the process ended) is there or is not there. What
//! was acknowledged is gone once that has been [written](SpillQueue::flush); until then it may be delivered again.
//!
//! # Costs
//!
//! `open` reads all that is stored, and verifies it. The store keeps up to 16 MiB of its pages in memory; nothing else
//! is kept but what is on its way. A commit costs the more per element the fewer there are in it: push many at a
//! time, or from many threads.
#![forbid(unsafe_code)]

mod core;
mod deliveries;
mod destination;
mod error;
mod ext;
mod operator;
mod options;
mod queue;
mod record;
mod store;

pub use deliveries::{Deliveries, SpillAcknowledgement};
pub use error::{PushError, SpillError};
pub use ext::SpillExt;
pub use operator::{Durable, Spill, SpillFailed};
pub use options::{Durability, SpillOptions};
pub use queue::SpillQueue;

/// Has the example of the README run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
