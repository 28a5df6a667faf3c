use std::fmt;
use std::time::{Duration, SystemTime};

use rdkafka::message::{BorrowedMessage, Message as _};

use crate::{Headers, Record, Topic};

/// An element of a topic.
///
/// It owns what is in it: nothing of the client's buffers is kept by it.
#[derive(Clone)]
#[doc(alias = "ConsumerRecord")]
#[doc(alias = "OwnedMessage")]
#[doc(alias = "BorrowedMessage")]
pub struct Message {
    topic: Topic,
    partition: i32,
    offset: i64,
    /// Milliseconds since 1970.
    timestamp: Option<i64>,
    /// The key, and behind it the payload: one allocation for both.
    bytes: Box<[u8]>,
    key: Option<usize>,
    is_tombstone: bool,
    headers: Headers,
}

impl Message {
    /// Copies a message of the client, whose topic the caller has.
    pub(crate) fn new(message: &BorrowedMessage<'_>, topic: Topic) -> Self {
        let (key, payload) = (message.key(), message.payload());
        Self {
            topic,
            partition: message.partition(),
            offset: message.offset(),
            timestamp: message.timestamp().to_millis(),
            bytes: [key.unwrap_or_default(), payload.unwrap_or_default()].concat().into(),
            key: key.map(<[u8]>::len),
            is_tombstone: payload.is_none(),
            headers: message.headers().map(Headers::of).unwrap_or_default(),
        }
    }

    /// The topic that it came from.
    pub fn topic(&self) -> &Topic {
        &self.topic
    }

    /// The partition that it came from.
    pub fn partition(&self) -> i32 {
        self.partition
    }

    /// Its number within the partition.
    pub fn offset(&self) -> i64 {
        self.offset
    }

    /// When it was produced, or when the server has got it, as the topic is set.
    pub fn timestamp(&self) -> Option<SystemTime> {
        let millis = Duration::from_millis(self.timestamp?.try_into().ok()?);
        SystemTime::UNIX_EPOCH.checked_add(millis)
    }

    /// Its key, if it has one.
    pub fn key(&self) -> Option<&[u8]> {
        self.key.map(|len| &self.bytes[..len])
    }

    /// Its payload; empty if there is none.
    #[doc(alias = "value")]
    pub fn payload(&self) -> &[u8] {
        &self.bytes[self.key.unwrap_or_default()..]
    }

    /// Whether there is no payload, not even an empty one: in a compacted topic, the key is to be forgotten.
    pub fn is_tombstone(&self) -> bool {
        self.is_tombstone
    }

    /// What goes with it.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// A record for another topic with the same key, payload and headers.
    ///
    /// Its partition is that of the key there, and its timestamp that of the time when it is sent.
    pub fn to(&self, topic: impl Into<Topic>) -> Record {
        let mut record = Record::to(topic);
        record.key = self.key().map(<[u8]>::to_vec);
        record.payload = (!self.is_tombstone).then(|| self.payload().to_vec());
        record.headers = self.headers.clone();
        record
    }
}

/// The payload.
impl AsRef<[u8]> for Message {
    fn as_ref(&self) -> &[u8] {
        self.payload()
    }
}

// By hand: what is in it may be large, and is nobody's business in a log.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("topic", &self.topic)
            .field("partition", &self.partition)
            .field("offset", &self.offset)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}
