mod cuts;
mod error;
#[allow(clippy::module_inception)] // the family is called as its first member is
mod group;
mod group_by;
mod hasher;
mod partition;
mod router;
mod window;

pub use cuts::{WindowBySize, WindowUntil, WindowUntilChanged, WindowWhile};
pub use error::GroupError;
pub use group::{Group, StreamWindow};
pub use group_by::GroupBy;
pub(crate) use partition::partition;
pub use partition::{DivertTo, Partition};
pub use window::{Place, Windowed, Windows};
