use std::thread;
use std::time::{Duration, Instant};

use rdkafka::error::{KafkaError as Cause, KafkaResult, RDKafkaErrorCode as Code};
use rdkafka::producer::{Producer as _, ThreadedProducer};

use super::notes::Notes;
use super::offsets::Offsets;
use crate::cluster::{Addressee, Cluster};
use crate::{Kafka, KafkaError, Record};

/// Why a transaction was not committed.
pub(crate) enum Failure {
    /// Nothing of it is visible.
    Aborted(KafkaError),
    /// There can be no other.
    Over(KafkaError),
}

/// The client, which runs one transaction after the other. Whoever calls waits.
pub(crate) struct Transactor {
    producer: ThreadedProducer<Notes>,
    deadline: Duration,
}

impl Transactor {
    /// How long it waits at a time, to look around in between.
    const SLICE: Duration = Duration::from_millis(200);

    /// How long it waits before it tries again.
    const PAUSE: Duration = Duration::from_millis(10);

    pub(crate) fn open(kafka: &Kafka, deadline: Duration) -> Result<Self, KafkaError> {
        let millis = |time: Duration| time.as_millis().clamp(1000, i32::MAX as u128).to_string();
        let defaults = [
            ("partitioner", "murmur2_random".to_owned()),
            // So that it is us who abort, as long as we are there.
            ("transaction.timeout.ms", millis(2 * deadline)),
            ("message.timeout.ms", millis(deadline)),
            ("topic.metadata.propagation.max.ms", "10000".to_owned()),
            ("reconnect.backoff.max.ms", "2000".to_owned()),
            ("linger.ms", "5".to_owned()),
        ];
        let notes = Notes::new(Cluster::new(kafka.clone(), deadline));
        let transactor = Self { producer: kafka.client(&defaults, &[], notes)?, deadline };
        transactor.take_over(kafka.patience())?;
        Ok(transactor)
    }

    fn cluster(&self) -> &Cluster {
        self.producer.context().cluster()
    }

    fn take_over(&self, most: Duration) -> Result<(), KafkaError> {
        let begin = Instant::now();
        loop {
            let Err(cause) = self.producer.init_transactions(Self::SLICE.min(most)) else {
                return Ok(());
            };
            if let Some(refusal) = self.cluster().refusal() {
                return Err(refusal);
            }
            if !is_retriable(&cause) || begin.elapsed() >= most {
                return Err(self.cluster().error(cause));
            }
        }
    }

    /// Produces the records and commits the offsets, or neither.
    pub(crate) fn run(&self, records: &[Record], offsets: &Offsets) -> Result<(), Failure> {
        if offsets.is_empty() {
            let detail =
                "its deliveries came before others that are to come again, or too late".to_owned();
            return Err(Failure::Aborted(KafkaError::Aborted { detail }));
        }
        self.producer.begin_transaction().map_err(|cause| self.over(cause))?;
        self.produce(records).or_else(|error| self.abort(error))?;
        let Some(offsets) = offsets.by_membership() else {
            let detail = "a partition has gone to another consumer".to_owned();
            return self.abort(KafkaError::Aborted { detail });
        };
        for (list, membership) in &offsets {
            let sent = self
                .retry(|most| self.producer.send_offsets_to_transaction(list, membership, most));
            sent.or_else(|cause| self.abort(self.cluster().error(cause)))?;
        }
        match self.retry(|most| self.producer.commit_transaction(most)) {
            Ok(()) => Ok(()),
            Err(Cause::Transaction(error)) if error.txn_requires_abort() => {
                self.abort(self.cluster().error(Cause::Transaction(error)))
            }
            Err(cause) => Err(self.over(cause)), // and nobody knows what has become of it
        }
    }

    /// Has all records arrive, or gives what is wrong with the first that does not.
    fn produce(&self, records: &[Record]) -> Result<(), KafkaError> {
        let notes = self.producer.context();
        let begin = Instant::now();
        let refused = records.iter().find_map(|record| self.hand_over(record, begin).err());
        // Also those before one that is refused: nothing of them is to be reported in the next transaction.
        let arrived = notes.wait();
        refused.map_or(arrived, Err)
    }

    /// Hands a record to the client as soon as that has room for it.
    fn hand_over(&self, record: &Record, begin: Instant) -> Result<(), KafkaError> {
        let notes = self.producer.context();
        loop {
            notes.expect();
            let to = Box::new(Addressee::of(record));
            let Err((cause, unsent)) = self.producer.send(record.to_client(to)) else {
                return Ok(());
            };
            notes.report(None); // there will be no other
            let is_full = cause.rdkafka_error_code() == Some(Code::QueueFull);
            if !is_full || begin.elapsed() > self.deadline {
                return Err(self.cluster().record_error(cause, &unsent.delivery_opaque));
            }
            thread::sleep(Self::PAUSE);
        }
    }

    /// Calls until it succeeds, or fails for good, or the deadline has passed.
    fn retry(&self, call: impl Fn(Duration) -> KafkaResult<()>) -> KafkaResult<()> {
        let end = Instant::now() + self.deadline;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match call(left) {
                Err(cause) if is_retriable(&cause) && !left.is_zero() => {
                    thread::sleep(Self::PAUSE);
                }
                result => return result,
            }
        }
    }

    fn abort(&self, reason: KafkaError) -> Result<(), Failure> {
        if let Some(fatal) = self.fatal() {
            return Err(Failure::Over(fatal));
        }
        let aborted = self.retry(|most| self.producer.abort_transaction(most));
        aborted.map_err(|cause| self.over(cause))?;
        Err(match reason {
            KafkaError::TooLarge { .. }
            | KafkaError::UnknownTopic { .. }
            | KafkaError::UnknownPartition { .. }
            | KafkaError::Denied { .. }
            | KafkaError::Authentication { .. } => Failure::Over(reason),
            KafkaError::Aborted { .. } => Failure::Aborted(reason),
            _ => Failure::Aborted(KafkaError::Aborted { detail: reason.to_string() }),
        })
    }

    fn over(&self, cause: Cause) -> Failure {
        Failure::Over(self.fatal().unwrap_or_else(|| self.cluster().error(cause)))
    }

    /// What the client has failed of for good, if it has: it is behind whatever fails then.
    fn fatal(&self) -> Option<KafkaError> {
        let (code, detail) = self.producer.client().fatal_error()?;
        match self.cluster().error(Cause::Global(code)) {
            fenced @ KafkaError::Fenced { .. } => Some(fenced),
            _ => Some(KafkaError::Fatal { detail }),
        }
    }
}

fn is_retriable(cause: &Cause) -> bool {
    matches!(cause, Cause::Transaction(error) if error.is_retriable())
}
