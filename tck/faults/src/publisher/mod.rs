//! Faulty publishers.

mod burst;
mod cancel;
mod demand;
mod elements;
mod leak;
mod panic;
mod sharing;
mod terminal;
mod thread;

use crate::fault::Fault;
use crate::reference::lock;
use crate::reference::publisher::{Flow, Parts};

pub(crate) static FAULTS: [&[Fault]; 9] = [
    demand::FAULTS,
    elements::FAULTS,
    terminal::FAULTS,
    cancel::FAULTS,
    leak::FAULTS,
    panic::FAULTS,
    sharing::FAULTS,
    thread::FAULTS,
    burst::FAULTS,
];

/// Delivers with a lock in hand, as an emission that is not reentrant does.
fn deliver_under_a_lock(flow: &Flow, parts: &mut Parts) {
    let _busy = lock(&flow.busy);
    flow.deliver(parts);
}
