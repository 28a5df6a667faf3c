//! Who watches the watchmen: faulty implementations that the conformance suite has to catch.
//!
//! Each [`Fault`] of the [`corpus`] breaks one thing. Most are the small correct implementation of
//! `reference` with one of its hooks replaced; what safe Rust cannot do with our traits is written
//! down as an event log and fed to the oracle. The [`Matrix`] says which checks catch which fault,
//! and what is wrong with that: a fault that nobody catches, one that is only blamed for what it
//! does not do, a check that catches nothing, a correct implementation that fails.
#![forbid(unsafe_code)]

mod controls;
mod fault;
mod log;
mod matrix;
mod processor;
mod publisher;
mod reference;
mod subscriber;

pub use controls::controls;
pub use fault::{Fault, Kind};
pub use matrix::{CheckEntry, FaultEntry, Matrix};

/// Every fault there is, programs that the compiler refuses aside.
pub fn corpus() -> Vec<&'static Fault> {
    let others = processor::FAULTS.into_iter().chain([log::FAULTS]);
    let families = publisher::FAULTS.into_iter().chain(subscriber::FAULTS).chain(others);
    families.flatten().collect()
}
