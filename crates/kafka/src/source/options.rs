use std::num::NonZeroUsize;
use std::time::Duration;

use crate::{Kafka, KafkaConsumer, KafkaError, Topic};

/// Where a group begins with a partition that it has never committed an offset of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[doc(alias = "auto.offset.reset")]
pub enum Start {
    /// With the oldest message that is there.
    #[default]
    Earliest,
    /// With the next message that is produced.
    Latest,
    /// Nowhere: the stream fails.
    Fail,
}

/// What becomes of deliveries that are being worked on when their partition goes to another consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Revoke {
    /// Nothing more is delivered of it; those that were delivered have so long to be acknowledged, and only then
    /// is it handed over. What is acknowledged in time is not delivered to the other consumer.
    Drain(Duration),
    /// It is handed over at once: what is in flight is delivered again, to the other consumer.
    Drop,
}

impl Revoke {
    /// See [`Drain`](Self::Drain).
    pub fn drain(most: Duration) -> Self {
        Self::Drain(most)
    }
}

/// What to consume, and how: options of a [`KafkaConsumer`], which [`open`](Self::open) makes.
///
/// ```
/// use std::num::NonZeroUsize;
/// use std::time::Duration;
/// use reactive_streams_kafka::{Kafka, Revoke, Start};
///
/// let source = Kafka::at("127.0.0.1:9092")
///     .source("billing", ["orders", "returns"])
///     .start(Start::Latest)
///     .prefetch_bytes(NonZeroUsize::new(256 << 10).unwrap())
///     .commit_every(Duration::from_secs(1))
///     .on_revoke(Revoke::drain(Duration::from_secs(10)));
/// # let _ = source;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a source does nothing until it is opened"]
#[doc(alias = "ReceiverOptions")]
#[doc(alias = "ConsumerSettings")]
pub struct KafkaSource {
    pub(crate) kafka: Kafka,
    pub(crate) group: String,
    pub(crate) topics: Vec<Topic>,
    pub(crate) partitions: Vec<(Topic, i32)>,
    pub(crate) start: Start,
    pub(crate) prefetch_bytes: NonZeroUsize,
    pub(crate) commit_every: Duration,
    pub(crate) revoke: Revoke,
    pub(crate) redeliver_after: Duration,
    pub(crate) pause_after: Duration,
    pub(crate) unacknowledged: NonZeroUsize,
    pub(crate) is_transactional: bool,
}

impl Kafka {
    /// A source: topics, consumed as a member of a group.
    ///
    /// The members of a group share the partitions of its topics, and the group remembers what has been
    /// acknowledged of each.
    pub fn source<T: Into<Topic>>(
        &self,
        group: impl Into<String>,
        topics: impl IntoIterator<Item = T>,
    ) -> KafkaSource {
        KafkaSource {
            kafka: self.clone(),
            group: group.into(),
            topics: topics.into_iter().map(Into::into).collect(),
            partitions: Vec::new(),
            start: Start::default(),
            prefetch_bytes: KafkaSource::PREFETCH_BYTES,
            commit_every: KafkaSource::COMMIT_EVERY,
            revoke: Revoke::Drain(KafkaSource::DRAIN),
            redeliver_after: KafkaSource::REDELIVER_AFTER,
            pause_after: KafkaSource::PAUSE_AFTER,
            unacknowledged: KafkaSource::UNACKNOWLEDGED,
            is_transactional: false,
        }
    }

    /// A source: these partitions, whatever others consume. There is no membership and no rebalance; the offsets are
    /// kept under the name of the group.
    pub fn source_of_partitions<T: Into<Topic>>(
        &self,
        group: impl Into<String>,
        partitions: impl IntoIterator<Item = (T, i32)>,
    ) -> KafkaSource {
        let partitions: Vec<_> =
            partitions.into_iter().map(|(topic, number)| (topic.into(), number)).collect();
        let mut topics: Vec<Topic> = Vec::new();
        for (topic, _) in &partitions {
            if !topics.contains(topic) {
                topics.push(topic.clone());
            }
        }
        KafkaSource { partitions, ..self.source(group, topics) }
    }
}

