//! A run: starts the processes, adds consumers as the lag grows, kills one, and waits until all is counted.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::process;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use reactive_streams_operators::delivery::{LagTrend, lag_trends};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{AnyError, SinkError};

use crate::AnyResult;
use crate::process::Process;
use crate::recording::{Event, Recording, Sample};
use crate::report::Outcome;
use crate::scale::Scaler;
use crate::topics::Topics;
use crate::watch::{Seen, Watch};

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

/// A change of pace that is shorter does not count.
const SMOOTHING: Duration = Duration::from_secs(2);

/// A consumer that was just started has no partitions yet; to kill it would show nothing.
const SETTLED: Duration = Duration::from_secs(5);

/// If nothing is acknowledged for so long, something is wrong.
const STUCK: Duration = Duration::from_secs(60);

/// Runs the pipeline until all orders are counted.
///
/// # Errors
///
/// If a process fails, or nothing is done any more.
pub fn run(options: &Options) -> AnyResult<Outcome> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros();
    let topics =
        ["orders", "enriched"].map(|what| format!("pipeline-{what}-{now}-{}", process::id()));
    // Deleted after the processes have ended.
    let _topics = Topics::create(&options.kafka, &topics, PARTITIONS)?;
    Shop::open(options, &topics)?.run()
}

/// The processes, and what is seen of them.
struct Shop<'a> {
    options: &'a Options,
    topics: &'a [String; 2],
    ingest: Process,
    consumers: Vec<Process>,
    aggregate: Process,
    watch: Watch,
    trends: Box<dyn Iterator<Item = Result<LagTrend, SinkError<AnyError>>>>,
    _clock: ThreadScheduler,
    scaler: Scaler,
    began: Instant,
    recording: Recording,
    is_killed: bool,
    /// When the number of consumers changed.
    changed: Duration,
    /// What had been acknowledged when there last was more than before.
    acknowledged: (u64, Instant),
}

impl<'a> Shop<'a> {
    fn open(options: &'a Options, topics: &'a [String; 2]) -> AnyResult<Self> {
        let kafka = options.kafka.as_str();
        let [orders, enriched] = topics;
        let watch = Watch::new(kafka, topics, PARTITIONS)?;
        let clock = ThreadScheduler::new("clock");
        let trends = lag_trends(watch.clone(), PERIOD, SMOOTHING, &clock)
            .fallible::<AnyError>()
            .timeout(STUCK, &clock)
            .blocking_iter(NonZeroUsize::MIN);
        let arguments = [("kafka", kafka), ("from", enriched), ("group", enriched)];
        let aggregate = Process::start("aggregate", &arguments)?;
        let (count, rate) = (options.orders.to_string(), options.rate.to_string());
        let arguments = [("kafka", kafka), ("to", orders), ("orders", &count), ("rate", &rate)];
        let ingest = Process::start("ingest", &arguments)?;
        let mut shop = Self {
            options,
            topics,
            ingest,
            consumers: Vec::new(),
            aggregate,
            watch,
            trends: Box::new(trends),
            _clock: clock,
            scaler: Scaler::new(options.rate.get().into()),
            began: Instant::now(),
            recording: Recording::default(),
            is_killed: false,
            changed: Duration::ZERO,
            acknowledged: (0, Instant::now()),
        };
        shop.add_consumer()?;
        Ok(shop)
    }

    fn run(mut self) -> AnyResult<Outcome> {
        loop {
            let all_ingested = self.ingest.has_ended()?; // first: what is seen then is all
            let (trend, seen) = self.look()?;
            if all_ingested && seen.orders.lag() == 0 {
                break;
            }
            self.kill_one(seen)?;
            self.scale(trend)?;
        }
        self.note("drained".to_owned());
        for consumer in self.consumers.drain(..) {
            consumer.stop()?;
        }
        while self.look()?.1.enriched.lag() > 0 {}
        let summary = serde_json::from_str(&self.aggregate.stop()?)?;
        let Self { options, is_killed, recording, .. } = self;
        Ok(Outcome { orders: options.orders, summary, is_killed, recording })
    }

    /// Waits for the next look at the brokers, and sees whether all processes still run.
    fn look(&mut self) -> AnyResult<(LagTrend, Seen)> {
        let trend = self.trends.next().ok_or("the clock has stopped")??;
        let seen = self.watch.seen();
        for process in self.consumers.iter_mut().chain([&mut self.aggregate]) {
            if process.has_ended()? {
                return Err("a consumer has ended before it was told to".into());
            }
        }
        let acknowledged = seen.orders.acknowledged + seen.enriched.acknowledged;
        if acknowledged > self.acknowledged.0 {
            self.acknowledged = (acknowledged, Instant::now());
        } else if self.acknowledged.1.elapsed() > STUCK {
            let (orders, enriched) = (seen.orders.lag(), seen.enriched.lag());
            let lags = format!("{orders} orders are not enriched, {enriched} not counted");
            return Err(format!("nothing was acknowledged for {STUCK:?}: {lags}").into());
        }
        self.recording.samples.push(Sample {
            seconds: seen.at.saturating_duration_since(self.began).as_secs_f64(),
            ingested: seen.orders.written,
            enriched: seen.enriched.written,
            lag: seen.orders.lag(),
        });
        Ok((trend, seen))
    }

    /// Once, when half of the orders are there and all consumers are at work.
    fn kill_one(&mut self, seen: Seen) -> AnyResult<()> {
        let is_half = seen.orders.written * 2 >= self.options.orders;
        let all_work = self.consumers.len() == self.options.consumers
            && self.began.elapsed() >= self.changed + SETTLED;
        if self.is_killed || !is_half || !all_work {
            return Ok(());
        }
        if let Some(consumer) = self.consumers.pop() {
            consumer.kill()?;
            self.is_killed = true;
            self.scaler.changed(self.began.elapsed());
            self.note(format!("one is killed, {} left", self.consumers.len()));
        }
        Ok(())
    }

    fn scale(&mut self, trend: LagTrend) -> AnyResult<()> {
        if self.consumers.len() == self.options.consumers
            || !self.scaler.needs_more(self.began.elapsed(), trend)
        {
            return Ok(());
        }
        self.add_consumer()?;
        let (lag, growth) = (trend.lag(), trend.growth());
        let drained = trend
            .time_to_drain()
            .map_or("never".to_owned(), |time| format!("in {:.0} s", time.as_secs_f64()));
        eprintln!("         a lag of {lag}, {growth:+.0} a second, gone {drained}");
        self.note(format!("{} consumers", self.consumers.len()));
        Ok(())
    }

    fn add_consumer(&mut self) -> AnyResult<()> {
        let [orders, enriched] = self.topics;
        let kafka = &self.options.kafka;
        let arguments =
            [("kafka", kafka.as_str()), ("from", orders), ("to", enriched), ("group", orders)];
        self.consumers.push(Process::start("enrich", &arguments)?);
        self.changed = self.began.elapsed();
        Ok(())
    }

    fn note(&mut self, what: String) {
        let seconds = self.began.elapsed().as_secs_f64();
        eprintln!("{seconds:5.1} s  {what}");
        self.recording.events.push(Event { seconds, what });
    }
}
