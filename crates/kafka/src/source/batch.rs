use std::sync::Arc;
use std::vec;

use reactive_streams_operators::delivery::Delivery;

use super::partition::Partition;
use crate::{KafkaAcknowledgement, Message};

/// Messages of a partition that are about to be delivered. When the partition is stopped there are none left.
#[derive(Debug)]
pub(crate) struct Batch {
    partition: Arc<Partition>,
    messages: vec::IntoIter<Message>,
    again: bool,
}

impl Batch {
    pub(crate) fn new(partition: Arc<Partition>, messages: Vec<Message>, again: bool) -> Self {
        Self { partition, messages: messages.into_iter(), again }
    }
}

impl Iterator for Batch {
    type Item = Delivery<Message, KafkaAcknowledgement>;

    fn next(&mut self) -> Option<Self::Item> {
        let left = self.messages.len().checked_sub(1)?;
        if !self.partition.hand_on(left) {
            return None;
        }
        let message = self.messages.next()?;
        let again = self.again || self.partition.was_seen(message.offset());
        let offset = message.offset();
        let acknowledgement = KafkaAcknowledgement::new(Arc::clone(&self.partition), offset);
        Some(if again {
            Delivery::again(message, acknowledgement)
        } else {
            Delivery::new(message, acknowledgement)
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = if self.partition.is_stopped() { 0 } else { self.messages.len() };
        (len, Some(len))
    }
}

impl ExactSizeIterator for Batch {}

impl Drop for Batch {
    fn drop(&mut self) {
        if self.messages.len() > 0 {
            self.partition.drop_undelivered(self.messages.by_ref());
        }
    }
}
