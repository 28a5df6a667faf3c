//! What the errors of the client mean.

use std::error::Error;
use std::sync::Arc;

use async_nats::ConnectErrorKind;
use async_nats::error::Error as ClientError;
use async_nats::jetstream::context::{CreateStreamErrorKind, RequestErrorKind};
use async_nats::jetstream::stream::ConsumerErrorKind;
use async_nats::jetstream::{self, ErrorCode};

use crate::NatsError;
use crate::place::Place;

impl NatsError {
    pub(crate) fn connect(servers: String, error: async_nats::ConnectError) -> Self {
        match error.kind() {
            ConnectErrorKind::AuthorizationViolation | ConnectErrorKind::Authentication => {
                Self::Unauthorized { servers, detail: error.to_string() }
            }
            _ => Self::Unreachable { servers, source: Arc::new(error) },
        }
    }

    /// What an error of JetStream's means.
    pub(crate) fn api(place: &Place, error: &jetstream::Error) -> Self {
        match error.error_code() {
            ErrorCode::STREAM_NOT_FOUND => Self::UnknownStream { stream: place.stream.clone() },
            ErrorCode::CONSUMER_NOT_FOUND => place.unknown(),
            ErrorCode::JETSTREAM_NOT_ENABLED | ErrorCode::JETSTREAM_NOT_ENABLED_FOR_ACCOUNT => {
                Self::NoJetStream { what: place.to_string() }
            }
            _ => Self::Refused { what: place.to_string(), detail: error.to_string() },
        }
    }

    /// What it means that a request has no answer of JetStream's.
    pub(crate) fn request(place: &Place, error: &ClientError<RequestErrorKind>) -> Self {
        match error.kind() {
            RequestErrorKind::NoResponders => Self::NoJetStream { what: place.to_string() },
            _ => Self::unanswered(place, error),
        }
    }

    pub(crate) fn consumer(place: &Place, error: &ClientError<ConsumerErrorKind>) -> Self {
        match error.kind() {
            ConsumerErrorKind::JetStream(error) => Self::api(place, &error),
            ConsumerErrorKind::InvalidConsumerType => place.unsuitable("it is no pull consumer"),
            _ => Self::unanswered(place, error),
        }
    }

    pub(crate) fn stream(place: &Place, error: &ClientError<CreateStreamErrorKind>) -> Self {
        match error.kind() {
            CreateStreamErrorKind::JetStream(error) => Self::api(place, &error),
            CreateStreamErrorKind::JetStreamUnavailable => {
                Self::NoJetStream { what: place.to_string() }
            }
            CreateStreamErrorKind::TimedOut | CreateStreamErrorKind::Response => {
                Self::unanswered(place, error)
            }
            _ => Self::Refused { what: place.to_string(), detail: error.to_string() },
        }
    }

    fn unanswered(place: &Place, error: &dyn Error) -> Self {
        Self::Unavailable {
            what: place.to_string(),
            after: crate::nats::REQUEST_TIMEOUT,
            detail: error.to_string(),
        }
    }
}
