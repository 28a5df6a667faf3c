mod on_its_way;
mod options;
mod window;

use std::fmt;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::time::Duration;

use async_nats::Subscriber;
use async_nats::client::traits::Publisher as _;
use futures_util::StreamExt;
use reactive_streams_operators::delivery::{Destination, Outcome};
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};

use self::on_its_way::OnItsWay;
use self::window::Window;
use crate::nats::Connection;
use crate::{NatsError, Record};

pub use self::options::SinkOptions;

/// Where a record is: what the server says of one that has arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "PublishAck")]
pub struct Receipt {
    /// The stream that has it.
    pub stream: String,
    /// The number of the record in the stream.
    pub sequence: u64,
    /// Whether the stream had a record with this [message id](Record::message_id) before, and kept that one.
    pub duplicate: bool,
}

/// Where records are sent to, each to the stream that has its subject, and are confirmed: a [`Destination`].
///
/// Clones share it. Several streams may send by one sink.
///
/// # Demand
///
/// A stream that is sent there has at most a [window](SinkOptions::window) of records on their way, and requests
/// one more from its upstream for each result that has gone downstream. A server that is slow, or away, so holds the
/// upstream back. In memory there are a window of records for each stream, and no more.
///
/// Results are delivered on a task of the connection's runtime; what blocks behind them holds up all streams of
/// the sink.
///
/// # Order, and what happens when the connection is lost
///
/// Records arrive in the order in which they are sent. What is sent while there is no connection is sent when there is
/// one again. Of what was on its way when it was lost nobody knows whether it has arrived: it fails with
/// [`NatsError::Unconfirmed`], at the [deadline](SinkOptions::deadline) or two seconds after there is a connection
/// again, and those behind it may have arrived. To have each record once, send it again with the same
/// [message id](Record::message_id).
///
/// # Errors
///
/// Each is the result of a record, an `Unsent` with its element, and the stream goes on:
///
/// - [`Subject`](NatsError::Subject), [`Header`](NatsError::Header), [`TooLarge`](NatsError::TooLarge): at once, or
///   when the server has answered;
/// - [`NoResponders`](NatsError::NoResponders): no stream has the subject, or JetStream is away;
/// - [`Unexpected`](NatsError::Unexpected), [`Refused`](NatsError::Refused): as the server answers;
/// - [`Unconfirmed`](NatsError::Unconfirmed): at the deadline, or when the connection was lost;
/// - [`Closed`](NatsError::Closed): at once, when the client has given up or its runtime has shut down.
///
/// # Cancel
///
/// What a cancelled stream has handed over is still sent.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use reactive_streams_nats::{Nats, Record};
/// use reactive_streams_operators::prelude::*;
///
/// let nats = Nats::connect("127.0.0.1:4222").await?;
/// let orders = nats.consumer("ORDERS", "billing").open().await?;
/// let bills = nats.sink().open().await?;
/// let billed = orders
///     .deliveries()
///     .send_to(bills, |order| Record::to("bills").payload(order.element().payload().clone()))
///     .map_ok(|sent| drop(sent.element.acknowledge()));
/// billed.for_each(|bill| if let Err(unsent) = bill { eprintln!("{}", unsent.error) }).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct NatsSink(Arc<Handle>);

struct Handle {
    core: Arc<Core>,
    window: NonZeroUsize,
    /// Dropped with the last clone: then the task ends, when nothing is on its way.
    _left: oneshot::Sender<()>,
}

impl NatsSink {
    async fn open(
        connection: Arc<Connection>,
        window: NonZeroUsize,
        deadline: Duration,
    ) -> Result<Self, NatsError> {
        let prefix = connection.client.new_inbox();
        let subscribed = connection.client.subscribe(format!("{prefix}.*")).await;
        let answers = subscribed.map_err(|_| NatsError::closed("a sink"))?;
        let runtime = connection.runtime.clone();
        let core = Arc::new(Core { connection, prefix, window: Window::new(deadline) });
        let (left, leaving) = oneshot::channel();
        let running = Running(Arc::clone(&core));
        runtime.spawn(running.run(answers, leaving));
        Ok(Self(Arc::new(Handle { core, window, _left: left })))
    }
}

impl Destination for NatsSink {
    type Record = Record;
    type Receipt = Receipt;
    type Error = NatsError;

    fn window(&self) -> NonZeroUsize {
        self.0.window
    }

    fn send(&self, record: Record, outcome: Outcome<Receipt, NatsError>) {
        self.0.core.send(record, outcome);
    }
}

impl fmt::Debug for NatsSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NatsSink").field("window", &self.0.window).finish_non_exhaustive()
    }
}

struct Core {
    connection: Arc<Connection>,
    /// Of the subjects where answers go: the number of the record follows.
    prefix: String,
    window: Window,
}

impl Core {
    fn send(self: &Arc<Self>, record: Record, outcome: Outcome<Receipt, NatsError>) {
        let on_its_way =
            OnItsWay::new(record.subject(), record.size(), self.window.deadline(), outcome);
        let number = match self.window.add(on_its_way) {
            Ok(number) => number,
            Err(closed) => return closed.outcome.failed(NatsError::closed("a sink")),
        };
        let message = match record.outbound(format!("{}.{number}", self.prefix)) {
            Ok(message) => message,
            Err(failure) => return self.window.fail(number, |_| failure),
        };
        let core = Arc::clone(self);
        self.connection.outbox.send(async move {
            if let Err(error) = core.connection.client.publish_message(message).await {
                core.window.fail(number, |record| record.unpublished(&error));
            }
        });
    }
}

/// The task that hears the answers. Whatever ends it, nothing is on its way any more.
struct Running(Arc<Core>);

impl Running {
    const SHORTEST_TICK: Duration = Duration::from_millis(10);
    const LONGEST_TICK: Duration = Duration::from_millis(500);

    async fn run(self, answers: Subscriber, mut leaving: oneshot::Receiver<()>) {
        let window = &self.0.window;
        let mut answers = answers.ready_chunks(256);
        let mut tick =
            interval((window.deadline() / 8).clamp(Self::SHORTEST_TICK, Self::LONGEST_TICK));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut connected = self.0.connection.connected.clone();
        connected.mark_unchanged();
        let mut is_left = false;
        while !(is_left && window.is_empty()) {
            tokio::select! {
                answered = answers.next() => match answered {
                    Some(answered) => isolated(|| window.settle(answered)),
                    None => return,
                },
                _ = tick.tick() => isolated(|| window.expire()),
                Ok(()) = connected.changed() => window.reconnected(),
                _ = &mut leaving, if !is_left => is_left = true,
            }
        }
    }
}

/// A panic of one stream's, which the hook has reported, is not to end the others.
fn isolated(tell: impl FnOnce()) {
    _ = panic::catch_unwind(AssertUnwindSafe(tell));
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.window.close();
    }
}