impl KafkaSource {
    /// How much is fetched ahead of demand, of each partition, unless [`prefetch_bytes`](Self::prefetch_bytes)
    /// says otherwise.
    pub const PREFETCH_BYTES: NonZeroUsize = NonZeroUsize::new(2 << 20).expect("it is not zero");

    /// How often offsets are committed, unless [`commit_every`](Self::commit_every) says otherwise.
    pub const COMMIT_EVERY: Duration = Duration::from_secs(1);

    /// How long deliveries of a revoked partition are waited for, unless [`on_revoke`](Self::on_revoke) says
    /// otherwise.
    pub const DRAIN: Duration = Duration::from_secs(10);

    /// When what was rejected is delivered again, unless [`redeliver_after`](Self::redeliver_after) says otherwise.
    pub const REDELIVER_AFTER: Duration = Duration::from_secs(1);

    /// After how long without demand partitions are paused, unless [`pause_after`](Self::pause_after) says
    /// otherwise.
    pub const PAUSE_AFTER: Duration = Duration::from_secs(30);

    /// How many deliveries of a partition may lie between the first that is not acknowledged and the last, unless
    /// [`unacknowledged`](Self::unacknowledged) says otherwise.
    pub const UNACKNOWLEDGED: NonZeroUsize = NonZeroUsize::new(100_000).expect("it is not zero");

    /// Where to begin with a partition that the group has never committed an offset of, or whose committed offset
    /// the topic no longer has.
    pub fn start(self, start: Start) -> Self {
        Self { start, ..self }
    }

    /// How many bytes of each partition are fetched ahead of demand, and 10,000 messages at most.
    ///
    /// One fetch may go beyond it, by as much again, or by one message if that is larger. The client needs memory of
    /// its own for each message, about 300 bytes.
    pub fn prefetch_bytes(self, prefetch_bytes: NonZeroUsize) -> Self {
        Self { prefetch_bytes, ..self }
    }

    /// How often offsets are committed, all that have come together in one request. They are committed too
    /// when a partition is revoked, and at the end.
    pub fn commit_every(self, commit_every: Duration) -> Self {
        Self { commit_every, ..self }
    }

    /// What becomes of deliveries in flight when their partition is revoked, and when the stream ends.
    pub fn on_revoke(self, revoke: Revoke) -> Self {
        Self { revoke, ..self }
    }

    /// When what was rejected, or dropped without being acknowledged, is delivered again.
    ///
    /// It is fetched again, and with it what came behind it; of that only what was rejected too is delivered.
    pub fn redeliver_after(self, redeliver_after: Duration) -> Self {
        Self { redeliver_after, ..self }
    }

    /// After how long without demand partitions are paused.
    ///
    /// Pausing frees what was fetched ahead, to be fetched again when there is demand. So a short lack of demand
    /// should not do it; then fetching rests of itself when as much as is allowed has been fetched ahead.
    pub fn pause_after(self, pause_after: Duration) -> Self {
        Self { pause_after, ..self }
    }

    /// How many deliveries of a partition may lie between the first that is not acknowledged and the last.
    ///
    /// Beyond that nothing more of the partition is delivered until the first has been acknowledged. A batch
    /// that is acknowledged as a whole has to be smaller.
    pub fn unacknowledged(self, unacknowledged: NonZeroUsize) -> Self {
        Self { unacknowledged, ..self }
    }

    /// Has transactions commit the offsets, and not the consumer, so that each message has its effect exactly once:
    /// for [`transact`](crate::TransactExt::transact). Of what other transactions have produced, only what they
    /// have committed is delivered.
    ///
    /// Deliveries that are acknowledged without a transaction come again in another session.
    pub fn transactional(self) -> Self {
        Self { is_transactional: true, ..self }
    }

    /// Makes a consumer: looks whether the cluster answers, lets this client in, and has the topics. The group
    /// is joined with the first demand.
    ///
    /// Blocks as long as that takes, and not longer than [`Kafka::timeout`].
    ///
    /// # Errors
    ///
    /// [`KafkaError`] says what is wrong: settings, servers that do not answer or do not let this client in, a topic
    /// that does not exist.
    pub fn open(self) -> Result<KafkaConsumer, KafkaError> {
        KafkaConsumer::open(self)
    }
}
