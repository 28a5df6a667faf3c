//! What a running pipeline holds, how long elements wait in it, and which stage is the bottleneck.
//!
//! [`observed`](InspectExt::observed) names what is above it as a [`Stage`]; an [`Inspector`] looks at all
//! stages of a pipeline, and its [`Snapshot`] has the graph and the figures.
//!
//! ```
//! use reactive_streams_inspect::{InspectExt, Inspector, Stage};
//! use reactive_streams_operators::prelude::*;
//! use reactive_streams_operators::range;
//!
//! let inspector = Inspector::new("numbers");
//! let even = range(0..10)
//!     .observed(&inspector, Stage::named("numbers"))
//!     .filter(|n| n % 2 == 0)
//!     .observed(&inspector, Stage::named("even"));
//! assert_eq!(even.count().block(), Ok(5));
//!
//! let snapshot = inspector.snapshot();
//! let even = snapshot.stage("even").unwrap();
//! assert_eq!((even.input, even.output), (Some(10), 5));
//! ```
//!
//! What is exact and what is sampled is said at [`observed`](InspectExt::observed); how stages find the one
//! below them at [`Stage::below`].
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
mod meter;
#[cfg(feature = "metrics")]
pub mod metrics;
mod observed;
#[cfg(feature = "page")]
pub mod page;
mod probe;
mod sampler;
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

/// The examples of the readme run, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
