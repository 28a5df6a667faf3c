//! Topics as publishers.

mod acknowledgement;
mod activity;
mod assignment;
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
mod reading;
mod service;
mod session;
mod shared;
mod tracker;
mod trouble;
mod watch;

pub use acknowledgement::KafkaAcknowledgement;
pub use activity::KafkaActivity;
pub use consumer::KafkaConsumer;
pub use deliveries::Deliveries;
pub use lag::PartitionLag;
pub use options::{KafkaSource, Revoke, Start};
pub(crate) use partition::Partition;
pub use partitions::{PartitionDeliveries, Partitions};
