//! What the errors of the client mean.

use std::sync::Arc;

use rdkafka::error::{KafkaError as Cause, RDKafkaErrorCode as Code};

use crate::{Kafka, KafkaError, Topic};

/// What an error of the client is about, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    pub(crate) kafka: &'a Kafka,
    pub(crate) topic: Option<(&'a Topic, i32)>,
    pub(crate) group: Option<&'a str>,
    /// What the client says beside the code.
    pub(crate) reason: Option<&'a str>,
}

impl<'a> From<&'a Kafka> for About<'a> {
    fn from(kafka: &'a Kafka) -> Self {
        Self { kafka, topic: None, group: None, reason: None }
    }
}

impl<'a> About<'a> {
    pub(crate) fn topic(self, topic: &'a Topic, partition: i32) -> Self {
        Self { topic: Some((topic, partition)), ..self }
    }

    pub(crate) fn group(self, group: &'a str) -> Self {
        Self { group: Some(group), ..self }
    }

    pub(crate) fn reason(self, reason: &'a str) -> Self {
        Self { reason: Some(reason), ..self }
    }

    fn detail(&self, cause: &Cause) -> String {
        self.reason.map_or_else(|| cause.to_string(), str::to_owned)
    }

    fn servers(&self) -> String {
        self.kafka.servers().to_owned()
    }

    fn topic_and_partition(&self) -> (Topic, i32) {
        self.topic.map_or((Topic::from(""), -1), |(topic, partition)| (topic.clone(), partition))
    }

    fn id(&self) -> String {
        let id = self.kafka.setting("transactional.id").or(self.kafka.setting("group.instance.id"));
        id.unwrap_or_default().to_owned()
    }
}

impl KafkaError {
    /// What the error of the client means.
    pub(crate) fn of(cause: Cause, about: About<'_>) -> Self {
        match &cause {
            Cause::ClientConfig(_, reason, name, _) => {
                return Self::Settings { name: name.clone(), reason: reason.clone() };
            }
            Cause::ClientCreation(reason) => {
                return Self::Settings { name: "the client".to_owned(), reason: reason.clone() };
            }
            Cause::Nul(_) => return Self::UnknownTopic { topic: about.topic_and_partition().0 },
            Cause::Transaction(error)
                if error.is_fatal() && !is_fenced(error.code()) && !is_denied(error.code()) =>
            {
                return Self::Fatal { detail: error.string() };
            }
            _ => {}
        }
        let code = cause.rdkafka_error_code().unwrap_or(Code::Unknown);
        let (topic, partition) = about.topic_and_partition();
        match code {
            Code::Authentication
            | Code::SaslAuthenticationFailed
            | Code::UnsupportedSASLMechanism
            | Code::IllegalSASLState
            | Code::SSL => {
                Self::Authentication { servers: about.servers(), detail: about.detail(&cause) }
            }
            Code::AllBrokersDown
            | Code::BrokerTransportFailure
            | Code::Resolve
            | Code::OperationTimedOut
            | Code::RequestTimedOut
            | Code::BrokerNotAvailable => {
                Self::Unreachable { servers: about.servers(), detail: about.detail(&cause) }
            }
            Code::TopicAuthorizationFailed => Self::Denied { resource: format!("topic {topic:?}") },
            Code::GroupAuthorizationFailed => Self::Denied {
                resource: about
                    .group
                    .map_or("this group".to_owned(), |group| format!("group {group:?}")),
            },
            Code::ClusterAuthorizationFailed => {
                Self::Denied { resource: "this cluster".to_owned() }
            }
            Code::TransactionalIdAuthorizationFailed => {
                Self::Denied { resource: format!("transactional id {:?}", about.id()) }
            }
            Code::UnknownTopic | Code::UnknownTopicOrPartition | Code::InvalidTopic => {
                Self::UnknownTopic { topic }
            }
            Code::UnknownPartition => Self::UnknownPartition { topic, partition },
            Code::AssignmentLost => Self::Revoked { topic, partition },
            Code::PurgeQueue | Code::PurgeInflight | Code::DestroyBroker => Self::Closed,
            Code::Fatal | Code::GaplessGuarantee => Self::Fatal { detail: about.detail(&cause) },
            code if is_fenced(code) => Self::Fenced { id: about.id() },
            _ => Self::Other {
                detail: about.detail(&cause),
                code: code as i32,
                source: Arc::new(cause),
            },
        }
    }
}

fn is_fenced(code: Code) -> bool {
    matches!(
        code,
        Code::Fenced | Code::ProducerFenced | Code::InvalidProducerEpoch | Code::FencedInstanceId
    )
}

fn is_denied(code: Code) -> bool {
    matches!(code, Code::TransactionalIdAuthorizationFailed | Code::ClusterAuthorizationFailed)
}
