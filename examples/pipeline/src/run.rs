//! A run: starts the processes, adds consumers as the lag grows, kills one, and waits until all is counted.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::process;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::AnyResult;
use crate::cluster::{Group, Topics};
use crate::process::Process;
use crate::recording::{Event, Recording, Sample};
use crate::report::Outcome;
use crate::scale::{Need, Scaler};

/// What a run is to do.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// The brokers.
    #[arg(long, default_value = "127.0.0.1:29091,127.0.0.1:29092,127.0.0.1:29093")]
    pub kafka: String,
    /// How many orders are ingested.
    #[arg(long, default_value_t = 30_000)]
    pub orders: u64,
    /// How many come in a second. A consumer can enrich 400.
    #[arg(long, default_value = "1000")]
    pub rate: NonZeroU32,
    /// How many consumers there are at most, and before one is killed.
    #[arg(long, default_value_t = 3)]
    pub consumers: usize,
    /// Where to write what was seen, as JSON.
    #[arg(long, value_name = "FILE")]
    pub samples: Option<PathBuf>,
    /// End with one line of JSON.
    #[arg(long)]
    pub json: bool,
}

const PARTITIONS: i32 = 6;

/// So often the brokers are asked.
const PERIOD: Duration = Duration::from_millis(200);

/// After so many seconds a new consumer has partitions, and is at work.
const SETTLED: f64 = 5.0;

/// If nothing is acknowledged for so long, something is wrong.
const STUCK: Duration = Duration::from_secs(60);

/// Runs the pipeline until all orders are counted.
///
/// # Errors
///
/// If a process fails, or nothing is done any more.
pub fn run(options: &Options) -> AnyResult<Outcome> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros();
    let name = |what| format!("pipeline-{what}-{now}-{}", process::id());
    let (orders, enriched) = (name("orders"), name("enriched"));
    // Deleted after the processes have ended.
    let _topics = Topics::create(&options.kafka, &[&orders, &enriched], PARTITIONS)?;
    Shop::open(options, orders, enriched)?.run()
}

/// The processes, and what is seen of them.
struct Shop<'a> {
    options: &'a Options,
    topics: [String; 2],
    ingest: Process,
    consumers: Vec<Process>,
    aggregate: Process,
    /// What the consumers have acknowledged of the orders.
    orders: Group,
    /// What has been counted of those with a price.
    enriched: Group,
    scaler: Scaler,
    began: Instant,
    recording: Recording,
    is_killed: bool,
    /// What had been acknowledged when there last was more than before.
    acknowledged: (u64, Instant),
}

impl<'a> Shop<'a> {
    fn open(options: &'a Options, orders: String, enriched: String) -> AnyResult<Self> {
        let kafka = options.kafka.as_str();
        let group = |topic: &str| Group::new(kafka, topic, topic, PARTITIONS);
        let arguments = [("kafka", kafka), ("from", &enriched), ("group", &enriched)];
        let aggregate = Process::start("aggregate", &arguments)?;
        let consumer = consumer(kafka, &orders, &enriched)?;
        let (count, rate) = (options.orders.to_string(), options.rate.to_string());
        let arguments = [("kafka", kafka), ("to", &orders), ("orders", &count), ("rate", &rate)];
        Ok(Self {
            options,
            orders: group(&orders)?,
            enriched: group(&enriched)?,
            ingest: Process::start("ingest", &arguments)?,
            consumers: vec![consumer],
            aggregate,
            topics: [orders, enriched],
            scaler: Scaler::new(options.rate.get().into()),
            began: Instant::now(),
            recording: Recording::default(),
            is_killed: false,
            acknowledged: (0, Instant::now()),
        })
    }

    fn run(mut self) -> AnyResult<Outcome> {
        loop {
            self.wait_for_tick();
            let all_ingested = self.ingest.has_ended()?;
            let sample = self.look()?;
            if all_ingested && sample.lag == 0 {
                break;
            }
            self.kill_one(&sample)?;
            self.scale(&sample)?;
        }
        self.note("drained".to_owned());
        for consumer in self.consumers.drain(..) {
            consumer.stop()?;
        }
        while self.enriched.progress()?.lag() > 0 {
            self.wait_for_tick();
            self.look()?;
        }
        let summary = serde_json::from_str(&self.aggregate.stop()?)?;
        let Self { options, is_killed, recording, .. } = self;
        Ok(Outcome { orders: options.orders, summary, is_killed, recording })
    }

    fn wait_for_tick(&self) {
        let next = PERIOD * (self.recording.samples.len() as u32 + 1);
        thread::sleep(next.saturating_sub(self.began.elapsed()));
    }

    /// Looks whether all processes still run, and how far they are.
    fn look(&mut self) -> AnyResult<Sample> {
        for process in self.consumers.iter_mut().chain([&mut self.aggregate]) {
            if process.has_ended()? {
                return Err("a consumer has ended before it was told to".into());
            }
        }
        let (orders, enriched) = (self.orders.progress()?, self.enriched.progress()?);
        let acknowledged = orders.acknowledged + enriched.acknowledged;
        if acknowledged > self.acknowledged.0 {
            self.acknowledged = (acknowledged, Instant::now());
        } else if self.acknowledged.1.elapsed() > STUCK {
            return Err(format!("nothing was acknowledged for {STUCK:?}").into());
        }
        let sample = Sample {
            seconds: self.began.elapsed().as_secs_f64(),
            ingested: orders.written,
            enriched: enriched.written,
            lag: orders.lag(),
        };
        self.recording.samples.push(sample);
        Ok(sample)
    }

    /// Once, when half of the orders are there and all consumers are at work.
    fn kill_one(&mut self, sample: &Sample) -> AnyResult<()> {
        let is_half = sample.ingested * 2 >= self.options.orders;
        let all_work = self.consumers.len() == self.options.consumers
            && self
                .recording
                .events
                .last()
                .is_some_and(|last| sample.seconds - last.seconds > SETTLED);
        if self.is_killed || !is_half || !all_work {
            return Ok(());
        }
        if let Some(consumer) = self.consumers.pop() {
            consumer.kill()?;
            self.is_killed = true;
            self.scaler.changed(sample.seconds);
            self.note(format!("one is killed, {} left", self.consumers.len()));
        }
        Ok(())
    }

    fn scale(&mut self, sample: &Sample) -> AnyResult<()> {
        let Some(Need { lag, growth }) = self.scaler.see(sample.seconds, sample.lag) else {
            return Ok(());
        };
        if self.consumers.len() < self.options.consumers {
            let [orders, enriched] = &self.topics;
            self.consumers.push(consumer(&self.options.kafka, orders, enriched)?);
            eprintln!("{:5.1} s  a lag of {lag}, {growth:+.0} a second", sample.seconds);
            self.note(format!("{} consumers", self.consumers.len()));
        }
        Ok(())
    }

    fn note(&mut self, what: String) {
        let seconds = self.began.elapsed().as_secs_f64();
        eprintln!("{seconds:5.1} s  {what}");
        self.recording.events.push(Event { seconds, what });
    }
}

fn consumer(kafka: &str, orders: &str, enriched: &str) -> AnyResult<Process> {
    let group = orders;
    let arguments = [("kafka", kafka), ("from", orders), ("to", enriched), ("group", group)];
    Process::start("enrich", &arguments)
}
