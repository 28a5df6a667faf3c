//! What stands between a source and a sink. Each operator is documented at its method of
//! [`PublisherExt`](crate::PublisherExt).

mod erase;
mod error;
mod filter;
mod flatten;
mod schedule;
mod share;
mod transform;

pub use erase::{BoxPublisher, BoxSubscriber, Hide};
pub use error::MapErr;
pub(crate) use error::absurd;
pub use filter::{Filter, Take};
pub use flatten::ConcatMap;
pub use schedule::PublishOn;
pub use share::Shared;
pub use transform::Map;
