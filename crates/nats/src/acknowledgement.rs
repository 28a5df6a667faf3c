use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_nats::Subject;
use bytes::Bytes;
use reactive_streams_operators::delivery::Acknowledge;

use crate::NatsError;
use crate::nats::{Connection, REQUEST_TIMEOUT};

const ACKNOWLEDGE: &[u8] = b"+ACK";
const REJECT: &[u8] = b"-NAK";
const IN_PROGRESS: &[u8] = b"+WPI";
const TERMINATE: &[u8] = b"+TERM";

/// Acknowledges a message of a [`NatsConsumer`](crate::NatsConsumer).
///
/// The server is told without waiting for it, in the order of the calls; one that is lost with the connection has
/// the message delivered again. Dropping it is [rejecting](Acknowledge::reject): the message is delivered again at once.
/// Who settles neither way for longer than the consumer's `ack_wait` has it delivered again too, so
/// tell of work that takes longer: [`in_progress`](Self::in_progress).
pub struct NatsAcknowledgement {
    connection: Arc<Connection>,
    /// Where the answer goes, until there is one.
    reply: Option<Subject>,
}

impl NatsAcknowledgement {
    pub(crate) fn new(connection: Arc<Connection>, reply: Subject) -> Self {
        Self { connection, reply: Some(reply) }
    }

    /// Acknowledges, and waits until the server has taken note of it: then it is not delivered again, whatever
    /// happens to the connection.
    ///
    /// # Errors
    ///
    /// [`NatsError::Unconfirmed`] if that is not known. The message may be delivered again.
    #[doc(alias = "double_ack")]
    pub async fn confirm(mut self) -> Result<(), NatsError> {
        let Some(reply) = self.reply.take() else { return Ok(()) };
        let answer = self.connection.client.request(reply, Bytes::from_static(ACKNOWLEDGE)).await;
        answer.map(drop).map_err(|_| NatsError::Unconfirmed {
            what: "an acknowledgement".to_owned(),
            after: REQUEST_TIMEOUT,
        })
    }

    /// The message has not been dealt with, and is to be delivered again after a delay.
    #[doc(alias = "nak_with_delay")]
    pub fn reject_after(mut self, delay: Duration) {
        let payload = format!("-NAK {{\"delay\":{}}}", delay.as_nanos());
        self.settle(payload.into());
    }

    /// The message will never be dealt with, and is not to be delivered again, to nobody.
    #[doc(alias = "term")]
    pub fn terminate(mut self) {
        self.settle(Bytes::from_static(TERMINATE));
    }

    /// The message is still being worked on: `ack_wait` begins anew.
    #[doc(alias = "wpi")]
    #[doc(alias = "working")]
    pub fn in_progress(&self) {
        if let Some(reply) = &self.reply {
            tell(&self.connection, reply.clone(), Bytes::from_static(IN_PROGRESS));
        }
    }

    fn settle(&mut self, payload: Bytes) {
        if let Some(reply) = self.reply.take() {
            tell(&self.connection, reply, payload);
        }
    }
}

/// What cannot be told is not lost: the message is delivered again.
fn tell(connection: &Arc<Connection>, reply: Subject, payload: Bytes) {
    let connection = Arc::clone(connection);
    let sending = Arc::clone(&connection);
    connection.outbox.send(async move {
        _ = sending.client.publish(reply, payload).await; // fails if the client is closed, which ends the stream
    });
}

impl Acknowledge for NatsAcknowledgement {
    fn acknowledge(mut self) {
        self.settle(Bytes::from_static(ACKNOWLEDGE));
    }

    fn reject(mut self) {
        self.settle(Bytes::from_static(REJECT));
    }
}

impl Drop for NatsAcknowledgement {
    fn drop(&mut self) {
        self.settle(Bytes::from_static(REJECT));
    }
}

impl fmt::Debug for NatsAcknowledgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NatsAcknowledgement").field("reply", &self.reply).finish_non_exhaustive()
    }
}
