//! What stands between a source and a sink. Each operator is documented at its method in
//! [`ext`](crate::ext); here are the publishers that those methods make.

mod aggregate;
mod batch;
mod combine;
mod context;
mod convert;
mod delivery;
mod error;
mod filter;
mod flatten;
mod group;
mod overflow;
mod peek;
mod schedule;
mod share;
mod time;
mod transform;

pub use aggregate::*;
pub use batch::*;
pub(crate) use combine::PREFETCH;
pub use combine::*;
pub use context::*;
pub use convert::*;
pub use delivery::*;
pub(crate) use error::absurd;
pub use error::*;
pub use filter::*;
pub use flatten::*;
pub use group::*;
pub use overflow::*;
pub use peek::*;
pub use schedule::*;
pub use share::*;
pub use time::*;
pub use transform::*;
