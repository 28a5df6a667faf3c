//! Everything in this workspace that can be checked.

mod operators;
mod simulated;
mod sinks;
mod sources;

use std::num::NonZeroUsize;

use reactive_streams_tck::Suite;

/// Adds every source, operator and sink.
pub fn add_to(suite: &mut Suite) {
    sources::add_to(suite);
    operators::add_to(suite);
    sinks::add_to(suite);
}

/// A capacity that is written in the program.
fn capacity(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).expect("no capacity in this crate is zero")
}
