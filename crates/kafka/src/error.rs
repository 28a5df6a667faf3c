use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams_operators::AnyError;

use crate::Topic;

/// What went wrong with a cluster, a topic or a record, where, and what to do about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum KafkaError {
    /// A setting that does not exist, has no such value, or does not go with another.
    Settings {
        /// What was set.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No server answers.
    Unreachable {
        /// The servers that were given.
        servers: String,
        /// What the client says.
        detail: String,
    },
    /// The servers do not accept the name or the password, or want one, or another way to log in.
    Authentication {
        /// The servers that were given.
        servers: String,
        /// What they say.
        detail: String,
    },
    /// This user may not do that.
    Denied {
        /// With what: a topic, a group, a transactional id, the cluster.
        resource: String,
    },
    /// There is no such topic.
    UnknownTopic {
        /// What it was called.
        topic: Topic,
    },
    /// The topic has no such partition.
    UnknownPartition {
        /// The topic.
        topic: Topic,
        /// The number that none of its partitions has.
        partition: i32,
    },
    /// A record is larger than the client, the topic or the server allows, or the batch is in which it was sent. A
    /// server refuses all of a batch: where a topic allows less than a megabyte, `batch.size` is to be set to that.
    TooLarge {
        /// The topic that it was to go to.
        topic: Topic,
        /// How many bytes its key and its payload have.
        size: usize,
    },
    /// A record has not been confirmed before its deadline. It may be in the topic all the same, if the server has
    /// got it and its answer was lost.
    Expired {
        /// The topic that it was to go to.
        topic: Topic,
        /// How long it had.
        deadline: Duration,
        /// What the client has said last about the cluster, if it had anything to say.
        detail: Option<String>,
    },
    /// Somebody else has this transactional id, or this group instance id, now.
    ///
    /// The one who asked last has it. That need not be another program: on servers that are far too busy a request of a
    /// process that was killed, or one that was sent again since no answer came, may be dealt with after those of its
    /// successor, which is fenced then though it is alone. Nothing is lost by that: what had not been committed comes
    /// again. If there is no other, subscribe again, or open it again.
    Fenced {
        /// The id.
        id: String,
    },
    /// A transaction was aborted: nothing of it is visible, and its elements are delivered again.
    Aborted {
        /// Why.
        detail: String,
    },
    /// The partition was given to another consumer of the group.
    Revoked {
        /// The topic.
        topic: Topic,
        /// Its partition.
        partition: i32,
    },
    /// The deliveries have a consumer, and can have no second one.
    Busy {
        /// The group of the consumer.
        group: String,
    },
    /// It was closed before this was done.
    Closed,
    /// The client cannot go on: it has to be opened anew.
    Fatal {
        /// Why.
        detail: String,
    },
    /// Anything else.
    Other {
        /// What was being done, and what the client says.
        detail: String,
        /// The number of the error, as the protocol has it, or as librdkafka has it if it is negative.
        code: i32,
        /// The error of the client.
        source: Arc<dyn Error + Send + Sync>,
    },
}

impl KafkaError {
    /// Whether the same may succeed later without anybody changing anything: no server answered, or not in time.
    ///
    /// While it is open a client tries such again by itself; this is what it gave up.
    pub fn is_retriable(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Expired { .. } | Self::Aborted { .. })
    }

    /// Whether what it came from is of no more use, and has to be opened anew.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Fenced { .. } | Self::Fatal { .. } | Self::Closed)
    }
}

impl fmt::Display for KafkaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings { name, reason } => write!(f, "{name} cannot be set so: {reason}"),
            Self::Unreachable { servers, detail } => write!(
                f,
                "no server of {servers} answers ({detail}): see that they run, and that their advertised \
                 addresses can be reached from here"
            ),
            Self::Authentication { servers, detail } => write!(
                f,
                "{servers} will not let this client in ({detail}): see to the name, the password and \
                 `security.protocol`"
            ),
            Self::Denied { resource } => {
                write!(
                    f,
                    "this user has no right to {resource}: have the access list of the cluster changed"
                )
            }
            Self::UnknownTopic { topic } => {
                write!(f, "there is no topic {topic:?}: create it, or see to how it is spelled")
            }
            Self::UnknownPartition { topic, partition } => write!(
                f,
                "topic {topic:?} has no partition {partition}: they are numbered from 0; leave the choice \
                 to the key, or add partitions"
            ),
            Self::TooLarge { topic, size } => write!(
                f,
                "a record of {size} bytes, or the batch that it was in, is too large for topic {topic:?}: make \
                 it smaller, raise `message.max.bytes` here and `max.message.bytes` of the topic, or lower \
                 `batch.size` here"
            ),
            Self::Expired { topic, deadline, detail } => {
                write!(f, "a record for topic {topic:?} was not confirmed within {deadline:?}")?;
                if let Some(detail) = detail {
                    write!(f, " ({detail})")?;
                }
                f.write_str(": it may have arrived; send it again if twice is better than never")
            }
            Self::Fenced { id } => write!(
                f,
                "somebody else has taken over {id:?}: end this one, or give each its own id; if there is no other, a \
                 server was late: open it again"
            ),
            Self::Aborted { detail } => {
                write!(
                    f,
                    "the transaction was aborted ({detail}): its elements are delivered again"
                )
            }
            Self::Revoked { topic, partition } => {
                write!(
                    f,
                    "partition {partition} of topic {topic:?} has gone to another consumer of the group"
                )
            }
            Self::Busy { group } => {
                write!(
                    f,
                    "the deliveries for group {group:?} have a consumer: cancel that one first"
                )
            }
            Self::Closed => f.write_str("it was closed before this was done"),
            Self::Fatal { detail } => {
                write!(f, "the client cannot go on ({detail}): open a new one")
            }
            Self::Other { detail, code, .. } => write!(f, "{detail} (error {code})"),
        }
    }
}

impl Error for KafkaError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Other { source, .. } => Some(&**source),
            _ => None,
        }
    }
}

impl From<KafkaError> for AnyError {
    fn from(error: KafkaError) -> Self {
        Self::new(error)
    }
}
