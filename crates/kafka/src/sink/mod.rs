mod client;
mod options;
mod reports;

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rdkafka::producer::Producer as _;
use reactive_streams_operators::delivery::{Destination, Outcome};

use self::client::Client;
pub use self::options::KafkaSinkOptions;
use self::reports::Reports;
use crate::cluster::Cluster;
use crate::{Kafka, KafkaError, Record, Topic};

/// Where a record is: what the cluster says of one that has arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "RecordMetadata")]
#[doc(alias = "SenderResult")]
pub struct Position {
    /// The topic.
    pub topic: Topic,
    /// The partition of it.
    pub partition: i32,
    /// The number of the record within the partition.
    pub offset: i64,
}

impl Kafka {
    /// Where records are sent to.
    pub fn sink(&self) -> KafkaSinkOptions {
        KafkaSinkOptions::new(self.clone())
    }
}

/// Where records are sent to, and are confirmed: a [`Destination`].
///
/// Clones share one client, with two threads. Several streams may send by one sink.
///
/// # Demand
///
/// A stream that is sent there has at most a [window](KafkaSinkOptions::window) of records on their way, and
/// requests one more from its upstream for each result that has gone downstream. A cluster that is slow, or away,
/// so holds the upstream back. In memory there are a window of records for each stream, and no more.
///
/// # Order, and what is tried again
///
/// A record that has arrived is in all replicas that are in sync (`acks=all`). The client tries again by itself
/// until the [deadline](KafkaSinkOptions::deadline), with back-off, whatever goes away meanwhile: a leader, all
/// servers, the network. That makes no duplicates, and keeps the order of each partition
/// (`enable.idempotence`), as far as the servers remember what a producer has sent: when two of three were killed
/// at the same moment, a batch was stored twice in one run of sixteen. A record that has failed leaves a gap:
/// those behind it may have arrived.
///
/// A key goes to the same partition as with Java's clients (`murmur2_random`).
///
/// # Errors
///
/// Each is the result of a record, an `Unsent` with its element, and the stream goes on:
///
/// - [`TooLarge`](KafkaError::TooLarge), [`UnknownPartition`](KafkaError::UnknownPartition),
///   [`Denied`](KafkaError::Denied): at once, or when the server has answered;
/// - [`UnknownTopic`](KafkaError::UnknownTopic): ten seconds after nobody knew it, since a topic may be new;
/// - [`Authentication`](KafkaError::Authentication): as soon as the first server refuses. Once a record has been
///   confirmed, a refusal is tried again as everything else, for passwords are changed one server at a time;
/// - [`Unreachable`](KafkaError::Unreachable): at the deadline, if no record was ever confirmed, and no server
///   was there;
/// - [`Expired`](KafkaError::Expired): at the deadline;
/// - [`Fatal`](KafkaError::Fatal): at once, for all that is on its way and all that comes. Open a new sink.
///
/// # Cancel
///
/// What a cancelled stream has handed over is still sent. When the last clone is dropped, its threads stay until
/// every record has been confirmed or given up, at most the deadline, and nobody waits for them. A program
/// that ends earlier takes with it what is on its way: [`flush`](Self::flush) waits.
///
/// ```no_run
/// use reactive_streams_kafka::{Kafka, KafkaError, Record};
/// use reactive_streams_operators::from_iter;
/// use reactive_streams_operators::prelude::*;
///
/// # fn main() -> Result<(), KafkaError> {
/// let sink = Kafka::at("127.0.0.1:29091").sink().open()?;
/// let positions = from_iter(["one cake", "two cakes"])
///     .send_to(sink, |order| Record::to("orders").payload(*order))
///     .collect::<Vec<_>>()
///     .block();
/// for result in positions.into_iter().flatten() {
///     match result {
///         Ok(sent) => println!("{} is number {}", sent.element, sent.receipt.offset),
///         Err(unsent) => println!("{} has not arrived: {}", unsent.element, unsent.error),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[doc(alias = "KafkaSender")]
#[doc(alias = "Producer")]
#[doc(alias = "KafkaProducer")]
#[doc(alias = "FutureProducer")]
pub struct KafkaSink {
    handle: Arc<Handle>,
}

impl KafkaSink {
    /// How many records each stream may have on their way, unless it is set.
    pub const WINDOW: NonZeroUsize = NonZeroUsize::new(10_000).expect("it is not zero");

    /// How long a record may take until it is confirmed, unless it is set.
    pub const DEADLINE: Duration = Duration::from_secs(120);

    /// How long the first record of a batch waits for others, unless it is set.
    pub const LINGER: Duration = Duration::from_millis(5);

    fn open(
        kafka: Kafka,
        window: NonZeroUsize,
        deadline: Duration,
        linger: Duration,
    ) -> Result<Self, KafkaError> {
        let millis = |time: Duration| time.as_millis().min(i32::MAX as u128).to_string();
        // What a window holds fits in, and that of a few more streams.
        let room = window.get().saturating_mul(4).clamp(100_000, i32::MAX as usize);
        // No more than a window comes before an answer: a larger batch would only ever be waited for.
        let batch = (window.get() / 4).clamp(1, 10_000);
        let defaults = [
            ("batch.num.messages", batch.to_string()),
            ("enable.idempotence", "true".to_owned()),
            ("partitioner", "murmur2_random".to_owned()),
            ("message.timeout.ms", millis(deadline)),
            ("linger.ms", millis(linger)),
            ("queue.buffering.max.messages", room.to_string()),
            ("topic.metadata.propagation.max.ms", "10000".to_owned()),
            ("reconnect.backoff.max.ms", "2000".to_owned()),
        ];
        let reports = Reports::new(Cluster::new(kafka.clone(), deadline));
        let client = Arc::new(Client::new(kafka.client(&defaults, &[], reports)?));
        let closes = Closes(Arc::clone(client.producer().context()));
        let runs = Arc::clone(&client);
        thread::Builder::new().name("kafka-sink".to_owned()).spawn(move || runs.run()).map_err(
            |error| KafkaError::Other {
                detail: "no thread for a sink".to_owned(),
                code: error.raw_os_error().unwrap_or_default(),
                source: Arc::new(error),
            },
        )?;
        Ok(Self { handle: Arc::new(Handle { client, window, _closes: closes }) })
    }

    /// Waits until everything that was handed over has been confirmed or given up, so long at most. It blocks.
    /// Gives whether it has.
    #[must_use = "something may still be on its way"]
    pub fn flush(&self, most: Duration) -> bool {
        self.handle.client.flush(most)
    }
}

impl Destination for KafkaSink {
    type Record = Record;
    type Receipt = Position;
    type Error = KafkaError;

    fn window(&self) -> NonZeroUsize {
        self.handle.window
    }

    fn send(&self, record: Record, outcome: Outcome<Position, KafkaError>) {
        self.handle.client.send(record, outcome);
    }
}

impl fmt::Debug for KafkaSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KafkaSink").field("window", &self.handle.window).finish_non_exhaustive()
    }
}

/// What the clones of a sink share. Its thread shares the client, and goes on after this until all is told.
struct Handle {
    client: Arc<Client>,
    window: NonZeroUsize,
    /// Dropped after `client`, so that it is the thread which drops that last: it waits for the client's own.
    _closes: Closes,
}

struct Closes(Arc<Reports>);

impl Drop for Closes {
    fn drop(&mut self) {
        self.0.close();
    }
}
