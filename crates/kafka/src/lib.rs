//! Kafka as publishers and subscribers whose demand reaches the broker.
#![forbid(unsafe_code)]
