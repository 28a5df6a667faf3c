use std::sync::atomic::{AtomicU64, Ordering};

use crate::KafkaError;

/// What a consumer has done since its stream began.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct KafkaActivity {
    /// How many partitions are assigned to it.
    pub partitions: usize,
    /// How often partitions have come or gone.
    pub rebalances: u64,
    /// How often a partition has been paused for want of demand.
    pub pauses: u64,
    /// How often a partition has been fetched again from a message that was rejected.
    pub redeliveries: u64,
    /// What went wrong last. If it did not end the stream, it is being tried again, or has succeeded since.
    pub trouble: Option<KafkaError>,
}

/// What is counted for it.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    rebalances: AtomicU64,
    pauses: AtomicU64,
    redeliveries: AtomicU64,
}

impl Counts {
    pub(crate) fn rebalance(&self) {
        self.rebalances.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn pause(&self) {
        self.pauses.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn redelivery(&self) {
        self.redeliveries.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn activity(&self, partitions: usize, trouble: Option<KafkaError>) -> KafkaActivity {
        KafkaActivity {
            partitions,
            rebalances: self.rebalances.load(Ordering::Relaxed),
            pauses: self.pauses.load(Ordering::Relaxed),
            redeliveries: self.redeliveries.load(Ordering::Relaxed),
            trouble,
        }
    }
}
