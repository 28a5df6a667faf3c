//! What is lost when brokers, links and consumers fail: numbered messages, the journals of the processes that
//! handle them, and the verifier that judges the journals. Knows nothing of the crates that are judged.
#![forbid(unsafe_code)]

pub mod cluster;
pub mod journal;
pub mod message;
pub mod verify;
