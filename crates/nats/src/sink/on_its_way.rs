use std::time::{Duration, Instant};

use async_nats::client::PublishErrorKind;
use async_nats::jetstream::publish::PublishAck;
use async_nats::jetstream::response::Response;
use async_nats::jetstream::{self, ErrorCode};
use async_nats::{Message, StatusCode};
use reactive_streams_operators::delivery::Outcome;

use super::Receipt;
use crate::NatsError;

/// A record that has been sent.
pub(super) struct OnItsWay {
    pub(super) subject: String,
    size: usize,
    pub(super) since: Instant,
    /// When nobody waits for the answer any more.
    pub(super) until: Instant,
    pub(super) outcome: Outcome<Receipt, NatsError>,
}

impl OnItsWay {
    pub(super) fn new(
        subject: &str,
        size: usize,
        deadline: Duration,
        outcome: Outcome<Receipt, NatsError>,
    ) -> Self {
        let since = Instant::now();
        Self { subject: subject.to_owned(), size, since, until: since + deadline, outcome }
    }

    /// What the server says of it.
    pub(super) fn understand(&self, answer: &Message) -> Result<Receipt, NatsError> {
        if answer.status == Some(StatusCode::NO_RESPONDERS) {
            return Err(NatsError::NoResponders { subject: self.subject.clone() });
        }
        match serde_json::from_slice::<PublishAck>(&answer.payload) {
            // An error comes with the number 0, or without one.
            Ok(PublishAck { stream, sequence, duplicate, .. }) if sequence > 0 => {
                Ok(Receipt { stream, sequence, duplicate })
            }
            _ => Err(self.refused(&answer.payload)),
        }
    }

    fn refused(&self, answer: &[u8]) -> NatsError {
        match serde_json::from_slice::<Response<PublishAck>>(answer) {
            Ok(Response::Err { error }) => self.refusal(&error),
            _ => NatsError::Refused {
                what: format!("a record for {}", self.subject),
                detail: "somebody answers who is not JetStream".to_owned(),
            },
        }
    }

    fn refusal(&self, error: &jetstream::Error) -> NatsError {
        let (subject, detail) = (self.subject.clone(), error.to_string());
        match error.error_code() {
            ErrorCode::STREAM_WRONG_LAST_SEQUENCE | ErrorCode::STREAM_WRONG_LAST_MESSAGE_ID => {
                NatsError::Unexpected { subject, detail }
            }
            ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM => {
                NatsError::TooLarge { subject, size: self.size, detail }
            }
            _ => NatsError::Refused { what: format!("a record for {subject}"), detail },
        }
    }

    /// The client has not taken it.
    pub(super) fn unpublished(&self, error: &async_nats::client::PublishError) -> NatsError {
        let subject = self.subject.clone();
        match error.kind() {
            PublishErrorKind::MaxPayloadExceeded => {
                NatsError::TooLarge { subject, size: self.size, detail: error.to_string() }
            }
            PublishErrorKind::InvalidSubject => NatsError::Subject { subject },
            PublishErrorKind::Send => NatsError::closed("a sink"),
        }
    }
}
