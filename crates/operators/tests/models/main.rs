//! The races of the engines, each as small as it can be: what two or three threads do at the same time.
//!
//! The same models are explored twice. Under `--cfg loom` all interleavings are, also those that only
//! weak memory allows; under `--cfg shuttle` many random ones, which reaches further where there are too
//! many. `just model` runs both, and tells how many there were.
#![cfg(any(loom, shuttle))]
#![allow(clippy::unwrap_used)] // all of it is test code

mod catch_panics;
mod channel;
mod concat;
mod deferred;
mod emission;
mod gather;
mod in_flight;
mod keep;
mod lane;
mod listen;
mod merge;
mod multicast;
mod outcome;
mod overflow;
mod pair;
mod prefetch;
mod race;
mod ref_count;
mod relay;
mod replay;
mod resume;
mod send_to;
mod stage;
mod support;
mod tail;
