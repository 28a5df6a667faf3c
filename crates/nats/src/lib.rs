//! NATS and its JetStream as publishers and subscribers whose demand reaches the broker.
//!
//! | | |
//! |---|---|
//! | [`Nats::consumer`] | a durable consumer: its messages with acknowledgements, its lag |
//! | [`Nats::ordered`] | a stream in its order, without acknowledgements |
//! | [`Nats::sink`] | where records are sent to and confirmed, for [`send_to`](reactive_streams_operators::ext::DeliveryExt::send_to) |
//! | [`Nats::subject`] | a core subject, with a policy for what is too much |
//! | [`Nats::stream`] | creates a stream, if there is none |
//!
//! What is requested of a stream is pulled from the server, and no more. Streams go on by themselves when the connection
//! was lost; what cannot be is a [`NatsError`]. The [readme](https://docs.rs/crate/reactive-streams-nats) has an
//! example.
//!
//! # The runtime
//!
//! The client needs a tokio runtime: the one in which [`Nats::connect`] is called, for as long as the connection is used.
//! Elements are delivered on its tasks, where nothing is to block; methods that end in `_on` take another scheduler.
//! To block on a stream is fine outside of the runtime, and on a runtime with several threads.
#![forbid(unsafe_code)]

mod acknowledgement;
mod cause;
mod consumer;
mod error;
mod message;
mod nats;
mod outbox;
mod place;
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

/// The example of the readme is compiled, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
