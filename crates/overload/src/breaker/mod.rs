//! Calls that are not made while they would fail.

mod acquire;
mod broken;
mod circuit;
mod machine;
mod open;
mod permit;
mod policy;
mod ring;
mod shared;

pub use broken::CircuitBroken;
pub use circuit::{BreakerState, CircuitBreaker};
pub use open::{CallError, Open};
pub use permit::BreakerPermit;
pub use policy::BreakerPolicy;
