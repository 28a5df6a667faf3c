//! What a running pipeline holds, how long elements wait in it, and which stage is the bottleneck.
#![forbid(unsafe_code)]

mod bottleneck;
mod clock;
mod context;
mod draft;
mod drops;
mod ext;
mod graph;
pub mod health;
mod histogram;
mod inspector;
#[cfg(feature = "tracing")]
mod log;
#[cfg(feature = "metrics")]
pub mod metrics;
mod observed;
#[cfg(feature = "page")]
pub mod page;
mod probe;
mod snapshot;
mod stage;
mod tally;
mod trace;

pub use ext::InspectExt;
pub use inspector::Inspector;
#[cfg(feature = "tracing")]
pub use log::Log;
pub use observed::Observed;
pub use snapshot::{Snapshot, StageSnapshot, StageState, Wait, Warning};
pub use stage::Stage;

use std::sync::{Mutex, MutexGuard};

/// Locks, and goes on if somebody panicked with the lock in hand: no user code runs under one of ours.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
