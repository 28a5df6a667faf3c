//! Scenarios for publishers, and for processors seen from behind.
//!
//! A scenario only provokes: what it shows is judged by the oracle. So most of them are a few calls.

mod cancel;
mod demand;
mod failure;
mod races;
mod sharing;
mod stream;

pub(super) use cancel::CANCEL;
pub(super) use demand::DEMAND;
pub(super) use failure::FAILURE;
pub(super) use races::RACES;
pub(super) use sharing::SHARING;
pub(super) use stream::STREAM;
