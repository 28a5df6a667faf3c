//! What the processes do that are judged.

mod kafka;
mod nats;
mod plain;

use std::io::{Read, stdin};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use broker_faults::cluster::Failure;
use broker_faults::journal::{Event, Journal};
use broker_faults::message::{Numbered, fingerprint};
use clap::{Args, ValueEnum};

/// How many messages are worked on at a time. They finish in any order.
const AT_A_TIME: NonZeroUsize = NonZeroUsize::new(8).expect("8 is not 0");

/// Whom a process talks to, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Client {
    /// reactive-streams-kafka.
    Kafka,
    /// rdkafka, with its own defaults.
    Plain,
    /// reactive-streams-nats.
    Nats,
}

/// What each of them has to know.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    #[arg(long)]
    pub(crate) client: Client,
    /// Where the broker is.
    #[arg(long)]
    pub(crate) at: String,
    #[arg(long)]
    pub(crate) topic: String,
    /// Where to write down what happens.
    #[arg(long)]
    pub(crate) journal: PathBuf,
    /// How many messages in a second; 0 for as many as it can.
    #[arg(long, default_value_t = 0)]
    pub(crate) per_second: u64,
}

/// Sends numbered messages, to one partition after the other.
#[derive(Clone, Debug, Args)]
pub(crate) struct Produce {
    #[command(flatten)]
    pub(crate) place: Place,
    #[arg(long)]
    pub(crate) partitions: u32,
    #[arg(long)]
    pub(crate) messages: u64,
    /// How many bytes each has.
    #[arg(long)]
    pub(crate) size: usize,
    /// How many of them were sent before, by one that was killed.
    #[arg(long, default_value_t = 0)]
    pub(crate) from: u64,
}

/// Deals with messages, until its input ends.
#[derive(Clone, Debug, Args)]
pub(crate) struct Consume {
    #[command(flatten)]
    pub(crate) place: Place,
    #[arg(long)]
    pub(crate) group: String,
    /// A name that it has in the group also when it comes again.
    #[arg(long)]
    pub(crate) instance: Option<String>,
    /// Copies the messages to this topic, in transactions, each exactly once.
    #[arg(long, requires = "instance")]
    pub(crate) into: Option<String>,
}

pub(crate) fn produce(role: &Produce) -> Result<(), Failure> {
    match role.place.client {
        Client::Kafka | Client::Plain => kafka::produce(role),
        Client::Nats => nats::produce(role),
    }
}

pub(crate) fn consume(role: &Consume) -> Result<(), Failure> {
    match role.place.client {
        Client::Kafka if role.into.is_some() => kafka::transform(role),
        Client::Kafka => kafka::consume(role),
        Client::Plain => plain::consume(role),
        Client::Nats => nats::consume(role),
    }
}

impl Place {
    fn journal(&self) -> Result<Journal, Failure> {
        Ok(Journal::create(&self.journal)?)
    }
}

impl Produce {
    /// The messages, each when it is its time.
    fn messages(&self) -> impl Iterator<Item = Numbered> + Send + 'static {
        let (partitions, per_second) = (self.partitions, self.place.per_second);
        let begin = Instant::now();
        let from = self.from;
        (from..self.messages).map(move |count| {
            if per_second > 0 {
                let sent = (count - from) as f64;
                let due = begin + Duration::from_secs_f64(sent / per_second as f64);
                thread::sleep(due.saturating_duration_since(Instant::now()));
            }
            let partition = (count % u64::from(partitions)) as u32;
            Numbered { partition, number: count / u64::from(partitions) }
        })
    }
}

/// Writes down what the producer was told of a message.
fn told<E: std::fmt::Display>(journal: &Journal, message: Numbered, outcome: Result<u64, E>) {
    let Numbered { partition, number } = message;
    match outcome {
        Ok(offset) => journal.write(Event::Stored { partition, number, offset }),
        Err(error) => {
            eprintln!("{message:?} was not sent: {error}");
            journal.write(Event::Failed { partition, number });
        }
    }
}

/// Writes down what has come.
fn delivered(journal: &Journal, partition: u32, offset: u64, bytes: &[u8], again: bool) {
    let number = Numbered::read(bytes).map_or(u64::MAX, |message| message.number);
    let fingerprint = fingerprint(bytes);
    journal.write(Event::Delivered { partition, offset, number, fingerprint, again });
}

/// How long a message is worked on: at random, but always the same, and so long that all in flight together make the pace.
fn work(per_second: u64, offset: u64) -> Option<Duration> {
    let mean = AT_A_TIME.get() as f64 / (per_second > 0).then_some(per_second)? as f64;
    let random = fingerprint(&offset.to_le_bytes()) >> 32;
    Some(Duration::from_secs_f64(2.0 * mean * random as f64 / f64::from(u32::MAX)))
}

/// Calls when there is no more input: whoever started this process wants it to end in good order.
fn when_told(end: impl FnOnce() + Send + 'static) {
    thread::spawn(move || {
        // Whatever comes, and however it ends, it is the end.
        let _ = stdin().lock().read_to_end(&mut Vec::new());
        end();
    });
}
