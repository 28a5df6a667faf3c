use rdkafka::error::{KafkaError as Cause, RDKafkaErrorCode as Code};

use crate::cause::About;
use crate::{KafkaError, KafkaSource, Topic};

/// What comes of something that the client has to say.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The client is dealing with it.
    Recovers,
    /// A server does not know this topic. One that has just started may not know better: the service is to ask.
    Doubt(Topic),
    /// It ends the stream.
    Ends,
}

/// What it means, and what comes of it.
pub(crate) fn judge(cause: Cause, reason: &str, source: &KafkaSource) -> (KafkaError, Outcome) {
    let code = cause.rdkafka_error_code();
    let about = About::from(&source.kafka).group(&source.group).reason(reason);
    let about = match source.topics.iter().find(|topic| reason.contains(&***topic)) {
        Some(topic) => about.topic(topic, -1),
        None => about,
    };
    let error = KafkaError::of(cause, about);
    let outcome = match &error {
        KafkaError::Authentication { .. }
        | KafkaError::Denied { .. }
        | KafkaError::Fenced { .. }
        | KafkaError::Fatal { .. } => Outcome::Ends,
        KafkaError::UnknownTopic { topic } => Outcome::Doubt(topic.clone()),
        _ if code == Some(Code::AutoOffsetReset) => Outcome::Ends,
        _ => Outcome::Recovers,
    };
    (error, outcome)
}
