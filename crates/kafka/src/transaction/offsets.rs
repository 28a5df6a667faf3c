use std::sync::Arc;

use rdkafka::consumer::{Consumer as _, ConsumerGroupMetadata};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::producer::Failure;
use crate::source::Partition;
use crate::{KafkaAcknowledgement, KafkaError};

/// Up to where the partitions are dealt with when a transaction is committed.
#[derive(Default)]
pub(crate) struct Offsets(Vec<(Arc<Partition>, i64)>);

impl Offsets {
    /// Adds a delivery; gives whether it follows upon those that are dealt with, or are in here.
    pub(crate) fn add(&mut self, delivery: &KafkaAcknowledgement) -> Result<bool, Failure> {
        let (partition, offset) = (delivery.partition(), delivery.offset());
        if !partition.is_transactional() {
            return Err(Failure::Over(KafkaError::Settings {
                name: "the source".to_owned(),
                reason: "what it delivers goes through transactions: open it as `transactional()`"
                    .to_owned(),
            }));
        }
        let last = self.0.iter_mut().find(|(known, _)| Arc::ptr_eq(known, partition));
        let follows = partition.follows(last.as_ref().map(|(_, last)| *last), offset);
        match last {
            Some((_, last)) if follows => *last = offset,
            None if follows => self.0.push((Arc::clone(partition), offset)),
            _ => {}
        }
        Ok(follows && !delivery.is_stale())
    }

    /// What is to be committed, for each membership that it came by; `None` if one is over.
    pub(crate) fn by_membership(&self) -> Option<Vec<(TopicPartitionList, ConsumerGroupMetadata)>> {
        let mut lists: Vec<(_, TopicPartitionList, _)> = Vec::new();
        for (partition, last) in &self.0 {
            let client = partition.client()?;
            let known = lists.iter().position(|(known, ..)| Arc::ptr_eq(known, &client));
            let index = match known {
                Some(index) => index,
                None => {
                    let metadata = client.group_metadata()?;
                    lists.push((client, TopicPartitionList::new(), metadata));
                    lists.len() - 1
                }
            };
            let mut element = lists[index].1.add_partition(partition.topic(), partition.number());
            element.set_offset(Offset::Offset(last + 1)).ok()?;
        }
        // Asked last: what was ours after the membership was read belonged to it.
        let is_ours = self.0.iter().all(|(partition, _)| !partition.is_revoked());
        is_ours.then(|| lists.into_iter().map(|(_, list, metadata)| (list, metadata)).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
