//! Scenarios for subscribers, and for processors seen from the front.

mod beyond;
mod blackbox;
mod scenario;
mod whitebox;

pub(super) use beyond::{BEYOND, HANDLES};
pub(super) use blackbox::BLACKBOX;
pub(super) use whitebox::WHITEBOX;
