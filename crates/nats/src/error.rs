use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::{BufferOverflow, Overflowed};

use crate::CoreMessage;

/// What went wrong with a server, a stream, a consumer or a record, where, and what to do about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NatsError {
    /// The caller is not in a tokio runtime, which the client needs.
    NoRuntime,
    /// No server answers.
    Unreachable {
        /// Where the servers were looked for.
        servers: String,
        /// What the client says.
        source: Arc<dyn Error + Send + Sync>,
    },
    /// The server does not accept the credentials, or wants some.
    Unauthorized {
        /// Where the servers are.
        servers: String,
        /// What they say.
        detail: String,
    },
    /// The connection has been closed: the client was drained, has given up, or its runtime has shut down.
    Closed {
        /// What needed it.
        what: String,
    },
    /// The server has no JetStream, or this account has none.
    NoJetStream {
        /// What was asked of it.
        what: String,
    },
    /// JetStream does not answer, though the connection is there.
    Unavailable {
        /// What was asked of it.
        what: String,
        /// For how long it was asked.
        after: Duration,
        /// What came last.
        detail: String,
    },
    /// There is no such stream.
    UnknownStream {
        /// What it was called.
        stream: String,
    },
    /// Nothing can be called that.
    Name {
        /// What a stream or a consumer was to be called.
        name: String,
    },
    /// The stream has no such consumer: it never had, or it has been deleted, or has expired.
    UnknownConsumer {
        /// The stream.
        stream: String,
        /// What it was called.
        consumer: String,
    },
    /// The consumer is there, and is of a kind that this library does not read.
    Unsuitable {
        /// The stream.
        stream: String,
        /// The consumer.
        consumer: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Nobody takes this subject: no stream has it, or the server has no JetStream.
    NoResponders {
        /// The subject.
        subject: String,
    },
    /// That is no subject.
    Subject {
        /// What was given.
        subject: String,
    },
    /// That is no header, or no value of one.
    Header {
        /// What the header was called.
        name: String,
    },
    /// A record is larger than the server or the stream allows.
    TooLarge {
        /// Where it was to go.
        subject: String,
        /// How many bytes its payload has.
        size: usize,
        /// What is said about it.
        detail: String,
    },
    /// The stream is not as a record [expects](crate::Record::expect_last_sequence) it to be.
    Unexpected {
        /// Where it was to go.
        subject: String,
        /// What the server says.
        detail: String,
    },
    /// No answer has come in time. What was sent may have arrived all the same.
    Unconfirmed {
        /// What was sent.
        what: String,
        /// How long an answer was waited for.
        after: Duration,
    },
    /// More messages of a subject have come than there is room for, and the overflow policy is to fail.
    Overflow {
        /// What the policy says.
        detail: String,
    },
    /// JetStream refuses, for a reason that has no variant here.
    Refused {
        /// What was asked of it.
        what: String,
        /// What it says.
        detail: String,
    },
}

impl NatsError {
    pub(crate) fn closed(what: impl Into<String>) -> Self {
        Self::Closed { what: what.into() }
    }
}

impl fmt::Display for NatsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRuntime => {
                write!(f, "there is no tokio runtime here: connect inside of one")
            }
            Self::Unreachable { servers, source } => write!(
                f,
                "no NATS server answers at {servers}: {source}; see whether it runs, and whether the address is right"
            ),
            Self::Unauthorized { servers, detail } => {
                write!(f, "the NATS server at {servers} does not accept the credentials: {detail}")
            }
            Self::Closed { what } => {
                write!(f, "the connection of {what} has been closed: connect anew")
            }
            Self::NoJetStream { what } => write!(
                f,
                "there is no JetStream for {what}: start the server with --jetstream, and enable it for the account"
            ),
            Self::Unavailable { what, after, detail } => write!(
                f,
                "JetStream has not answered about {what} for {after:?}: {detail}; try again when the server is well"
            ),
            Self::UnknownStream { stream } => {
                write!(f, "there is no stream {stream}: create it (Nats::stream)")
            }
            Self::Name { name } => write!(
                f,
                "no stream or consumer can be called {name:?}: a name has no spaces, dots, asterisks, slashes or >"
            ),
            Self::UnknownConsumer { stream, consumer } => write!(
                f,
                "stream {stream} has no consumer {consumer}: open it anew, which creates it"
            ),
            Self::Unsuitable { stream, consumer, detail } => {
                write!(f, "consumer {consumer} of stream {stream} cannot be read: {detail}")
            }
            Self::NoResponders { subject } => write!(
                f,
                "nobody takes subject {subject}: give it to a stream, and see that the server has JetStream"
            ),
            Self::Subject { subject } => write!(
                f,
                "{subject:?} is no subject: it is made of words with dots between them, and without spaces"
            ),
            Self::Header { name } => write!(
                f,
                "header {name:?} cannot be sent: there are no line breaks in one, and no colons in its name"
            ),
            Self::TooLarge { subject, size, detail } => write!(
                f,
                "a record of {size} bytes for {subject} is too large: {detail}; divide it, or raise max_payload or \
                 max_msg_size"
            ),
            Self::Unexpected { subject, detail } => {
                write!(
                    f,
                    "the stream of {subject} is not as expected: {detail}; read what was written meanwhile"
                )
            }
            Self::Unconfirmed { what, after } => write!(
                f,
                "no answer to {what} for {after:?}: it may have arrived; if it has a message id, send it again"
            ),
            Self::Overflow { detail } => {
                write!(
                    f,
                    "messages come faster than they are taken: {detail}; or choose another policy"
                )
            }
            Self::Refused { what, detail } => write!(f, "JetStream refuses {what}: {detail}"),
        }
    }
}

impl Error for NatsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreachable { source, .. } => Some(&**source),
            _ => None,
        }
    }
}

impl From<NatsError> for AnyError {
    fn from(error: NatsError) -> Self {
        Self::new(error)
    }
}

impl From<BufferOverflow> for NatsError {
    fn from(overflow: BufferOverflow) -> Self {
        Self::Overflow { detail: overflow.to_string() }
    }
}

impl From<Overflowed<CoreMessage>> for NatsError {
    fn from(overflowed: Overflowed<CoreMessage>) -> Self {
        Self::Overflow { detail: overflowed.to_string() }
    }
}
