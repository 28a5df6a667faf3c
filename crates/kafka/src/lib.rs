//! Kafka as publishers and subscribers whose demand reaches the broker.
//!
//! [`Kafka`] says where a cluster is. Of it are made
//!
//! - a [source](Kafka::source) of topics, a [`KafkaConsumer`]: its [deliveries](KafkaConsumer::deliveries), or one
//!   publisher for each of its [partitions](KafkaConsumer::partitions), are committed as they are acknowledged;
//! - a [sink](Kafka::sink), a [`KafkaSink`] that streams are
//!   [sent to](reactive_streams_operators::ext::DeliveryExt::send_to), and that says of each record what came of it;
//! - [transactions](Kafka::transactions) for what consumes, transforms and produces [exactly
//!   once](TransactExt::transact).
//!
//! The client is librdkafka. Whatever it can be set to, [`Kafka::set`] sets. What it has to log goes to the crate
//! `log`.
#![forbid(unsafe_code)]

mod cause;
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

/// The examples of the readme.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
