//! What a running pipeline holds, how long elements wait in it, and which stage is the bottleneck.
#![forbid(unsafe_code)]

mod bottleneck;
mod clock;
mod context;
mod draft;
mod drops;
mod ext;
mod graph;
mod histogram;
mod inspector;
mod observed;
#[cfg(feature = "page")]
pub mod page;
mod probe;
mod snapshot;
mod stage;
mod tally;

pub use ext::InspectExt;
pub use inspector::Inspector;
pub use observed::Observed;
pub use snapshot::{Snapshot, StageSnapshot, StageState, Wait, Warning};
pub use stage::Stage;

use std::sync::{Mutex, MutexGuard};

/// Locks, and goes on if somebody panicked with the lock in hand: no user code runs under one of ours.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
