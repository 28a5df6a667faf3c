use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use rdkafka::consumer::Consumer;
use rdkafka::consumer::base_consumer::PartitionQueue;
use rdkafka::error::KafkaResult;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::batch::Batch;
use super::bell::{Bell, lock};
use super::context::{Client, Context};
use super::gate::Gate;
use super::session::Session;
use super::tracker::{Take, Tracker};
use crate::{KafkaError, Message, Topic};

/// How many messages there is room for before it is known how many there are.
const USUAL: usize = 128;

/// A partition that is assigned to this consumer, or was.
pub(crate) struct Partition {
    topic: Topic,
    number: i32,
    /// Before this offset everything was delivered before, by this very consumer.
    seen: i64,
    /// What has been fetched; `None` when nothing more is to be delivered.
    queue: Mutex<Option<PartitionQueue<Context>>>,
    tracker: Mutex<Tracker>,
    readiness: Arc<Readiness>,
    /// Taken from the queue, and not handed on.
    undelivered: AtomicUsize,
    is_stopped: AtomicBool,
    is_revoked: AtomicBool,
    is_paused: AtomicBool,
    /// Where the group begins: an offset, or the beginning or the end until it is known where that is.
    start: Mutex<Offset>,
    /// Behind the last message that is there; negative if it is not known.
    end: AtomicI64,
    bell: Arc<Bell>,
    session: Weak<Session>,
}

/// Whether something may be in the queue. Set by the client, on a thread of its own and under a lock of its own.
pub(crate) struct Readiness {
    is_ready: AtomicBool,
    gate: Arc<Gate>,
}

impl Readiness {
    pub(crate) fn new(gate: Arc<Gate>) -> Arc<Self> {
        Arc::new(Self { is_ready: AtomicBool::new(true), gate })
    }

    pub(crate) fn set(&self) {
        self.is_ready.store(true, Ordering::Release);
        self.gate.wake();
    }
}

