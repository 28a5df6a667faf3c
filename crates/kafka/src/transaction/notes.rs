use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rdkafka::ClientContext;
use rdkafka::error::KafkaError as Cause;
use rdkafka::message::DeliveryResult;
use rdkafka::producer::ProducerContext;

use crate::KafkaError;
use crate::cluster::{Addressee, Cluster};

/// What the client reports, on a thread of its own.
pub(crate) struct Notes {
    cluster: Cluster,
    records: Mutex<Records>,
    all_reported: Condvar,
}

/// Those of the present transaction.
#[derive(Default)]
struct Records {
    /// How many have not been reported.
    open: usize,
    /// What is wrong with the first that has not arrived.
    failure: Option<KafkaError>,
}

impl Notes {
    pub(crate) fn new(cluster: Cluster) -> Self {
        Self { cluster, records: Mutex::default(), all_reported: Condvar::new() }
    }

    pub(crate) fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        // Nothing that is done under it can panic half way.
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another one is handed to the client.
    pub(crate) fn expect(&self) {
        self.records().open += 1;
    }

    pub(crate) fn report(&self, failure: Option<KafkaError>) {
        let mut records = self.records();
        records.open -= 1;
        records.failure = records.failure.take().or(failure);
        if records.open == 0 {
            self.all_reported.notify_one();
        }
    }

    /// Waits for all records, and gives what is wrong with the first that has not arrived.
    pub(crate) fn wait(&self) -> Result<(), KafkaError> {
        // Each has its deadline, so this ends.
        let waited = self.all_reported.wait_while(self.records(), |records| records.open > 0);
        waited.unwrap_or_else(PoisonError::into_inner).failure.take().map_or(Ok(()), Err)
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
        let failure = match result {
            Ok(_) => {
                self.cluster.prove();
                None
            }
            Err((cause, _)) => Some(self.cluster.record_error(cause.clone(), &to)),
        };
        self.report(failure);
    }
}
