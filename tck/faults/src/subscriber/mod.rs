//! Faulty subscribers.

mod burst;
mod cancel;
mod demand;
mod terminal;
mod user;

use crate::fault::Fault;

pub(crate) static FAULTS: [&[Fault]; 5] =
    [demand::FAULTS, cancel::FAULTS, terminal::FAULTS, user::FAULTS, burst::FAULTS];
