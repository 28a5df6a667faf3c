use std::thread;
use std::time::{Duration, Instant};

use rdkafka::consumer::Consumer;
use rdkafka::error::{KafkaError as Cause, RDKafkaErrorCode as Code};
use rdkafka::metadata::Metadata;

use super::context::{Client, poll};
use super::session::Session;
use crate::cause::About;
use crate::{KafkaError, Topic};

/// How long one question may take, so that what the client says meanwhile is heard.
const ONCE: Duration = Duration::from_secs(1);

/// How long a topic may be unknown: one that has just been made is not known everywhere.
const UNKNOWN: Duration = Duration::from_secs(3);

/// Looks whether the servers answer, let this client in, and have the topics.
pub(crate) fn check(client: &Client, session: &Session) -> Result<(), KafkaError> {
    let source = &session.source;
    let settings = |name: &str| KafkaError::Settings {
        name: format!("the {name} of a source"),
        reason: "there has to be one".to_owned(),
    };
    if source.group.is_empty() {
        return Err(settings("group"));
    }
    if source.topics.is_empty() {
        return Err(settings("topic"));
    }
    let began = Instant::now();
    source.topics.iter().try_for_each(|topic| check_topic(client, session, topic, began))
}

fn check_topic(
    client: &Client,
    session: &Session,
    topic: &Topic,
    began: Instant,
) -> Result<(), KafkaError> {
    let patience = session.source.kafka.patience();
    loop {
        let left = patience.saturating_sub(began.elapsed());
        let once = left.clamp(Duration::from_millis(1), ONCE);
        let (failure, most) = match client.fetch_metadata(Some(topic), once) {
            Ok(metadata) => match metadata.topics().first().and_then(|topic| topic.error()) {
                None => return check_partitions(session, topic, &metadata),
                Some(error) => (Cause::MetadataFetch(error.into()), UNKNOWN.min(patience)),
            },
            Err(error) => (error, patience),
        };
        poll(client, session);
        if let Some(failure) = session.failure() {
            return Err(failure);
        }
        let waits = !matches!(failure.rdkafka_error_code(), Some(Code::TopicAuthorizationFailed));
        if began.elapsed() >= most || !waits {
            let about = About::from(&session.source.kafka).topic(topic, -1);
            return Err(KafkaError::of(failure, about));
        }
        thread::sleep(Duration::from_millis(50)); // the next answer may be the same
    }
}

/// Looks whether the topic has the partitions, if it was said which.
fn check_partitions(session: &Session, topic: &Topic, found: &Metadata) -> Result<(), KafkaError> {
    let found: Vec<i32> = found
        .topics()
        .iter()
        .flat_map(|topic| topic.partitions().iter().map(|partition| partition.id()))
        .collect();
    let wanted = session.source.partitions.iter().filter(|(of, _)| of == topic);
    match wanted.map(|&(_, number)| number).find(|number| !found.contains(number)) {
        Some(partition) => Err(KafkaError::UnknownPartition { topic: topic.clone(), partition }),
        None => Ok(()),
    }
}
