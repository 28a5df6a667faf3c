mod deliveries;
mod inbox;
mod link;
mod options;
mod ordered;
mod puller;
mod remote;
mod watchdog;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reactive_streams_operators::delivery::Lag;
use reactive_streams_operators::scheduler::Scheduler;
use tokio::task::AbortHandle;
use tokio::time::sleep;

use self::remote::Remote;
use crate::NatsError;

pub use self::deliveries::Deliveries;
pub use self::options::ConsumerOptions;
pub use self::ordered::{Ordered, OrderedOptions};

/// A durable consumer of a stream. Clones share it.
///
/// Whoever opens it again, here or elsewhere, shares its messages: each goes to one of them.
#[derive(Clone)]
pub struct NatsConsumer(Arc<Shared>);

struct Shared {
    remote: Arc<Remote>,
    lag: Arc<AtomicU64>,
    refresher: AbortHandle,
}

/// What stands for a lag that is not known.
const UNKNOWN: u64 = u64::MAX;

impl NatsConsumer {
    fn new(remote: Remote, refresh: Duration) -> Self {
        let remote = Arc::new(remote);
        let lag = Arc::new(AtomicU64::new(UNKNOWN));
        let (source, target) = (Arc::clone(&remote), Arc::clone(&lag));
        let refreshing = remote.connection.runtime.spawn(async move {
            loop {
                let lag = measure(&source).await.unwrap_or(UNKNOWN);
                target.store(lag, Ordering::Relaxed);
                sleep(refresh).await;
            }
        });
        Self(Arc::new(Shared { remote, lag, refresher: refreshing.abort_handle() }))
    }

    /// The messages of the stream that nobody has acknowledged, each with its acknowledgement.
    ///
    /// A message that is rejected, or not settled within the consumer's `ack_wait`, is delivered again, to whoever
    /// subscribes to the consumer; it then [says so](reactive_streams_operators::delivery::Delivery::is_redelivered).
    /// No more are given out than the consumer's `max_ack_pending` allows to be unacknowledged (1,000 unless it is
    /// configured), so acknowledge what you take before you ask for more.
    ///
    /// # Demand
    ///
    /// What is requested is pulled: at any time no more messages have been pulled and not been delivered than
    /// are requested, and no more than [`pull`](ConsumerOptions::pull) says. The next pull goes out when half
    /// of that has arrived. A pull that has not been filled in half a minute is made anew.
    ///
    /// Messages are delivered on a task of the connection's runtime; if what is behind them blocks, use
    /// [`deliveries_on`](Self::deliveries_on). Cancelling drops what was pulled, and has that delivered again at once.
    ///
    /// # When the connection is lost
    ///
    /// The stream goes on when the client has connected again: see [`Nats`](crate::Nats). What was on its way is delivered
    /// again after `ack_wait`; acknowledgements that were on their way are lost, and those messages are delivered again too.
    ///
    /// # Errors
    ///
    /// [`NatsError::UnknownConsumer`] and [`NatsError::UnknownStream`] if it is deleted,
    /// [`NatsError::NoJetStream`] and [`NatsError::Unavailable`] if JetStream is away for longer than
    /// [`patience`](ConsumerOptions::patience), [`NatsError::Closed`] if the client has given up,
    /// [`NatsError::Refused`]. It never completes.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// use reactive_streams_nats::Nats;
    /// use reactive_streams_operators::delivery::Delivery;
    /// use reactive_streams_operators::prelude::*;
    ///
    /// let nats = Nats::connect("127.0.0.1:4222").await?;
    /// let billing = nats.consumer("ORDERS", "billing").open().await?;
    /// let orders = billing.deliveries().map(Delivery::acknowledge);
    /// orders.take(10).for_each(|order| println!("{order:?}")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn deliveries(&self) -> Deliveries {
        self.deliveries_on(&self.0.remote.connection.scheduler())
    }

    /// As [`deliveries`](Self::deliveries), delivered on a worker of `scheduler`.
    pub fn deliveries_on(&self, scheduler: &dyn Scheduler) -> Deliveries {
        Deliveries::new(Arc::clone(&self.0.remote), scheduler)
    }

    /// Asks how much [lag](Lag::lag) there is now.
    ///
    /// What was acknowledged just before may still count: the server takes note of that in its own time.
    /// [`confirm`](crate::NatsAcknowledgement::confirm) waits for it.
    ///
    /// # Errors
    ///
    /// As [`open`](ConsumerOptions::open).
    pub async fn measure_lag(&self) -> Result<u64, NatsError> {
        let lag = measure(&self.0.remote).await?;
        self.0.lag.store(lag, Ordering::Relaxed);
        Ok(lag)
    }
}

async fn measure(remote: &Remote) -> Result<u64, NatsError> {
    let info = remote.info().await?;
    Ok(info.num_pending + info.num_ack_pending as u64)
}

/// As of the last [refresh](ConsumerOptions::refresh_lag): what the consumer has not been given, and what has not been
/// acknowledged. `None` if the server did not answer.
impl Lag for NatsConsumer {
    fn lag(&self) -> Option<u64> {
        match self.0.lag.load(Ordering::Relaxed) {
            UNKNOWN => None,
            lag => Some(lag),
        }
    }
}

impl fmt::Debug for NatsConsumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NatsConsumer")
            .field("place", &format_args!("{}", self.0.remote.place))
            .field("lag", &self.lag())
            .finish_non_exhaustive()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.refresher.abort();
    }
}
