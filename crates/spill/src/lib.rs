//! A crash-safe queue on disk, for what memory has no room for.
#![forbid(unsafe_code)]

mod core;
mod deliveries;
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
