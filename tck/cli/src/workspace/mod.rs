//! Everything in this workspace that can be checked, a file for each family.

mod aggregate;
mod batch;
mod combine;
mod common;
mod convert;
mod creation;
mod delivery;
mod error;
mod filter;
mod flatten;
mod group;
mod inspect;
mod mono;
mod overflow;
mod overload;
mod peek;
mod schedule;
mod schedulers;
mod share;
mod sinks;
mod spill;
mod time;
mod transform;

use reactive_streams_tck::Suite;

/// Adds every source, operator and sink.
pub fn add_to(suite: &mut Suite) {
    creation::add_to(suite);
    transform::add_to(suite);
    batch::add_to(suite);
    filter::add_to(suite);
    flatten::add_to(suite);
    combine::add_to(suite);
    aggregate::add_to(suite);
    mono::add_to(suite);
    error::add_to(suite);
    peek::add_to(suite);
    time::add_to(suite);
    share::add_to(suite);
    schedule::add_to(suite);
    convert::add_to(suite);
    group::add_to(suite);
    inspect::add_to(suite);
    overflow::add_to(suite);
    overload::add_to(suite);
    sinks::add_to(suite);
    spill::add_to(suite);
    delivery::add_to(suite);
}
