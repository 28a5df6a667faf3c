//! So many elements in so much time. The law is GCRA, as `governor` has it.

mod check;
mod clock;
mod hold;
mod keys;
mod limit;
mod limited;
mod limiter;
mod limits;
mod shed;

pub use check::RateCheck;
pub use hold::RateHold;
pub use limit::RateLimit;
pub use limited::Limited;
pub use limiter::{ByKey, Limiter};
pub use limits::RateLimits;
pub use shed::RateShed;
