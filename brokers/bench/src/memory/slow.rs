use std::time::Duration;

use clap::{Args, ValueEnum};

use super::process::say;
use crate::take::Pace;
use crate::{Outcome, kafka, nats};

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Broker {
    Kafka,
    Nats,
}

/// What consumes: each deals with one message after another.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Consumer {
    Ours,
    /// The plain client, in a loop.
    Plain,
    /// The plain client, whose messages go into a channel without a bound while others are dealt with.
    Channel,
}

/// Consumes slowly.
#[derive(Args)]
pub(crate) struct Slow {
    #[arg(long)]
    pub(super) broker: Broker,
    #[arg(long)]
    pub(super) consumer: Consumer,
    #[arg(long)]
    pub(super) topic: String,
    /// How many messages it deals with in a second
    #[arg(long)]
    pub(super) rate: f64,
    #[arg(long)]
    pub(super) seconds: u64,
    /// How many messages there are
    #[arg(long)]
    pub(super) most: u64,
}

impl Slow {
    /// What the process of it is to be called with.
    pub(super) fn arguments(&self) -> [String; 6] {
        let Self { broker, consumer, topic, rate, seconds, most } = self;
        [
            format!("--broker={}", broker.name().to_lowercase()),
            format!("--consumer={}", consumer.name()),
            format!("--topic={topic}"),
            format!("--rate={rate}"),
            format!("--seconds={seconds}"),
            format!("--most={most}"),
        ]
    }

    /// Consumes until the time is over, and says what became of it.
    pub(crate) fn run(&self) -> Outcome<()> {
        let pace = Pace::new(self.rate, Duration::from_secs(self.seconds), self.most);
        let pace = match (self.broker, self.consumer) {
            (Broker::Kafka, Consumer::Ours) => kafka::ours(&self.topic, pace),
            (Broker::Kafka, Consumer::Plain) => kafka::plain(&self.topic, pace),
            (Broker::Kafka, Consumer::Channel) => kafka::channel(&self.topic, pace),
            (Broker::Nats, Consumer::Ours) => nats::ours(&self.topic, pace),
            (Broker::Nats, Consumer::Plain) => nats::plain(&self.topic, pace),
            (Broker::Nats, Consumer::Channel) => nats::channel(&self.topic, pace),
        }?;
        say(pace.taken())
    }
}

impl Broker {
    pub(super) const ALL: [Self; 2] = [Self::Kafka, Self::Nats];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Kafka => "Kafka",
            Self::Nats => "NATS",
        }
    }
}

impl Consumer {
    pub(super) const ALL: [Self; 3] = [Self::Ours, Self::Plain, Self::Channel];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Plain => "plain",
            Self::Channel => "channel",
        }
    }
}
