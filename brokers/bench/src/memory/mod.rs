//! How much memory a consumer takes that is ten times slower than its topic.
//!
//! Each consumer is a process of its own, which is watched from outside. What fills the topic is not in it.

mod process;
mod row;
mod slow;

use std::time::Duration;

use clap::Args;
use process::watch;
pub(crate) use slow::Slow;
use slow::{Broker, Consumer};

use crate::take::Pace;
use crate::work::Work;
use crate::{Outcome, kafka, nats, report};

/// Fills a topic, and has slow consumers read it.
#[derive(Args)]
pub(crate) struct Memory {
    /// How much is in the topic; the disk has to have room for it
    #[arg(long, default_value_t = 10)]
    gigabytes: u64,

    /// For how long each consumer reads
    #[arg(long, default_value_t = 60)]
    seconds: u64,

    /// Only this broker
    #[arg(long)]
    broker: Option<Broker>,

    /// Writes the section of it in benches/RESULTS.md
    #[arg(long)]
    write: bool,
}

const SIZE: usize = 10 << 10;

/// A process that needs more is stopped.
const LIMIT_MIB: u64 = 2048;

/// For how long the plain client reads as fast as it can: a tenth of that is the rate of the slow ones.
const GLANCE: Duration = Duration::from_secs(5);

impl Memory {
    pub(crate) fn run(&self) -> Outcome<()> {
        let brokers = self.broker.map_or(Broker::ALL.to_vec(), |only| vec![only]);
        let rows = brokers.into_iter().map(|broker| self.consume(broker));
        let rows = rows.collect::<Outcome<String>>()?;
        let text = report::memory(self.gigabytes, self.seconds, LIMIT_MIB, &rows);
        println!("{text}");
        if self.write {
            report::write("broker memory", &text)?;
        }
        Ok(())
    }

    /// The rows of a broker. Its topic is gone when this returns.
    fn consume(&self, broker: Broker) -> Outcome<String> {
        let work = Work { elements: self.gigabytes * 1_000_000_000 / SIZE as u64, size: SIZE };
        let glance = Pace::unlimited(GLANCE, work.elements);
        eprintln!("{}: fills a topic …", broker.name());
        match broker {
            Broker::Kafka => {
                let topic = kafka::Topic::create().fill(work)?;
                let given = kafka::plain(topic.name(), glance)?.rate();
                self.rows(broker, topic.name(), work, given)
            }
            Broker::Nats => {
                let stream = nats::Stream::create()?.fill(work)?;
                let given = nats::plain(stream.name(), glance)?.rate();
                self.rows(broker, stream.name(), work, given)
            }
        }
    }

    fn rows(&self, broker: Broker, topic: &str, work: Work, given: f64) -> Outcome<String> {
        let rows = Consumer::ALL.into_iter().map(|consumer| {
            let (topic, rate) = (topic.to_owned(), given / 10.0);
            let (seconds, most) = (self.seconds, work.elements);
            let slow = Slow { broker, consumer, topic, rate, seconds, most };
            let row = row::row(&slow, &watch(&slow, LIMIT_MIB)?, work, given);
            eprint!("{row}");
            Ok(row)
        });
        rows.collect()
    }
}
