//! Topics as publishers.

mod acknowledgement;
mod batch;
mod bell;
mod check;
mod consumer;
mod context;
mod deliveries;
mod doubt;
mod due;
mod entrance;
mod gate;
mod lag;
mod locate;
mod membership;
mod options;
mod partition;
mod partitions;
mod service;
mod session;
mod tracker;
mod watch;

pub use acknowledgement::KafkaAcknowledgement;
pub use consumer::{KafkaActivity, KafkaConsumer};
pub use deliveries::Deliveries;
pub use lag::PartitionLag;
pub use options::{KafkaSource, Revoke, Start};
pub(crate) use partition::Partition;
pub use partitions::{PartitionDeliveries, Partitions};
