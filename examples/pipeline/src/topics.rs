//! Topics for a run.

use std::thread;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::types::RDKafkaErrorCode;
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
    pub(crate) fn create(kafka: &str, names: &[String], partitions: i32) -> AnyResult<Self> {
        let runtime = Builder::new_current_thread().build()?;
        let admin =
            ClientConfig::new().set("bootstrap.servers", kafka).create::<AdminClient<_>>()?;
        let topic = |name| NewTopic::new(name, partitions, TopicReplication::Fixed(REPLICAS));
        let new: Vec<_> = names.iter().map(String::as_str).map(topic).collect();
        for outcome in runtime.block_on(admin.create_topics(&new, &options()))? {
            outcome.map_err(|(name, code)| format!("the topic {name} cannot be made: {code}"))?;
        }
        let topics = Self { admin, runtime, names: names.to_vec() };
        kafka.split(',').try_for_each(|server| topics.wait_until_known(server))?;
        Ok(topics)
    }

    /// A broker that has not heard of them yet would say that there are no such topics.
    fn wait_until_known(&self, server: &str) -> AnyResult<()> {
        let began = Instant::now();
        for name in &self.names {
            while !knows(server, name)? {
                if began.elapsed() > PATIENCE {
                    return Err(format!("{server} does not know the topic {name}").into());
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
        Ok(())
    }
}

/// Asks by a client that knows no other server yet.
fn knows(server: &str, topic: &str) -> AnyResult<bool> {
    let client = ClientConfig::new().set("bootstrap.servers", server).create::<AdminClient<_>>()?;
    let metadata = client.inner().fetch_metadata(Some(topic), PATIENCE)?;
    Ok(metadata.topics().iter().all(|topic| {
        topic.error().is_none()
            && topic.partitions().iter().all(|partition| partition.leader() >= 0)
    }))
}

impl Drop for Topics {
    fn drop(&mut self) {
        let names: Vec<_> = self.names.iter().map(String::as_str).collect();
        match self.runtime.block_on(self.admin.delete_topics(&names, &options())) {
            Ok(outcomes) => {
                for (name, code) in outcomes.into_iter().filter_map(Result::err) {
                    // Not there: the client has asked twice, and the first answer did not come in time.
                    if code != RDKafkaErrorCode::UnknownTopicOrPartition {
                        eprintln!("pipeline: the topic {name} is still there: {code}");
                    }
                }
            }
            Err(error) => eprintln!("pipeline: the topics {names:?} are still there: {error}"),
        }
    }
}

fn options() -> AdminOptions {
    AdminOptions::new().request_timeout(Some(PATIENCE)).operation_timeout(Some(PATIENCE))
}
