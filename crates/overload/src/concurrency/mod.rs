//! How much may be in flight, found out from what becomes of it.

mod aimd;
mod algorithm;
mod gradient;
mod limit;
mod permit;
mod state;

pub use aimd::Aimd;
pub use algorithm::LimitAlgorithm;
pub(crate) use algorithm::Round;
pub use gradient::Gradient;
pub use limit::AdaptiveLimit;
pub use permit::{Full, LimitPermit};
