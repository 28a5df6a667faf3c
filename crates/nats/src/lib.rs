//! NATS and its JetStream as publishers and subscribers whose demand reaches the broker.
#![forbid(unsafe_code)]

mod acknowledgement;
mod consumer;
mod error;
mod message;
mod nats;
mod outbox;
mod position;
mod record;
mod sink;
mod subject;

pub use acknowledgement::NatsAcknowledgement;
pub use async_nats::jetstream::consumer::pull::Config as ConsumerConfig;
pub use async_nats::jetstream::stream::Config as StreamConfig;
pub use async_nats::{self, ConnectOptions, HeaderMap};
pub use consumer::{ConsumerOptions, Deliveries, NatsConsumer, Ordered, OrderedOptions};
pub use error::NatsError;
pub use message::Message;
pub use nats::Nats;
pub use record::Record;
pub use sink::{NatsSink, Receipt, SinkOptions};
pub use subject::CoreMessage;
