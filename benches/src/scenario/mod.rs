//! The scenarios, one file each.
//!
//! A file has our pipelines first, and the peers behind them. Adding a peer is a function that does the same
//! work, and a line in `scenario()`.

#[cfg(feature = "peers")]
mod crossing;
#[cfg(feature = "peers")]
mod e01;
#[cfg(feature = "peers")]
mod e02;
#[cfg(feature = "peers")]
mod e03;
#[cfg(feature = "peers")]
mod e04;
#[cfg(feature = "peers")]
mod e05;
#[cfg(feature = "peers")]
mod e06;
#[cfg(feature = "peers")]
mod e07;
#[cfg(feature = "peers")]
mod e08;
#[cfg(feature = "peers")]
mod e09;
#[cfg(feature = "peers")]
mod e10;
#[cfg(feature = "peers")]
mod e11;
#[cfg(feature = "peers")]
mod e12;
#[cfg(feature = "peers")]
mod e13;
#[cfg(feature = "peers")]
mod e14;
pub mod e15;
pub mod observed;
pub mod overflow;
pub mod s1;
pub mod s2;
pub mod s2b;
pub mod s3a;
pub mod s3b;
#[cfg(feature = "peers")]
mod s4;
#[cfg(feature = "peers")]
mod s4c;
#[cfg(feature = "peers")]
mod s4f;
pub mod s5a;
#[cfg(feature = "peers")]
mod s5b;
pub mod s6;
#[cfg(feature = "peers")]
mod s7;
#[cfg(feature = "peers")]
mod s8;
pub mod s9a;
pub mod s9b;

#[cfg(feature = "peers")]
use crate::harness::Scenario;

/// All scenarios, made when they are wanted: some start threads.
#[cfg(feature = "peers")]
pub const SCENARIOS: &[(&str, fn() -> Scenario)] = &[
    ("S1", s1::scenario),
    ("S2", s2::scenario),
    ("S2b", s2b::scenario),
    ("S3a", s3a::scenario),
    ("S3b", s3b::scenario),
    ("S4", s4::scenario),
    ("S4c", s4c::scenario),
    ("S4f", s4f::scenario),
    ("S5a", s5a::scenario),
    ("S5b", s5b::scenario),
    ("S6", s6::scenario),
    ("S7", s7::scenario),
    ("S8", s8::scenario),
    ("S9a", s9a::scenario),
    ("S9b", s9b::scenario),
    ("E01", e01::scenario),
    ("E02", e02::scenario),
    ("E03", e03::scenario),
    ("E04", e04::scenario),
    ("E05", e05::scenario),
    ("E06", e06::scenario),
    ("E07", e07::scenario),
    ("E08", e08::scenario),
    ("E09", e09::scenario),
    ("E10", e10::scenario),
    ("E11", e11::scenario),
    ("E12", e12::scenario),
    ("E13", e13::scenario),
    ("E14", e14::scenario),
    ("E15", e15::scenario),
    ("O1", observed::in_bursts),
    ("O2", observed::one_by_one),
    ("O3", observed::over_a_hop),
    ("J1", crossing::to_java),
    ("J2", crossing::to_rust),
    ("J3", crossing::there_and_back),
];
