use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::ClientContext;
use rdkafka::error::{KafkaError as Cause, KafkaResult, RDKafkaErrorCode as Code};
use rdkafka::message::DeliveryResult;
use rdkafka::producer::{BaseProducer, Producer as _, ProducerContext};

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
    producer: BaseProducer<Notes>,
    deadline: Duration,
}

/// What the client reports.
struct Notes {
    cluster: Cluster,
    /// The first record of a transaction that has not arrived.
    failure: Mutex<Option<KafkaError>>,
}

impl Notes {
    fn take_failure(&self) -> Option<KafkaError> {
        // Nothing that is done under it can panic half way.
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl ClientContext for Notes {
    fn error(&self, cause: Cause, reason: &str) {
        self.cluster.note(cause, reason);
    }
}

impl ProducerContext for Notes {
    type DeliveryOpaque = Box<Addressee>;

    fn delivery(&self, result: &DeliveryResult<'_>, to: Box<Addressee>) {
        match result {
            Ok(_) => self.cluster.prove(),
            // That it was withdrawn has a reason, which is told otherwise.
            Err((Cause::MessageProduction(Code::PurgeQueue | Code::PurgeInflight), _)) => {}
            Err((cause, _)) => {
                let error = self.cluster.record_error(cause.clone(), &to);
                let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                failure.get_or_insert(error);
            }
        }
    }
}

impl Transactor {
    /// How long it waits at a time, to look around in between.
    const SLICE: Duration = Duration::from_millis(200);

    /// How long it lets the client report.
    const MOMENT: Duration = Duration::from_millis(1);

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
        let notes =
            Notes { cluster: Cluster::new(kafka.clone(), deadline), failure: Mutex::default() };
        let transactor = Self { producer: kafka.client(&defaults, &[], notes)?, deadline };
        transactor.take_over(kafka.patience())?;
        Ok(transactor)
    }

    fn cluster(&self) -> &Cluster {
        &self.producer.context().cluster
    }

    fn take_over(&self, most: Duration) -> Result<(), KafkaError> {
        let begin = Instant::now();
        loop {
            let Err(cause) = self.producer.init_transactions(Self::SLICE.min(most)) else {
                return Ok(());
            };
            self.producer.poll(Self::MOMENT); // what the client has to say of it
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
        let end = Instant::now() + self.deadline;
        for record in records {
            while let Err((cause, to)) = self.hand_over(record) {
                if cause.rdkafka_error_code() != Some(Code::QueueFull) || Instant::now() > end {
                    return Err(self.cluster().record_error(cause, &to));
                }
                self.producer.poll(Self::MOMENT);
            }
        }
        // Each has its deadline, so this ends. (A flush that is given time takes a tenth of a second of it.)
        while self.producer.flush(Duration::ZERO).is_err() {
            self.producer.poll(Self::MOMENT);
        }
        self.producer.context().take_failure().map_or(Ok(()), Err)
    }

    fn hand_over(&self, record: &Record) -> Result<(), (Cause, Box<Addressee>)> {
        let sent = self.producer.send(record.to_client(Box::new(Addressee::of(record))));
        sent.map_err(|(cause, unsent)| (cause, unsent.delivery_opaque))
    }

    /// Calls until it succeeds, or fails for good, or the deadline has passed.
    fn retry(&self, call: impl Fn(Duration) -> KafkaResult<()>) -> KafkaResult<()> {
        let end = Instant::now() + self.deadline;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match call(left) {
                Err(cause) if is_retriable(&cause) && !left.is_zero() => {
                    self.producer.poll(10 * Self::MOMENT);
                }
                result => return result,
            }
        }
    }

    fn abort(&self, reason: KafkaError) -> Result<(), Failure> {
        if reason.is_fatal() {
            return Err(Failure::Over(reason));
        }
        let aborted = self.retry(|most| self.producer.abort_transaction(most));
        self.producer.context().take_failure(); // of what was withdrawn
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
        Failure::Over(self.cluster().error(cause))
    }
}

fn is_retriable(cause: &Cause) -> bool {
    matches!(cause, Cause::Transaction(error) if error.is_retriable())
}
