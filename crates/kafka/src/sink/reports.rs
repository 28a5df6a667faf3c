use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rdkafka::ClientContext;
use rdkafka::error::KafkaError as Cause;
use rdkafka::message::{DeliveryResult, Message as _};
use rdkafka::producer::ProducerContext;
use reactive_streams_operators::delivery::Outcome;

use crate::cluster::{Addressee, Cluster};
use crate::{KafkaError, Position};

/// What travels with a record through the client, and comes back with its report.
pub(crate) struct Ticket {
    pub(crate) to: Addressee,
    pub(crate) outcome: Outcome<Position, KafkaError>,
}

/// An outcome, and what is to be told.
pub(crate) type Report = (Outcome<Position, KafkaError>, Result<Position, KafkaError>);

/// Where the client's thread puts what it reports, and what it says of the cluster.
///
/// It tells no outcome itself: that runs foreign code, which may take its time, and the client would report nothing
/// else meanwhile. What has come in while others were told is told together.
pub(crate) struct Reports {
    cluster: Cluster,
    news: Mutex<News>,
    changed: Condvar,
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
    pub(crate) fn new(cluster: Cluster) -> Self {
        Self { cluster, news: Mutex::default(), changed: Condvar::new() }
    }

    pub(crate) fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    fn news(&self) -> MutexGuard<'_, News> {
        // Nothing that is done under it can panic half way.
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
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
}

impl ClientContext for Reports {
    fn error(&self, cause: Cause, reason: &str) {
        if self.cluster.note(cause, reason) {
            self.news().is_refused = true;
            self.changed.notify_one();
        }
    }
}

impl ProducerContext for Reports {
    type DeliveryOpaque = Box<Ticket>;

    fn delivery(&self, result: &DeliveryResult<'_>, ticket: Box<Ticket>) {
        let Ticket { to, outcome } = *ticket;
        let result = match result {
            Ok(message) => {
                self.cluster.prove();
                let (partition, offset) = (message.partition(), message.offset());
                Ok(Position { topic: to.topic, partition, offset })
            }
            Err((cause, _)) => Err(self.cluster.record_error(cause.clone(), &to)),
        };
        let mut news = self.news();
        news.reports.push((outcome, result));
        if news.reports.len() == 1 {
            self.changed.notify_one();
        }
    }
}
