use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rdkafka::error::{KafkaError as Cause, RDKafkaErrorCode as Code};

use crate::cause::About;
use crate::complaint::Complaint;
use crate::{Kafka, KafkaError, Record, Topic};

/// A cluster as a producer sees it: what the client says of it, and so what is wrong with a record.
pub(crate) struct Cluster {
    kafka: Kafka,
    deadline: Duration,
    complaint: Mutex<Option<Complaint>>,
    /// Whether a record has ever been confirmed: so somebody is there, and lets us in.
    is_proven: AtomicBool,
}

/// What is to be known of a record for an error that speaks of it.
pub(crate) struct Addressee {
    pub(crate) topic: Topic,
    partition: i32,
    size: usize,
}

impl Addressee {
    pub(crate) fn of(record: &Record) -> Self {
        let partition = record.partition.unwrap_or(-1);
        Self { topic: record.topic.clone(), partition, size: record.size() }
    }
}

impl Cluster {
    /// `deadline` is what each record has.
    pub(crate) fn new(kafka: Kafka, deadline: Duration) -> Self {
        Self { kafka, deadline, complaint: Mutex::default(), is_proven: AtomicBool::new(false) }
    }

    fn complaint(&self) -> MutexGuard<'_, Option<Complaint>> {
        // Nothing that is done under it can panic half way.
        self.complaint.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_proven(&self) -> bool {
        self.is_proven.load(Ordering::Relaxed)
    }

    /// A record has been confirmed.
    pub(crate) fn prove(&self) {
        if !self.is_proven() {
            self.is_proven.store(true, Ordering::Relaxed);
        }
    }

    /// The client complains; gives whether it is no use to [send](Self::refusal) anything now.
    pub(crate) fn note(&self, cause: Cause, reason: &str) -> bool {
        let new = Complaint::new(cause, reason);
        let is_refused = new.is_refusal() && !self.is_proven();
        let mut complaint = self.complaint();
        if complaint.as_ref().is_none_or(|old| new.supersedes(old)) {
            *complaint = Some(new);
        }
        is_refused
    }

    /// Why it is no use to send a record now: the cluster has refused to let us in not long ago, and has never
    /// let us in. The client tries again meanwhile.
    ///
    /// Who has been let in once is not refused here: passwords are changed one server after the other.
    pub(crate) fn refusal(&self) -> Option<KafkaError> {
        if self.is_proven() {
            return None;
        }
        let complaint = self.complaint();
        let refusal = complaint
            .as_ref()
            .filter(|complaint| complaint.is_refusal() && complaint.is_fresh())?;
        Some(refusal.error((&self.kafka).into()))
    }

    /// What is wrong with a record that the client does not take, or has given up.
    pub(crate) fn record_error(&self, cause: Cause, to: &Addressee) -> KafkaError {
        let about = About::from(&self.kafka).topic(&to.topic, to.partition);
        match cause.rdkafka_error_code() {
            Some(Code::MessageTimedOut) => match &*self.complaint() {
                Some(complaint) if !self.is_proven() => complaint.error(about),
                complaint => KafkaError::Expired {
                    topic: to.topic.clone(),
                    deadline: self.deadline,
                    detail: complaint.as_ref().and_then(|complaint| complaint.since(self.deadline)),
                },
            },
            // Withdrawn by us, after a refusal, or since nobody is there any more.
            Some(Code::PurgeQueue | Code::PurgeInflight) => {
                self.refusal().unwrap_or(KafkaError::Closed)
            }
            Some(
                Code::MessageSizeTooLarge | Code::InvalidMessageSize | Code::MessageBatchTooLarge,
            ) => KafkaError::TooLarge { topic: to.topic.clone(), size: to.size },
            _ => KafkaError::of(cause, about),
        }
    }

    /// What is wrong with a request for which the cluster does not answer, or says no.
    pub(crate) fn error(&self, cause: Cause) -> KafkaError {
        let error = KafkaError::of(cause, (&self.kafka).into());
        match (error, &*self.complaint()) {
            (KafkaError::Unreachable { .. }, Some(complaint)) if complaint.is_fresh() => {
                complaint.error((&self.kafka).into())
            }
            (error, _) => error,
        }
    }
}
