//! Orders as records: JSON, with the customer as the key.

use reactive_streams_kafka::{Message, Record};
use reactive_streams_operators::AnyError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The record of an order. All those of a customer have the same partition, so they stay in order.
pub(crate) fn write(topic: &str, customer: u64, order: &impl Serialize) -> Record {
    let payload = serde_json::to_vec(order).expect("numbers under names can be written");
    Record::to(topic.to_owned()).key(customer.to_string()).payload(payload)
}

/// The order of a record; an error that says which one cannot be read.
pub(crate) fn read<T: DeserializeOwned>(message: &Message) -> Result<T, AnyError> {
    serde_json::from_slice(message.as_ref()).map_err(|error| {
        let (topic, partition, offset) = (message.topic(), message.partition(), message.offset());
        AnyError::new(format!("{topic}/{partition} at {offset} is no order: {error}"))
    })
}
