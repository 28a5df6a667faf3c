use std::num::NonZeroUsize;
use std::time::Duration;

use crate::{Kafka, KafkaError, KafkaSink};

/// How a [`KafkaSink`] is to be. From [`Kafka::sink`].
///
/// ```no_run
/// use std::num::NonZeroUsize;
/// use std::time::Duration;
/// use reactive_streams_kafka::Kafka;
///
/// # fn main() -> Result<(), reactive_streams_kafka::KafkaError> {
/// let sink = Kafka::at("127.0.0.1:29091")
///     .sink()
///     .window(NonZeroUsize::new(500).unwrap())
///     .deadline(Duration::from_secs(30))
///     .set("compression.type", "lz4")
///     .open()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is opened before `open`"]
#[doc(alias = "SenderOptions")]
#[doc(alias = "ProducerSettings")]
#[doc(alias = "ProducerConfig")]
pub struct KafkaSinkOptions {
    kafka: Kafka,
    window: NonZeroUsize,
    deadline: Duration,
    linger: Duration,
}

impl KafkaSinkOptions {
    pub(crate) fn new(kafka: Kafka) -> Self {
        Self {
            kafka,
            window: KafkaSink::WINDOW,
            deadline: KafkaSink::DEADLINE,
            linger: KafkaSink::LINGER,
        }
    }

    /// How many records each stream may have on their way, [`KafkaSink::WINDOW`] unless set. So much of a stream
    /// is in memory while the cluster is slow, and so much is sent in the time that an answer takes.
    #[doc(alias = "maxInFlight")]
    #[doc(alias = "parallelism")]
    pub fn window(mut self, window: NonZeroUsize) -> Self {
        self.window = window;
        self
    }

    /// How long a record may take until it is confirmed, with everything that is tried again,
    /// [`KafkaSink::DEADLINE`] unless set. At least a millisecond.
    #[doc(alias = "delivery.timeout.ms")]
    #[doc(alias = "message.timeout.ms")]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline.max(Duration::from_millis(1));
        self
    }

    /// How long the first record of a batch waits for others, [`KafkaSink::LINGER`] unless set. A batch that has a
    /// quarter of the [window](Self::window) does not wait.
    #[doc(alias = "linger.ms")]
    pub fn linger(mut self, linger: Duration) -> Self {
        self.linger = linger;
        self
    }

    /// As [`Kafka::set`], for this sink only.
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.kafka = self.kafka.set(name, value);
        self
    }

    /// Opens it, and starts its threads. Whether the cluster is there is not waited for: records tell.
    ///
    /// # Errors
    ///
    /// [`KafkaError::Settings`] if something was [set](Self::set) that cannot be.
    pub fn open(self) -> Result<KafkaSink, KafkaError> {
        KafkaSink::open(self.kafka, self.window, self.deadline, self.linger)
    }
}
