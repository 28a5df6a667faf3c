use std::num::NonZeroUsize;
use std::time::Duration;

use super::KafkaTransactions;
use super::producer::Transactor;
use crate::{Kafka, KafkaError};

/// How [`KafkaTransactions`] are to be. From [`Kafka::transactions`].
#[derive(Clone, Debug)]
#[must_use = "nothing is opened before `open`"]
pub struct KafkaTransactionOptions {
    kafka: Kafka,
    size: NonZeroUsize,
    every: Duration,
    deadline: Duration,
}

impl KafkaTransactionOptions {
    /// How many deliveries are in one transaction at most, unless [`size`](Self::size) says otherwise.
    pub const SIZE: NonZeroUsize = NonZeroUsize::new(1000).expect("it is not zero");

    /// How long a delivery waits for others, unless [`every`](Self::every) says otherwise.
    pub const EVERY: Duration = Duration::from_millis(100);

    /// How long the records of a transaction may take to arrive, unless [`deadline`](Self::deadline) says otherwise.
    pub const DEADLINE: Duration = Duration::from_secs(30);

    pub(crate) fn new(kafka: &Kafka, id: String) -> Self {
        Self {
            kafka: kafka.clone().set("transactional.id", id),
            size: Self::SIZE,
            every: Self::EVERY,
            deadline: Self::DEADLINE,
        }
    }

    /// How many deliveries are in one transaction at most.
    pub fn size(self, size: NonZeroUsize) -> Self {
        Self { size, ..self }
    }

    /// How long a delivery waits for others to be in one transaction with it. What is produced is seen only
    /// then; and a transaction costs the cluster about as much as a hundred records.
    pub fn every(self, every: Duration) -> Self {
        Self { every, ..self }
    }

    /// How long the records of a transaction may take to arrive, and each request to be answered, before it is aborted.
    /// One whose process has gone is aborted by the servers after twice as long, or when the same id is opened again;
    /// until then those who read the topics wait for it. Between one second and 400: servers allow 15 minutes.
    #[doc(alias = "transaction.timeout.ms")]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline: deadline.clamp(Duration::from_secs(1), Duration::from_secs(400)), ..self }
    }

    /// As [`Kafka::set`], for this only.
    pub fn set(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { kafka: self.kafka.set(name, value), ..self }
    }

    /// Takes over the id: fences off who has it, and has what that one has left behind aborted.
    ///
    /// Blocks until the cluster has done that, and not longer than [`Kafka::timeout`].
    ///
    /// # Errors
    ///
    /// [`KafkaError`] says what is wrong: settings, servers that do not answer or do not let this client in.
    pub fn open(self) -> Result<KafkaTransactions, KafkaError> {
        let transactor = Transactor::open(&self.kafka, self.deadline)?;
        Ok(KafkaTransactions { transactor, size: self.size, every: self.every })
    }
}
