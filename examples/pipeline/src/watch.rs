//! What the brokers know of the topics and of who consumes them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};
use reactive_streams_operators::delivery::Lag;

use crate::AnyResult;

/// So long the brokers may take for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Both halves of the pipeline. It asks the brokers and not the consumers, so it sees what one has left that is gone.
#[derive(Clone)]
pub(crate) struct Watch {
    groups: Arc<Groups>,
    seen: Arc<Mutex<Seen>>,
}

/// How far both halves were, at a look; before the first, nothing has been done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) at: Instant,
    /// The orders, and those that have their price.
    pub(crate) orders: Progress,
    /// The orders with a price, and those that have been counted.
    pub(crate) enriched: Progress,
}

impl Watch {
    /// Of two topics, each consumed by a group that is called as it.
    pub(crate) fn new(kafka: &str, topics: &[String; 2], partitions: i32) -> AnyResult<Self> {
        let [orders, enriched] = topics;
        let groups = Groups {
            orders: Group::new(kafka, orders, partitions)?,
            enriched: Group::new(kafka, enriched, partitions)?,
        };
        let nothing = Progress::default();
        let seen = Seen { at: Instant::now(), orders: nothing, enriched: nothing };
        Ok(Self { groups: Arc::new(groups), seen: Arc::new(Mutex::new(seen)) })
    }

    /// What was seen at the last look.
    pub(crate) fn seen(&self) -> Seen {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// That of the orders. It looks at both halves. Not every broker knows of a new topic at once, so it may not know.
impl Lag for Watch {
    fn lag(&self) -> Option<u64> {
        let look = self.groups.look();
        let seen = look.inspect_err(|error| eprintln!("pipeline: no lag: {error}")).ok()?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = seen;
        Some(seen.orders.lag())
    }
}

struct Groups {
    orders: Group,
    enriched: Group,
}

impl Groups {
    fn look(&self) -> AnyResult<Seen> {
        let at = Instant::now();
        Ok(Seen { at, orders: self.orders.progress()?, enriched: self.enriched.progress()? })
    }
}

/// How far a topic has been written, and acknowledged.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Progress {
    pub(crate) written: u64,
    pub(crate) acknowledged: u64,
}

impl Progress {
    /// What has been written and not acknowledged.
    pub(crate) fn lag(self) -> u64 {
        self.written.saturating_sub(self.acknowledged)
    }
}

struct Group {
    client: BaseConsumer,
    topic: String,
    partitions: i32,
}

impl Group {
    fn new(kafka: &str, topic: &str, partitions: i32) -> AnyResult<Self> {
        let client = ClientConfig::new()
            .set("bootstrap.servers", kafka)
            .set("group.id", topic)
            .set("enable.auto.commit", "false")
            .create()?;
        Ok(Self { client, topic: topic.to_owned(), partitions })
    }

    /// Of a topic that was empty when it was made, so what is written is where it ends.
    fn progress(&self) -> AnyResult<Progress> {
        let mut partitions = TopicPartitionList::new();
        partitions.add_partition_range(&self.topic, 0, self.partitions - 1);
        // First what is acknowledged: else it could be more than what was written.
        let committed = self.client.committed_offsets(partitions, PATIENCE)?;
        let mut progress = Progress::default();
        for partition in committed.elements() {
            if let Offset::Offset(offset) = partition.offset() {
                progress.acknowledged += u64::try_from(offset)?;
            }
            let number = partition.partition();
            let (_, end) = self.client.fetch_watermarks(&self.topic, number, PATIENCE)?;
            progress.written += u64::try_from(end)?;
        }
        Ok(progress)
    }
}
