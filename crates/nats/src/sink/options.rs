use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use super::NatsSink;
use crate::NatsError;
use crate::nats::Connection;

/// A sink before it is opened: made by [`Nats::sink`](crate::Nats::sink).
#[must_use = "it has to be opened"]
#[derive(Clone)]
pub struct SinkOptions {
    connection: Arc<Connection>,
    window: NonZeroUsize,
    deadline: Duration,
}

impl SinkOptions {
    /// No clock ends before it.
    const LONGEST_DEADLINE: Duration = Duration::from_secs(365 * 24 * 60 * 60);

    pub(crate) fn new(connection: Arc<Connection>) -> Self {
        let window = NonZeroUsize::new(1_000).expect("1,000 is not 0");
        Self { connection, window, deadline: Duration::from_secs(30) }
    }

    /// How many records each stream may have on their way: 1,000 unless it is said here.
    #[doc(alias = "max_ack_inflight")]
    pub fn window(mut self, records: NonZeroUsize) -> Self {
        self.window = records;
        self
    }

    /// How long a record may take until it is confirmed: 30 seconds unless it is said here, a year
    /// at most.
    #[doc(alias = "ack_timeout")]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline.min(Self::LONGEST_DEADLINE);
        self
    }

    /// Opens the sink.
    ///
    /// # Errors
    ///
    /// [`NatsError::Closed`].
    pub async fn open(self) -> Result<NatsSink, NatsError> {
        NatsSink::open(self.connection, self.window, self.deadline).await
    }
}

impl fmt::Debug for SinkOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SinkOptions")
            .field("window", &self.window)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
