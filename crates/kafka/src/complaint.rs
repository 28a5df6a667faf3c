use std::time::{Duration, Instant};

use rdkafka::error::{KafkaError as Cause, RDKafkaErrorCode as Code};

use crate::KafkaError;
use crate::cause::About;

/// What the client has said of the cluster beside its reports: that a server does not answer, or lets nobody in.
pub(crate) struct Complaint {
    cause: Cause,
    reason: String,
    at: Instant,
}

impl Complaint {
    /// The client does not repeat itself for so long.
    const FRESH: Duration = Duration::from_secs(30);

    pub(crate) fn new(cause: Cause, reason: &str) -> Self {
        Self { cause, reason: reason.to_owned(), at: Instant::now() }
    }

    fn code(&self) -> Option<Code> {
        self.cause.rdkafka_error_code()
    }

    pub(crate) fn is_fresh(&self) -> bool {
        self.at.elapsed() <= Self::FRESH
    }

    /// Whether name or password are wrong.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self.code(), Some(Code::Authentication | Code::SaslAuthenticationFailed))
    }

    /// How much it says. That all servers are down follows from what was said of each.
    fn weight(&self) -> u8 {
        match self.code() {
            _ if self.is_refusal() => 2,
            Some(Code::AllBrokersDown) => 0,
            _ => 1,
        }
    }

    /// Whether this one is to be remembered instead of an older one.
    pub(crate) fn supersedes(&self, old: &Self) -> bool {
        self.weight() >= old.weight() || !old.is_fresh()
    }

    /// What it said, if that was not long ago for a record that had so much time.
    pub(crate) fn since(&self, deadline: Duration) -> Option<String> {
        (self.at.elapsed() <= deadline.max(Self::FRESH)).then(|| self.reason.clone())
    }

    pub(crate) fn error(&self, about: About<'_>) -> KafkaError {
        KafkaError::of(self.cause.clone(), about.reason(&self.reason))
    }
}
