//! What an operator's tools do: they make topics, and look at a consumer group from outside. With the plain client.

use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};
use tokio::runtime::{Builder, Runtime};

use crate::AnyResult;

/// So long brokers may take for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

const REPLICAS: i32 = 3;

/// Topics that are deleted when the run is over.
pub(crate) struct Topics {
    admin: AdminClient<DefaultClientContext>,
    runtime: Runtime,
    names: Vec<String>,
}

impl Topics {
    /// Makes these, with so many partitions each.
    pub(crate) fn create(kafka: &str, names: &[&str], partitions: i32) -> AnyResult<Self> {
        let runtime = Builder::new_current_thread().build()?;
        let admin =
            ClientConfig::new().set("bootstrap.servers", kafka).create::<AdminClient<_>>()?;
        let topic = |name| NewTopic::new(name, partitions, TopicReplication::Fixed(REPLICAS));
        let new: Vec<_> = names.iter().copied().map(topic).collect();
        for outcome in runtime.block_on(admin.create_topics(&new, &options()))? {
            outcome.map_err(|(name, code)| format!("the topic {name} cannot be made: {code}"))?;
        }
        Ok(Self { admin, runtime, names: names.iter().map(|&name| name.to_owned()).collect() })
    }
}

impl Drop for Topics {
    fn drop(&mut self) {
        let names: Vec<_> = self.names.iter().map(String::as_str).collect();
        match self.runtime.block_on(self.admin.delete_topics(&names, &options())) {
            Ok(outcomes) => {
                for (name, code) in outcomes.into_iter().filter_map(Result::err) {
                    eprintln!("pipeline: the topic {name} is still there: {code}");
                }
            }
            Err(error) => eprintln!("pipeline: the topics {names:?} are still there: {error}"),
        }
    }
}

fn options() -> AdminOptions {
    AdminOptions::new().request_timeout(Some(PATIENCE)).operation_timeout(Some(PATIENCE))
}

/// How far a topic has been written, and how far a group has acknowledged it. It asks the brokers and not the
/// consumers, so it sees the lag of one that is gone as well.
pub(crate) struct Group {
    client: BaseConsumer,
    topic: String,
    partitions: i32,
}

/// How far a topic has been written, and acknowledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

impl Group {
    pub(crate) fn new(kafka: &str, group: &str, topic: &str, partitions: i32) -> AnyResult<Self> {
        let client = ClientConfig::new()
            .set("bootstrap.servers", kafka)
            .set("group.id", group)
            .set("enable.auto.commit", "false")
            .create()?;
        Ok(Self { client, topic: topic.to_owned(), partitions })
    }

    /// What the brokers know now, of a topic that was empty when it was made.
    pub(crate) fn progress(&self) -> AnyResult<Progress> {
        let mut partitions = TopicPartitionList::new();
        partitions.add_partition_range(&self.topic, 0, self.partitions - 1);
        // First what is acknowledged: else what was written meanwhile could be acknowledged as well.
        let committed = self.client.committed_offsets(partitions, PATIENCE)?;
        let mut progress = Progress::default();
        for partition in committed.elements() {
            if let Offset::Offset(offset) = partition.offset() {
                progress.acknowledged += u64::try_from(offset)?;
            }
            let (_, end) =
                self.client.fetch_watermarks(&self.topic, partition.partition(), PATIENCE)?;
            progress.written += u64::try_from(end)?;
        }
        Ok(progress)
    }
}
