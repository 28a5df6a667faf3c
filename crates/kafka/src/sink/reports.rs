use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rdkafka::ClientContext;
use rdkafka::error::{KafkaError as Cause, RDKafkaErrorCode as Code};
use rdkafka::message::{DeliveryResult, Message as _};
use rdkafka::producer::ProducerContext;
use reactive_streams_operators::delivery::Outcome;

use super::complaint::Complaint;
use crate::error::About;
use crate::{Kafka, KafkaError, Position, Topic};

/// What travels with a record through the client, and comes back with its report.
pub(crate) struct Ticket {
    pub(crate) topic: Topic,
    pub(crate) partition: Option<i32>,
    pub(crate) size: usize,
    pub(crate) outcome: Outcome<Position, KafkaError>,
}

/// An outcome, and what is to be told.
pub(crate) type Report = (Outcome<Position, KafkaError>, Result<Position, KafkaError>);

/// Where the client's thread puts what it reports, and what it says of the cluster.
///
/// It tells no outcome itself: that runs foreign code, which may take its time, and the client would report nothing
/// else meanwhile. What has come in while others were told is told together.
pub(crate) struct Reports {
    kafka: Kafka,
    deadline: Duration,
    news: Mutex<News>,
    changed: Condvar,
    complaint: Mutex<Option<Complaint>>,
    /// Whether a record has ever been confirmed: so somebody is there, and lets us in.
    is_proven: AtomicBool,
}

/// What there is to be done.
#[derive(Default)]
pub(crate) struct News {
    pub(crate) reports: Vec<Report>,
    /// The cluster has just refused to let us in.
    pub(crate) is_refused: bool,
    /// Nobody sends any more.
    pub(crate) is_closed: bool,
}

impl News {
    fn is_none(&self) -> bool {
        self.reports.is_empty() && !self.is_refused && !self.is_closed
    }
}

impl Reports {
    pub(crate) fn new(kafka: Kafka, deadline: Duration) -> Self {
        Self {
            kafka,
            deadline,
            news: Mutex::default(),
            changed: Condvar::new(),
            complaint: Mutex::default(),
            is_proven: AtomicBool::new(false),
        }
    }

    fn news(&self) -> MutexGuard<'_, News> {
        // Nothing that is done under it can panic half way.
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn complaint(&self) -> MutexGuard<'_, Option<Complaint>> {
        self.complaint.lock().unwrap_or_else(PoisonError::into_inner) // as above
    }

    /// Waits for news, so long at most. `reports` is empty, and is what the next ones are put into.
    pub(crate) fn wait(&self, reports: Vec<Report>, most: Duration) -> News {
        let none = |news: &mut News| news.is_none();
        let (mut news, _) = self
            .changed
            .wait_timeout_while(self.news(), most, none)
            .unwrap_or_else(PoisonError::into_inner);
        mem::replace(&mut news, News { reports, ..News::default() })
    }

    pub(crate) fn close(&self) {
        self.news().is_closed = true;
        self.changed.notify_one();
    }

    /// Why it is no use to send a record now: the cluster has refused to let us in not long ago, and has never
    /// let us in. The client tries again meanwhile.
    ///
    /// Who has been let in once is not refused here: passwords are changed one server after the other.
    pub(crate) fn refusal(&self) -> Option<KafkaError> {
        if self.is_proven.load(Ordering::Relaxed) {
            return None;
        }
        let complaint = self.complaint();
        let refusal = complaint
            .as_ref()
            .filter(|complaint| complaint.is_refusal() && complaint.is_fresh())?;
        Some(refusal.error((&self.kafka).into()))
    }

    /// What is wrong with a record that the client does not take, or has given up.
    pub(crate) fn error(&self, cause: Cause, ticket: &Ticket) -> KafkaError {
        let about = About::from(&self.kafka).topic(&ticket.topic, ticket.partition.unwrap_or(-1));
        match cause.rdkafka_error_code() {
            Some(Code::MessageTimedOut) => match &*self.complaint() {
                Some(complaint) if !self.is_proven.load(Ordering::Relaxed) => {
                    complaint.error(about)
                }
                complaint => KafkaError::Expired {
                    topic: ticket.topic.clone(),
                    deadline: self.deadline,
                    detail: complaint.as_ref().and_then(|complaint| complaint.since(self.deadline)),
                },
            },
            // Withdrawn by us, after a refusal, or since the sink is gone.
            Some(Code::PurgeQueue | Code::PurgeInflight) => {
                self.refusal().unwrap_or(KafkaError::Closed)
            }
            Some(
                Code::MessageSizeTooLarge | Code::InvalidMessageSize | Code::MessageBatchTooLarge,
            ) => KafkaError::TooLarge { topic: ticket.topic.clone(), size: ticket.size },
            _ => KafkaError::of(cause, about),
        }
    }
}

impl ClientContext for Reports {
    fn error(&self, cause: Cause, reason: &str) {
        let new = Complaint::new(cause, reason);
        let is_refused = new.is_refusal() && !self.is_proven.load(Ordering::Relaxed);
        {
            let mut complaint = self.complaint();
            if complaint.as_ref().is_none_or(|old| new.supersedes(old)) {
                *complaint = Some(new);
            }
        }
        if is_refused {
            self.news().is_refused = true;
            self.changed.notify_one();
        }
    }
}

impl ProducerContext for Reports {
    type DeliveryOpaque = Box<Ticket>;

    fn delivery(&self, result: &DeliveryResult<'_>, ticket: Box<Ticket>) {
        let result = match result {
            Ok(message) => {
                if !self.is_proven.load(Ordering::Relaxed) {
                    self.is_proven.store(true, Ordering::Relaxed);
                }
                Ok((message.partition(), message.offset()))
            }
            Err((cause, _)) => Err(self.error(cause.clone(), &ticket)),
        };
        let Ticket { topic, outcome, .. } = *ticket;
        let result = result.map(|(partition, offset)| Position { topic, partition, offset });
        let mut news = self.news();
        news.reports.push((outcome, result));
        if news.reports.len() == 1 {
            self.changed.notify_one();
        }
    }
}
