use std::sync::Arc;
use std::time::Duration;

use rdkafka::consumer::Consumer;
use rdkafka::error::KafkaResult;
use rdkafka::topic_partition_list::Offset;

use super::context::{Client, REQUEST};
use super::due::Due;
use super::partition::Partition;
use super::session::Session;

/// Sees to a partition that is assigned, and what is remembered of it for that.
#[derive(Debug)]
pub(crate) struct Watch {
    partition: Arc<Partition>,
    asked: u64,
    /// When it has been idle for too long.
    idle: Option<Due>,
    again: Option<Due>,
    stored: Option<i64>,
}

impl Watch {
    pub(crate) fn new(partition: &Arc<Partition>) -> Self {
        Self { partition: Arc::clone(partition), asked: 0, idle: None, again: None, stored: None }
    }

    pub(crate) fn is_of(&self, partition: &Arc<Partition>) -> bool {
        Arc::ptr_eq(&self.partition, partition)
    }

    /// Pauses it if nobody wants it, resumes it if somebody does again, and fetches again what was rejected.
    pub(crate) fn attend(&mut self, client: &Client, session: &Session) {
        if self.partition.is_stopped() {
            return;
        }
        let is_wanted = self.is_wanted(session.source.pause_after);
        if is_wanted == self.partition.is_paused() {
            if let Err(error) = self.pause(client, !is_wanted) {
                return session.trouble(error, "pausing or resuming");
            }
            if !is_wanted {
                session.counts.pause();
            }
        }
        if self.is_due_again(session.source.redeliver_after) {
            match self.fetch_again(client) {
                Ok(()) => session.counts.redelivery(),
                Err(error) => session.trouble(error, "fetching again what was rejected"),
            }
        }
    }

    /// Whether somebody wants messages, or has wanted some not longer ago than `patience`.
    fn is_wanted(&mut self, patience: Duration) -> bool {
        match self.partition.gate().idle() {
            Some(asked) if asked == self.asked => {
                !self.idle.get_or_insert_with(|| Due::after(patience)).is_now()
            }
            asked => {
                self.asked = asked.unwrap_or(self.asked);
                self.idle = None;
                true
            }
        }
    }

    fn pause(&self, client: &Client, is_paused: bool) -> KafkaResult<()> {
        let list = self.partition.list(Offset::Invalid)?;
        if is_paused {
            client.pause(&list)?
        } else {
            client.resume(&list)?
        }
        self.partition.set_paused(is_paused);
        Ok(())
    }

    /// Whether what was rejected has waited long enough.
    fn is_due_again(&mut self, delay: Duration) -> bool {
        if !self.partition.is_rejected() {
            self.again = None;
            return false;
        }
        self.again.get_or_insert_with(|| Due::after(delay)).is_now()
    }

    fn fetch_again(&self, client: &Client) -> KafkaResult<()> {
        self.partition.replay(|offset| {
            let list = self.partition.list(Offset::Offset(offset))?;
            client.seek_partitions(list, REQUEST).map(drop)
        })
    }

    /// Tells the client what it is to commit. It does so every now and then, and again what has failed.
    pub(crate) fn store(&mut self, client: &Client, session: &Session) {
        if session.source.is_transactional {
            return; // its transactions commit
        }
        let position = self.partition.position();
        if self.stored == position {
            return;
        }
        match self.partition.store(client, position) {
            Ok(()) => self.stored = position,
            Err(error) => session.trouble(error, "keeping offsets"),
        }
    }
}
