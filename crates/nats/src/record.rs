use std::fmt;

use async_nats::header::{
    HeaderName, HeaderValue, NATS_EXPECTED_LAST_SEQUENCE, NATS_EXPECTED_LAST_SUBJECT_SEQUENCE,
    NATS_MESSAGE_ID,
};
use async_nats::message::OutboundMessage;
use async_nats::{HeaderMap, Subject};
use bytes::Bytes;

use crate::NatsError;

/// What is to be added to the stream that has its subject.
///
/// ```
/// use reactive_streams_nats::Record;
///
/// let record = Record::to("orders.eu").payload("one cake").message_id("4711").header("trace", "abc");
/// assert_eq!(record.subject(), "orders.eu");
/// ```
#[derive(Clone)]
#[must_use = "a record does nothing until it is sent"]
#[doc(alias = "PublishMessage")]
pub struct Record {
    subject: Subject,
    payload: Bytes,
    headers: HeaderMap,
    /// What is wrong with it, which is said when it is sent.
    failure: Option<NatsError>,
}

impl Record {
    /// An empty record for a subject.
    pub fn to(subject: impl Into<String>) -> Self {
        Self {
            subject: Subject::from(subject.into()),
            payload: Bytes::new(),
            headers: HeaderMap::new(),
            failure: None,
        }
    }

    /// What it holds. A `Vec<u8>` or a [`Message::payload`](crate::Message::payload) is not copied.
    pub fn payload(mut self, payload: impl Into<Bytes>) -> Self {
        self.payload = payload.into();
        self
    }

    /// Adds a header. One that cannot be sent (line breaks in it, a colon in its name) is an error of sending it.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            (Ok(name), Ok(value)) => self.headers.append(name, value),
            _ => self.failure = Some(NatsError::Header { name: name.to_owned() }),
        }
        self
    }

    /// By which the stream knows a record that is sent again: it keeps one of those that come within its
    /// `duplicate_window`.
    #[doc(alias = "Nats-Msg-Id")]
    pub fn message_id(self, id: impl AsRef<str>) -> Self {
        self.header(NATS_MESSAGE_ID, id)
    }

    /// Which number the last message of the stream has to have; else the record is refused with
    /// [`NatsError::Unexpected`].
    pub fn expect_last_sequence(self, sequence: u64) -> Self {
        self.header(NATS_EXPECTED_LAST_SEQUENCE, sequence.to_string())
    }

    /// As [`expect_last_sequence`](Self::expect_last_sequence), of the messages with this subject.
    pub fn expect_last_subject_sequence(self, sequence: u64) -> Self {
        self.header(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, sequence.to_string())
    }

    /// Where it is to go.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// How many bytes its payload has.
    pub(crate) fn size(&self) -> usize {
        self.payload.len()
    }

    /// As the client takes it, with where the answer is to go.
    pub(crate) fn outbound(self, reply: String) -> Result<OutboundMessage, NatsError> {
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(OutboundMessage {
                subject: self.subject,
                reply: Some(reply.into()),
                payload: self.payload,
                headers: (!self.headers.is_empty()).then_some(self.headers),
            }),
        }
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("subject", &self.subject())
            .field("size", &self.size())
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
