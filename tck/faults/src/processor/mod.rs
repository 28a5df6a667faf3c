//! Faulty processors.

mod burst;
mod passing;

use crate::fault::Fault;

pub(crate) static FAULTS: [&[Fault]; 2] = [passing::FAULTS, burst::FAULTS];
