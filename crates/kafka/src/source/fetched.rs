use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rdkafka::consumer::base_consumer::PartitionQueue;

use super::bell::lock;
use super::context::Context;
use super::gate::Gate;
use super::tracker::{Take, Tracker};
use crate::{KafkaError, Message, Topic};

/// How many messages there is room for before it is known how many there are.
const USUAL: usize = 128;

/// How many bytes are taken at a time, or one message: what is delivered soon is still in the processor's cache.
const MOST_BYTES: usize = 64 << 10;

/// What the client has fetched of a partition.
pub(crate) struct Fetched {
    topic: Topic,
    number: i32,
    /// `None` when nothing more is to be taken.
    queue: Mutex<Option<PartitionQueue<Context>>>,
    readiness: Arc<Readiness>,
}

/// Messages that have been taken.
pub(crate) struct Taken {
    pub(crate) messages: Vec<Message>,
    /// Whether they were delivered before.
    pub(crate) again: bool,
}

/// Whether something may be in the queue. Set by the client, on a thread of its own and under a lock of its own.
struct Readiness {
    is_ready: AtomicBool,
    gate: Arc<Gate>,
}

impl Readiness {
    fn set(&self) {
        self.is_ready.store(true, Ordering::Release);
        self.gate.wake();
    }
}

impl Fetched {
    pub(crate) fn new(
        topic: Topic,
        number: i32,
        mut queue: PartitionQueue<Context>,
        gate: Arc<Gate>,
    ) -> Self {
        let readiness = Arc::new(Readiness { is_ready: AtomicBool::new(true), gate });
        let ready = Arc::clone(&readiness);
        queue.set_nonempty_callback(move || ready.set());
        Self { topic, number, queue: Mutex::new(Some(queue)), readiness }
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.readiness.gate
    }

    /// Has somebody look for more.
    pub(crate) fn set_ready(&self) {
        self.readiness.set();
    }

    /// Whether to look for more: said once each time that it is set.
    pub(crate) fn take_ready(&self) -> bool {
        self.readiness.is_ready.swap(false, Ordering::AcqRel)
    }

    /// There is more where this came from.
    fn remains_ready(&self) {
        self.readiness.is_ready.store(true, Ordering::Release);
    }

    /// Takes some messages, `most` at most, as far as `tracker` has room.
    pub(crate) fn take(
        &self,
        tracker: &Mutex<Tracker>,
        most: NonZeroUsize,
    ) -> Result<Option<Taken>, KafkaError> {
        let queue = lock(&self.queue);
        let Some(queue) = &*queue else { return Ok(None) };
        if lock(tracker).is_replaying() {
            return self.take_again(queue, tracker);
        }
        let most = lock(tracker).room().min(most.get());
        let (mut messages, mut bytes) = (Vec::with_capacity(most.min(USUAL)), 0);
        let is_empty = loop {
            if messages.len() == most || bytes >= MOST_BYTES {
                break false;
            }
            match queue.poll(Duration::ZERO) {
                Some(Ok(message)) => {
                    let message = Message::new(&message, self.topic.clone());
                    bytes += message.payload().len();
                    messages.push(message);
                }
                Some(Err(_)) => {} // the context has been told
                None => break true,
            }
        };
        if messages.is_empty() {
            return Ok(None);
        }
        if !is_empty {
            self.remains_ready();
        }
        let mut tracker = lock(tracker);
        for message in &messages {
            if tracker.take(message.offset()) == Take::Backwards {
                return Err(self.backwards(message, &tracker));
            }
        }
        drop(tracker);
        Ok(Some(Taken { messages, again: false }))
    }

    /// Takes one message that was rejected, and passes over all that were not.
    fn take_again(
        &self,
        queue: &PartitionQueue<Context>,
        tracker: &Mutex<Tracker>,
    ) -> Result<Option<Taken>, KafkaError> {
        while let Some(message) = queue.poll(Duration::ZERO) {
            let Ok(message) = message else { continue }; // the context has been told
            let message = Message::new(&message, self.topic.clone());
            let mut tracker = lock(tracker);
            let take = tracker.take(message.offset());
            if take == Take::Backwards {
                return Err(self.backwards(&message, &tracker));
            }
            drop(tracker);
            self.remains_ready();
            if take != Take::Skip {
                let again = take == Take::DeliverAgain;
                return Ok(Some(Taken { messages: vec![message], again }));
            }
        }
        Ok(None)
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

    /// Has the messages from the first that was rejected on fetched again, by `seek`. Nothing is taken meanwhile.
    pub(crate) fn replay<E>(
        &self,
        tracker: &Mutex<Tracker>,
        seek: impl FnOnce(i64) -> Result<(), E>,
    ) -> Result<(), E> {
        let queue = lock(&self.queue);
        if queue.is_some() {
            let from = lock(tracker).first_rejected();
            from.map_or(Ok(()), seek)?;
            lock(tracker).replay(from);
        }
        drop(queue);
        self.set_ready();
        Ok(())
    }

    /// Nothing more is taken.
    pub(crate) fn close(&self) {
        let queue = lock(&self.queue).take();
        drop(queue); // not under the lock: it takes one of the client
        self.gate().wake();
    }
}
