use broker_faults::cluster::Failure;

use super::{Consume, Produce};

pub(super) fn produce(_role: &Produce) -> Result<(), Failure> {
    Err("not yet".into())
}

pub(super) fn consume(_role: &Consume) -> Result<(), Failure> {
    Err("not yet".into())
}
