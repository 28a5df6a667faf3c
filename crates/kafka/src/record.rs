use std::fmt;
use std::time::SystemTime;

use rdkafka::producer::BaseRecord;
use rdkafka::util::IntoOpaque;

use crate::{Headers, Topic};

/// What is to be added to a topic.
///
/// ```
/// use reactive_streams_kafka::Record;
///
/// let record = Record::to("orders").key("customer 7").payload("one cake").header("trace", "4711");
/// assert_eq!(record.topic(), &"orders");
/// ```
#[derive(Clone)]
#[must_use = "a record does nothing until it is sent"]
#[doc(alias = "ProducerRecord")]
#[doc(alias = "BaseRecord")]
#[doc(alias = "FutureRecord")]
pub struct Record {
    pub(crate) topic: Topic,
    pub(crate) partition: Option<i32>,
    /// Milliseconds since 1970.
    pub(crate) timestamp: Option<i64>,
    pub(crate) key: Option<Vec<u8>>,
    pub(crate) payload: Option<Vec<u8>>,
    pub(crate) headers: Headers,
}

impl Record {
    /// A record for a topic, without a key, and without a payload (a tombstone).
    pub fn to(topic: impl Into<Topic>) -> Self {
        Self {
            topic: topic.into(),
            partition: None,
            timestamp: None,
            key: None,
            payload: None,
            headers: Headers::default(),
        }
    }

    /// The key: records with the same one go to the same partition, unless they are told which.
    pub fn key(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// What it holds.
    #[doc(alias = "value")]
    pub fn payload(mut self, payload: impl Into<Vec<u8>>) -> Self {
        self.payload = Some(payload.into());
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push(name.into(), Some(value.into()));
        self
    }

    /// The partition that it goes to, instead of that of its key.
    pub fn partition(mut self, partition: i32) -> Self {
        self.partition = Some(partition);
        self
    }

    /// When it came about, instead of when it is sent.
    pub fn timestamp(mut self, time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.timestamp = Some(i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        self
    }

    /// The topic that it is for.
    pub fn topic(&self) -> &Topic {
        &self.topic
    }

    /// As the client wants it. `delivery_opaque` comes back with its report.
    pub(crate) fn to_client<D: IntoOpaque>(
        &self,
        delivery_opaque: D,
    ) -> BaseRecord<'_, [u8], [u8], D> {
        BaseRecord {
            topic: &self.topic,
            partition: self.partition,
            payload: self.payload.as_deref(),
            key: self.key.as_deref(),
            timestamp: self.timestamp,
            headers: self.headers.to_client(),
            delivery_opaque,
        }
    }

    /// How many bytes key and payload have.
    pub(crate) fn size(&self) -> usize {
        let len = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(0, Vec::len);
        len(&self.key) + len(&self.payload)
    }
}

// By hand, as for `Message`.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("topic", &self.topic)
            .field("partition", &self.partition)
            .field("bytes", &self.size())
            .finish_non_exhaustive()
    }
}
