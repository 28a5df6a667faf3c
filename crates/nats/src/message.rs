use std::fmt;
use std::time::{Duration, SystemTime};

use async_nats::{HeaderMap, Subject};
use bytes::Bytes;

use crate::position::Position;

/// A message of a stream.
#[derive(Clone)]
pub struct Message {
    message: async_nats::Message,
    position: Position,
}

impl Message {
    /// One of a consumer's, and where its acknowledgement goes; `None` if it is not of JetStream.
    pub(crate) fn received(mut message: async_nats::Message) -> Option<(Self, Subject)> {
        let reply = message.reply.take()?;
        let position = Position::parse(&reply)?;
        Some((Self { message, position }, reply))
    }

    /// The subject that it was published to.
    pub fn subject(&self) -> &str {
        &self.message.subject
    }

    /// What it holds. To clone it copies nothing.
    pub fn payload(&self) -> &Bytes {
        &self.message.payload
    }

    /// Its headers, if it has any.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.message.headers.as_ref()
    }

    /// The header of that name: the first, if there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        Some(self.headers()?.get(name)?.as_str())
    }

    /// Where it stands in the stream.
    pub fn sequence(&self) -> u64 {
        self.position.stream
    }

    /// How many deliveries of the consumer it makes: one more than of the message before it.
    pub fn consumer_sequence(&self) -> u64 {
        self.position.consumer
    }

    /// How many times it has been delivered, with this one.
    #[doc(alias = "num_delivered")]
    #[doc(alias = "redeliveries")]
    pub fn delivered(&self) -> u64 {
        self.position.delivered
    }

    /// How many messages the consumer had not been given when this one was: what was behind it in the stream.
    #[doc(alias = "num_pending")]
    pub fn pending(&self) -> u64 {
        self.position.pending
    }

    /// When the stream took it.
    pub fn published(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_nanos(self.position.published)
    }
}

impl AsRef<[u8]> for Message {
    fn as_ref(&self) -> &[u8] {
        self.payload()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("subject", &self.subject())
            .field("sequence", &self.sequence())
            .field("delivered", &self.delivered())
            .field("size", &self.payload().len())
            .finish_non_exhaustive()
    }
}
