//! Faulty subscribers.

mod cancel;
mod demand;
mod terminal;
mod user;

use crate::fault::Fault;

pub(crate) static FAULTS: [&[Fault]; 4] =
    [demand::FAULTS, cancel::FAULTS, terminal::FAULTS, user::FAULTS];
