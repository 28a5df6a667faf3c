use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

use rdkafka::consumer::Consumer;
use rdkafka::consumer::base_consumer::PartitionQueue;
use rdkafka::error::KafkaResult;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::batch::Batch;
use super::bell::{Bell, lock};
use super::context::{Client, Context};
use super::extent::Extent;
use super::fetched::Fetched;
use super::gate::Gate;
use super::handover::Handover;
use super::session::Session;
use super::tracker::Tracker;
use crate::{KafkaError, Message, Topic};

/// A partition that is assigned to this consumer, or was.
pub(crate) struct Partition {
    topic: Topic,
    number: i32,
    /// Before this offset everything was delivered before, by this very consumer.
    seen: i64,
    fetched: Fetched,
    tracker: Mutex<Tracker>,
    handover: Handover,
    extent: Extent,
    is_revoked: AtomicBool,
    is_paused: AtomicBool,
    bell: Arc<Bell>,
    session: Weak<Session>,
}

impl Partition {
    pub(crate) fn new(
        topic: Topic,
        number: i32,
        seen: i64,
        start: Offset,
        queue: PartitionQueue<Context>,
        tracker: Tracker,
        session: &Arc<Session>,
    ) -> Arc<Self> {
        Arc::new(Self {
            fetched: Fetched::new(topic.clone(), number, queue, session.gate()),
            topic,
            number,
            seen,
            tracker: Mutex::new(tracker),
            handover: Handover::default(),
            extent: Extent::from(start),
            is_revoked: AtomicBool::new(false),
            is_paused: AtomicBool::new(false),
            bell: Arc::clone(&session.bell),
            session: Arc::downgrade(session),
        })
    }

    pub(crate) fn topic(&self) -> &Topic {
        &self.topic
    }

    pub(crate) fn number(&self) -> i32 {
        self.number
    }

    /// Whether transactions commit its offsets.
    pub(crate) fn is_transactional(&self) -> bool {
        self.session.upgrade().is_some_and(|session| session.source.is_transactional)
    }

    /// The client by which it came, unless that has left the group.
    pub(crate) fn client(&self) -> Option<Arc<Client>> {
        self.session.upgrade()?.client()
    }

    /// Whether nothing before `offset` is unacknowledged but what is up to `last`, and what came before that.
    pub(crate) fn follows(&self, last: Option<i64>, offset: i64) -> bool {
        lock(&self.tracker).follows(last, offset)
    }

    pub(crate) fn gate(&self) -> &Gate {
        self.fetched.gate()
    }

    /// Takes up to `most` messages of those that have been fetched.
    pub(crate) fn take(self: &Arc<Self>, most: NonZeroUsize) -> Result<Option<Batch>, KafkaError> {
        if !self.fetched.take_ready() {
            return Ok(None);
        }
        if self.is_paused() {
            self.bell.ring();
        }
        let Some(taken) = self.fetched.take(&self.tracker, most)? else { return Ok(None) };
        self.handover.set_undelivered(taken.messages.len());
        Ok(Some(Batch::new(Arc::clone(self), taken.messages, taken.again)))
    }

    /// One of a batch is handed on, `left` remain; `false` if it is not to be.
    pub(crate) fn hand_on(&self, left: usize) -> bool {
        self.handover.hand_on(left)
    }

    pub(crate) fn was_seen(&self, offset: i64) -> bool {
        offset < self.seen
    }

    pub(crate) fn acknowledge(&self, offset: i64) {
        if self.is_revoked() {
            return;
        }
        let has_room = lock(&self.tracker).acknowledge(offset);
        if has_room {
            self.fetched.set_ready();
        }
        if self.is_stopped() {
            self.bell.ring();
        }
    }

    pub(crate) fn reject(&self, offset: i64) {
        if self.is_revoked() {
            return;
        }
        lock(&self.tracker).reject(offset);
        if self.is_stopped() {
            self.bell.ring();
        }
    }

    /// What was taken and not handed on is dropped.
    pub(crate) fn drop_undelivered(&self, messages: impl Iterator<Item = Message>) {
        let mut tracker = lock(&self.tracker);
        messages.for_each(|message| tracker.reject(message.offset()));
        drop(tracker);
        self.handover.set_undelivered(0);
        if self.is_stopped() {
            self.bell.ring();
        }
    }

    /// Nothing more is delivered.
    pub(crate) fn stop(&self) {
        self.handover.stop();
        self.fetched.close();
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.handover.is_stopped()
    }

    /// How many have been delivered, and neither acknowledged nor rejected.
    pub(crate) fn in_flight(&self) -> usize {
        let undelivered = self.handover.undelivered();
        lock(&self.tracker).in_flight().saturating_sub(undelivered)
    }

    /// It has gone to another consumer.
    pub(crate) fn revoke(&self) {
        self.stop();
        self.is_revoked.store(true, Ordering::Release);
    }

    pub(crate) fn is_revoked(&self) -> bool {
        self.is_revoked.load(Ordering::Acquire)
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.is_paused.load(Ordering::Relaxed)
    }

    pub(crate) fn set_paused(&self, is_paused: bool) {
        self.is_paused.store(is_paused, Ordering::Relaxed);
        self.fetched.set_ready();
    }

    /// What the group may commit.
    pub(crate) fn position(&self) -> Option<i64> {
        lock(&self.tracker).position()
    }

    /// Tells the client that it is to commit this.
    pub(crate) fn store(&self, client: &Client, position: Option<i64>) -> KafkaResult<()> {
        let Some(position) = position else { return Ok(()) };
        client.store_offsets(&self.list(Offset::Offset(position))?)
    }

    /// This one, and an offset of it, as the client wants to be told.
    pub(crate) fn list(&self, offset: Offset) -> KafkaResult<TopicPartitionList> {
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(&self.topic, self.number, offset)?;
        Ok(list)
    }

    /// Before this everything has been delivered.
    pub(crate) fn next(&self) -> Option<i64> {
        lock(&self.tracker).next()
    }

    /// Whether something waits to be delivered again.
    pub(crate) fn is_rejected(&self) -> bool {
        lock(&self.tracker).is_rejected()
    }

    /// Has the messages from the first that was rejected on fetched again, by `seek`. Nothing is taken meanwhile.
    pub(crate) fn replay<E>(&self, seek: impl FnOnce(i64) -> Result<(), E>) -> Result<(), E> {
        self.fetched.replay(&self.tracker, seek)
    }

    /// Where the group is, for the lag.
    pub(crate) fn group_position(&self) -> Option<i64> {
        let start = || match self.extent.start() {
            Offset::Offset(start) => Some(start),
            _ => None,
        };
        self.position().or_else(start)
    }

    pub(crate) fn extent(&self) -> &Extent {
        &self.extent
    }

    /// How many messages there are that have not been acknowledged.
    pub(crate) fn lag(&self) -> Option<u64> {
        Some((self.extent.end()? - self.group_position()?).max(0).unsigned_abs())
    }
}

impl fmt::Debug for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Partition")
            .field("topic", &self.topic)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}
