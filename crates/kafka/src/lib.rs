//! Kafka as publishers and subscribers whose demand reaches the broker.
#![forbid(unsafe_code)]

mod cluster;
mod complaint;
mod error;
mod headers;
mod kafka;
mod message;
mod record;
mod sink;
mod source;
mod topic;
mod transaction;

pub use error::KafkaError;
pub use headers::Headers;
pub use kafka::Kafka;
pub use message::Message;
pub use record::Record;
pub use sink::{KafkaSink, KafkaSinkOptions, Position};
pub use source::{
    Deliveries, KafkaAcknowledgement, KafkaActivity, KafkaConsumer, KafkaSource,
    PartitionDeliveries, PartitionLag, Partitions, Revoke, Start,
};
pub use topic::Topic;
pub use transaction::{Committed, KafkaTransactionOptions, KafkaTransactions, TransactExt};
