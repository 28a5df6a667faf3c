//! Faulty publishers.

mod cancel;
mod demand;
mod elements;
mod leak;
mod panic;
mod sharing;
mod terminal;
mod thread;

use crate::fault::Fault;

pub(crate) static FAULTS: [&[Fault]; 8] = [
    demand::FAULTS,
    elements::FAULTS,
    terminal::FAULTS,
    cancel::FAULTS,
    leak::FAULTS,
    panic::FAULTS,
    sharing::FAULTS,
    thread::FAULTS,
];
