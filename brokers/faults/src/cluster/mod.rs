//! What the brokers hold, as plain clients see it. Knows nothing of the crates that are judged.

mod kafka;
mod nats;

use std::error::Error;

use crate::message::{Numbered, fingerprint};
use crate::verify::{Found, Position};

pub use kafka::KafkaCluster;
pub use nats::NatsCluster;

/// What may be wrong: for people.
pub type Failure = Box<dyn Error + Send + Sync>;

/// A broker, and where the messages of a run are in it.
pub trait Cluster {
    /// Makes a topic, or a stream, that nobody else has.
    ///
    /// # Errors
    /// If it cannot be made.
    fn create(&self, what: &str, partitions: u32) -> Result<String, Failure>;

    /// Everything that it holds, in the order of each partition.
    ///
    /// # Errors
    /// If it cannot be read.
    fn contents(&self, topic: &str, partitions: u32) -> Result<Vec<Found>, Failure>;

    /// Before which offset everything is committed, for each partition.
    ///
    /// # Errors
    /// If the broker does not say.
    fn committed(
        &self,
        topic: &str,
        group: &str,
        partitions: u32,
    ) -> Result<Vec<Position>, Failure>;

    /// Deletes it, so that it takes no room.
    ///
    /// # Errors
    /// If it is not deleted.
    fn delete(&self, topic: &str) -> Result<(), Failure>;
}

fn found(position: Position, bytes: &[u8], at: u64) -> Found {
    Found { position, message: Numbered::read(bytes), fingerprint: fingerprint(bytes), at }
}
