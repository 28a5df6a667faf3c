use async_nats::jetstream;
use async_nats::jetstream::consumer::{AckPolicy, PullConsumer, pull};
use async_nats::jetstream::stream::{Config, StorageType};
use broker_support::unique;
use futures_util::TryStreamExt;
use tokio::runtime::{Builder, Runtime};

use super::{Cluster, Failure, found};
use crate::message::Numbered;
use crate::verify::{Found, Position};

/// The server of NATS. A partition is a subject: the stream's name, a dot, its number.
#[derive(Debug)]
pub struct NatsCluster(Runtime);

impl NatsCluster {
    /// Connects with each question.
    ///
    /// # Errors
    /// If there can be no runtime.
    pub fn new() -> Result<Self, Failure> {
        Ok(Self(Builder::new_current_thread().enable_all().build()?))
    }
}

async fn connect() -> Result<jetstream::Context, Failure> {
    Ok(jetstream::new(async_nats::connect(broker_support::nats()).await?))
}

impl Cluster for NatsCluster {
    fn create(&self, what: &str, _partitions: u32) -> Result<String, Failure> {
        let name = unique(what);
        let config = Config {
            name: name.clone(),
            subjects: vec![format!("{name}.*")],
            storage: StorageType::File,
            ..Config::default()
        };
        self.0.block_on(async {
            connect().await?.create_stream(config).await.map_err(Failure::from)
        })?;
        Ok(name)
    }

    fn contents(&self, topic: &str, _partitions: u32) -> Result<Vec<Found>, Failure> {
        self.0.block_on(async {
            let mut stream = connect().await?.get_stream(topic).await?;
            let count = usize::try_from(stream.info().await?.state.messages)?;
            let config = pull::Config { ack_policy: AckPolicy::None, ..pull::Config::default() };
            let consumer: PullConsumer = stream.create_consumer(config).await?;
            let mut contents = Vec::with_capacity(count);
            while contents.len() < count {
                let most = (count - contents.len()).min(500);
                let mut messages = consumer.fetch().max_messages(most).messages().await?;
                let before = contents.len();
                while let Some(message) = messages.try_next().await? {
                    let info = message.info()?;
                    let sequence = info.stream_sequence;
                    let at = u64::try_from(info.published.unix_timestamp_nanos() / 1000)?;
                    let partition = Numbered::read(&message.payload).map_or(0, |it| it.partition);
                    contents.push(found((partition, sequence), &message.payload, at));
                }
                if contents.len() == before {
                    return Err(format!("{topic} has {count} messages and gives {before}").into());
                }
            }
            contents.sort_by_key(|found| found.position);
            Ok(contents)
        })
    }

    /// The stream is committed as a whole: what is acknowledged ends with a sequence, whatever the subject.
    fn committed(
        &self,
        topic: &str,
        group: &str,
        partitions: u32,
    ) -> Result<Vec<Position>, Failure> {
        self.0.block_on(async {
            let stream = connect().await?.get_stream(topic).await?;
            let mut consumer: PullConsumer = stream.get_consumer(group).await?;
            let floor = consumer.info().await?.ack_floor.stream_sequence;
            Ok((0..partitions).map(|partition| (partition, floor + 1)).collect())
        })
    }

    fn delete(&self, topic: &str) -> Result<(), Failure> {
        self.0.block_on(async {
            connect().await?.delete_stream(topic).await?;
            Ok(())
        })
    }
}