impl Partition {
    pub(crate) fn new(
        topic: Topic,
        number: i32,
        seen: i64,
        start: Offset,
        mut queue: PartitionQueue<Context>,
        tracker: Tracker,
        session: &Arc<Session>,
    ) -> Arc<Self> {
        let readiness = Readiness::new(session.gate());
        let ready = Arc::clone(&readiness);
        queue.set_nonempty_callback(move || ready.set());
        Arc::new(Self {
            topic,
            number,
            seen,
            queue: Mutex::new(Some(queue)),
            tracker: Mutex::new(tracker),
            readiness,
            undelivered: AtomicUsize::new(0),
            is_stopped: AtomicBool::new(false),
            is_revoked: AtomicBool::new(false),
            is_paused: AtomicBool::new(false),
            start: Mutex::new(start),
            end: AtomicI64::new(-1),
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
        &self.readiness.gate
    }

    /// Takes up to `most` messages of those that have been fetched.
    pub(crate) fn take(self: &Arc<Self>, most: NonZeroUsize) -> Result<Option<Batch>, KafkaError> {
        if !self.readiness.is_ready.swap(false, Ordering::AcqRel) {
            return Ok(None);
        }
        if self.is_paused() {
            self.bell.ring();
        }
        let queue = lock(&self.queue);
        let Some(queue) = &*queue else { return Ok(None) };
        if lock(&self.tracker).is_replaying() {
            return self.take_again(queue);
        }
        let most = lock(&self.tracker).room().min(most.get());
        let mut messages = Vec::with_capacity(most.min(USUAL));
        while messages.len() < most {
            match queue.poll(Duration::ZERO) {
                Some(Ok(message)) => messages.push(Message::new(&message, self.topic.clone())),
                Some(Err(_)) => {} // the context has been told
                None => break,
            }
        }
        if messages.is_empty() {
            return Ok(None);
        }
        if messages.len() == most {
            self.readiness.is_ready.store(true, Ordering::Release);
        }
        let mut tracker = lock(&self.tracker);
        for message in &messages {
            if tracker.take(message.offset()) == Take::Backwards {
                return Err(self.backwards(message, &tracker));
            }
        }
        drop(tracker);
        Ok(Some(self.batch(messages, false)))
    }

    /// Takes one message that was rejected, and passes over all that were not.
    fn take_again(
        self: &Arc<Self>,
        queue: &PartitionQueue<Context>,
    ) -> Result<Option<Batch>, KafkaError> {
        while let Some(message) = queue.poll(Duration::ZERO) {
            let Ok(message) = message else { continue }; // the context has been told
            let message = Message::new(&message, self.topic.clone());
            let mut tracker = lock(&self.tracker);
            let take = tracker.take(message.offset());
            if take == Take::Backwards {
                return Err(self.backwards(&message, &tracker));
            }
            drop(tracker);
            self.readiness.is_ready.store(true, Ordering::Release);
            if take != Take::Skip {
                return Ok(Some(self.batch(vec![message], take == Take::DeliverAgain)));
            }
        }
        Ok(None)
    }

    fn batch(self: &Arc<Self>, messages: Vec<Message>, again: bool) -> Batch {
        self.undelivered.store(messages.len(), Ordering::SeqCst);
        Batch::new(Arc::clone(self), messages, again)
    }

    fn backwards(&self, message: &Message, tracker: &Tracker) -> KafkaError {
        let detail = format!(
            "partition {} of topic {:?} went from offset {} back to {}: the topic was made anew, or has lost \
             its end",
            self.number,
            self.topic,
            tracker.next().unwrap_or_default(),
            message.offset()
        );
        KafkaError::Fatal { detail }
    }

    /// One of a batch is handed on, `left` remain; `false` if it is not to be.
    ///
    /// Either this sees that the partition is stopped, or who stops it sees that one is in flight: so each
    /// writes first, and then reads, in one order for all.
    pub(crate) fn hand_on(&self, left: usize) -> bool {
        self.undelivered.store(left, Ordering::SeqCst);
        if !self.is_stopped.load(Ordering::SeqCst) {
            return true;
        }
        self.undelivered.store(left + 1, Ordering::SeqCst);
        false
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
            self.readiness.set();
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
        self.undelivered.store(0, Ordering::SeqCst);
        if self.is_stopped() {
            self.bell.ring();
        }
    }

    /// Nothing more is delivered.
    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
        let queue = lock(&self.queue).take();
        drop(queue); // not under the lock: it takes one of the client
        self.readiness.gate.wake();
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::SeqCst)
    }

    /// How many have been delivered, and neither acknowledged nor rejected.
    pub(crate) fn in_flight(&self) -> usize {
        let undelivered = self.undelivered.load(Ordering::SeqCst);
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
        self.readiness.set();
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
        let queue = lock(&self.queue);
        if queue.is_some() {
            let from = lock(&self.tracker).first_rejected();
            from.map_or(Ok(()), seek)?;
            lock(&self.tracker).replay(from);
        }
        drop(queue);
        self.readiness.set();
        Ok(())
    }

    /// Where the group is, for the lag.
    pub(crate) fn group_position(&self) -> Option<i64> {
        let start = || match self.start() {
            Offset::Offset(start) => Some(start),
            _ => None,
        };
        self.position().or_else(start)
    }

    pub(crate) fn start(&self) -> Offset {
        *lock(&self.start)
    }

    pub(crate) fn set_start(&self, start: i64) {
        *lock(&self.start) = Offset::Offset(start);
    }

    pub(crate) fn end(&self) -> Option<i64> {
        Some(self.end.load(Ordering::Relaxed)).filter(|&end| end >= 0)
    }

    pub(crate) fn set_end(&self, end: i64) {
        self.end.store(end, Ordering::Relaxed);
    }

    /// How many messages there are that have not been acknowledged.
    pub(crate) fn lag(&self) -> Option<u64> {
        Some((self.end()? - self.group_position()?).max(0).unsigned_abs())
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
