use std::time::Duration;

use rdkafka::consumer::Consumer;
use rdkafka::error::RDKafkaErrorCode as Code;

use super::context::{Client, REQUEST};
use super::due::Due;
use super::session::Session;
use crate::KafkaError;

/// How long a server may say that it does not know a topic.
const PATIENCE: Duration = Duration::from_secs(10);

/// Until when it is doubted that a topic is gone which a server says it does not know.
#[derive(Default)]
pub(crate) struct Doubt(Option<Due>);

impl Doubt {
    /// Asks again, if there is doubt.
    pub(crate) fn resolve(&mut self, client: &Client, session: &Session) {
        let Some(topic) = session.doubt() else {
            self.0 = None;
            return;
        };
        let due = *self.0.get_or_insert_with(|| Due::after(PATIENCE));
        let Ok(metadata) = client.fetch_metadata(Some(&topic), REQUEST) else { return };
        let is_unknown = metadata.topics().iter().any(|topic| {
            topic.error().is_some_and(|error| Code::from(error) == Code::UnknownTopicOrPartition)
        });
        if !is_unknown {
            session.end_doubt();
        } else if due.is_now() {
            session.fail(KafkaError::UnknownTopic { topic });
        }
    }
}
