use std::fmt;
use std::sync::Arc;

use reactive_streams_operators::delivery::Acknowledge;

use super::partition::Partition;

/// Acknowledges a message of a [`KafkaConsumer`](crate::KafkaConsumer): when all before it in its partition are
/// acknowledged too, its offset is committed with the next that are.
///
/// Rejecting it, or dropping it, has it delivered again [after a while](crate::KafkaSource::redeliver_after). When the
/// partition has gone to another consumer, neither does anything: that one has been given the message.
pub struct KafkaAcknowledgement {
    partition: Arc<Partition>,
    offset: i64,
    is_settled: bool,
}

impl KafkaAcknowledgement {
    pub(crate) fn new(partition: Arc<Partition>, offset: i64) -> Self {
        Self { partition, offset, is_settled: false }
    }

    pub(crate) fn partition(&self) -> &Arc<Partition> {
        &self.partition
    }

    pub(crate) fn offset(&self) -> i64 {
        self.offset
    }

    /// Whether the partition has gone to another consumer, and what comes of the message may come of it twice.
    pub fn is_stale(&self) -> bool {
        self.partition.is_revoked()
    }
}

impl fmt::Debug for KafkaAcknowledgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KafkaAcknowledgement")
            .field("topic", self.partition.topic())
            .field("partition", &self.partition.number())
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

impl Acknowledge for KafkaAcknowledgement {
    fn acknowledge(mut self) {
        self.is_settled = true;
        self.partition.acknowledge(self.offset);
    }

    fn reject(self) {}
}

impl Drop for KafkaAcknowledgement {
    fn drop(&mut self) {
        if !self.is_settled {
            self.partition.reject(self.offset);
        }
    }
}
