//! One run: a topic, a producer and consumers as processes, and what is known of them.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use broker_faults::cluster::{Cluster, Failure, KafkaCluster, NatsCluster};
use broker_faults::journal::{Event, now};
use broker_faults::verify::{
    Cause, Committed, Evidence, Found, Incarnation, Position, Unrest, Verdict, verify, verify_topic,
};
use broker_support::{KafkaProxy, Proxy};

use crate::link::Link;
use crate::process::Process;
use crate::role::Client;

/// How long nothing may be dealt with before nothing more is expected.
const STUCK: Duration = Duration::from_secs(60);
/// How long this process may not run before it is the machine that stands still, and not who is judged.
const STILL: Duration = Duration::from_secs(1);
/// How long it may be felt that something has changed: sessions time out, leaders are elected, what was pulled comes again.
const AFTERMATH: u64 = 15_000_000;

/// What a run is to be like.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) client: Client,
    pub(crate) messages: u64,
    pub(crate) partitions: u32,
    pub(crate) size: usize,
    /// 0 for as many as it can.
    pub(crate) produced_per_second: u64,
    /// Whether the processes talk to the broker through a link that can fail.
    pub(crate) is_linked: bool,
    /// Whether the consumers copy what they get to another topic, in transactions.
    pub(crate) is_copied: bool,
}

pub(crate) struct Scene {
    pub(crate) plan: Plan,
    pub(crate) cluster: Box<dyn Cluster>,
    pub(crate) link: Option<Link>,
    pub(crate) topic: String,
    /// Where the messages are copied to.
    copy: Option<String>,
    label: String,
    group: String,
    directory: PathBuf,
    /// One after the other: all but the last have been killed.
    producers: Vec<Process>,
    consumers: Vec<Process>,
    done: HashSet<Position>,
    stored: u64,
    refused: u64,
    evidence: Evidence,
    peak: u64,
}

/// Which consumer: counted from the first that was started.
pub(crate) type ConsumerId = usize;

impl Scene {
    pub(crate) fn new(label: &str, plan: Plan) -> Result<Self, Failure> {
        let is_nats = plan.client == Client::Nats;
        let cluster: Box<dyn Cluster> =
            if is_nats { Box::new(NatsCluster::new()?) } else { Box::new(KafkaCluster) };
        let link = plan.is_linked.then(|| match plan.client {
            Client::Nats => Link::Nats(Proxy::to(broker_support::nats())),
            Client::Kafka | Client::Plain => Link::Kafka(KafkaProxy::new()),
        });
        let topic = cluster.create("faults", plan.partitions)?;
        let copy = match plan.is_copied {
            true => Some(cluster.create("copies", plan.partitions)?),
            false => None,
        };
        let directory = std::env::temp_dir().join(&topic);
        fs::create_dir(&directory)?;
        Ok(Self {
            evidence: Evidence { size: plan.size, ..Evidence::default() },
            plan,
            cluster,
            link,
            label: label.to_owned(),
            group: broker_support::unique("group"),
            topic,
            copy,
            directory,
            producers: Vec::new(),
            consumers: Vec::new(),
            done: HashSet::new(),
            stored: 0,
            refused: 0,
            peak: 0,
        })
    }

    fn arguments(&self, role: &str, per_second: u64) -> Vec<OsString> {
        let client = match self.plan.client {
            Client::Kafka => "kafka",
            Client::Plain => "plain",
            Client::Nats => "nats",
        };
        let at = match (&self.link, self.plan.client) {
            (Some(link), _) => link.address(),
            (None, Client::Nats) => broker_support::nats().to_owned(),
            (None, Client::Kafka | Client::Plain) => broker_support::kafka().to_owned(),
        };
        let per_second = per_second.to_string();
        let all = [
            role,
            "--client",
            client,
            "--at",
            &at,
            "--topic",
            &self.topic,
            "--per-second",
            &per_second,
        ];
        all.iter().map(OsString::from).collect()
    }

    /// Starts the producer, or starts it again where it was told last.
    pub(crate) fn produce(&mut self) -> Result<(), Failure> {
        let mut arguments = self.arguments("produce", self.plan.produced_per_second);
        let (partitions, messages) =
            (self.plan.partitions.to_string(), self.plan.messages.to_string());
        let (size, told) = (self.plan.size.to_string(), self.told().to_string());
        let more = [
            "--partitions",
            &partitions,
            "--messages",
            &messages,
            "--size",
            &size,
            "--from",
            &told,
        ];
        arguments.extend(more.iter().map(OsString::from));
        let name = format!("producer-{}", self.producers.len());
        self.producers.push(Process::start(&self.directory, &name, arguments)?);
        Ok(())
    }

    /// Of how many messages the producer has been told. It is told in order.
    fn told(&self) -> u64 {
        self.stored + self.refused
    }

    /// Kills the producer.
    pub(crate) fn kill_producer(&mut self) -> Result<(), Failure> {
        let producer = self.producers.last_mut().ok_or("there is no producer")?;
        producer.kill()?;
        self.evidence.producer_kills.push(now());
        self.should_go_on();
        self.follow()
    }

    /// Waits until the producer has been told of something, or there is nothing more.
    pub(crate) fn is_told(&mut self) -> Result<(), Failure> {
        let has_entries = |scene: &Self| {
            scene.producers.last().is_some_and(|producer| !producer.entries.is_empty())
        };
        self.wait(|scene| has_entries(scene) || scene.told() == scene.plan.messages)
    }

    /// Looks whether nothing is stored for a while.
    pub(crate) fn expect_nothing_stored(&mut self, most: Duration) -> Result<(), Failure> {
        self.follow()?;
        let before = self.stored;
        thread::sleep(most);
        self.follow()?;
        match self.stored - before {
            0 => Ok(()),
            some => Err(format!("{some} messages were stored that could not be").into()),
        }
    }

    /// Starts a consumer, perhaps with a name that it has in the group.
    pub(crate) fn join(
        &mut self,
        instance: Option<&str>,
        per_second: u64,
    ) -> Result<ConsumerId, Failure> {
        let mut arguments = self.arguments("consume", per_second);
        arguments.extend(["--group".into(), OsString::from(&self.group)]);
        if let Some(instance) = instance {
            arguments.extend(["--instance".into(), OsString::from(instance)]);
        }
        if let Some(copy) = &self.copy {
            arguments.extend(["--into".into(), OsString::from(copy)]);
        }
        let consumer = self.consumers.len();
        let name = format!("consumer-{consumer}");
        self.consumers.push(Process::start(&self.directory, &name, arguments)?);
        self.members_move();
        Ok(consumer)
    }

    /// Has a consumer leave in good order.
    pub(crate) fn leave(&mut self, consumer: ConsumerId) -> Result<(), Failure> {
        let process = &mut self.consumers[consumer];
        self.peak = self.peak.max(process.peak());
        drop(process.child.stdin.take());
        let begin = Instant::now();
        let status = loop {
            if let Some(status) = process.child.try_wait()? {
                break status;
            }
            if begin.elapsed() > STUCK {
                return Err(format!("{} does not leave", process.name).into());
            }
            thread::sleep(Duration::from_millis(5));
        };
        process.expect_success(status)?;
        self.members_move();
        self.follow()
    }

    /// Kills a consumer, and asks the broker what it has of it.
    pub(crate) fn kill(&mut self, consumer: ConsumerId) -> Result<(), Failure> {
        let process = &mut self.consumers[consumer];
        self.peak = self.peak.max(process.peak());
        process.kill()?;
        self.evidence.faults.push(now());
        self.members_move();
        self.follow()?;
        let committed = self.cluster.committed(&self.topic, &self.group, self.plan.partitions)?;
        let at = now();
        let samples =
            committed.into_iter().map(|(partition, offset)| Committed { at, partition, offset });
        self.evidence.committed.extend(samples);
        Ok(())
    }

    fn members_move(&mut self) {
        let at = now();
        self.evidence.unrest.push(Unrest { cause: Cause::Members, from: at, to: at + AFTERMATH });
    }

    /// Something fails while `f` runs. How long it takes to go on is measured from its beginning.
    pub(crate) fn fault<T>(
        &mut self,
        f: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let from = now();
        self.evidence.faults.push(from);
        let outcome = f(self)?;
        let to = now() + AFTERMATH;
        self.evidence.unrest.push(Unrest { cause: Cause::Fault, from, to });
        Ok(outcome)
    }

    /// From now on it should go on: that takes how long?
    pub(crate) fn should_go_on(&mut self) {
        self.evidence.faults.push(now());
    }

    /// Waits until so many of a hundred messages have been dealt with.
    pub(crate) fn advance(&mut self, percent: u64) -> Result<(), Failure> {
        let target = self.plan.messages * percent / 100;
        self.wait(|scene| scene.done.len() as u64 >= target)?;
        self.say(&format!("{percent} %"));
        Ok(())
    }

    /// Waits until a consumer has been delivered something, or there is nothing more.
    pub(crate) fn hears(&mut self, consumer: ConsumerId) -> Result<(), Failure> {
        self.wait(|scene| !scene.consumers[consumer].entries.is_empty() || scene.is_done())
    }

    /// Waits until the producer has been told of all messages, and gives how long it took from the first to the last.
    pub(crate) fn produced(&mut self) -> Result<Duration, Failure> {
        self.wait(|scene| scene.told() == scene.plan.messages)?;
        let entries = self.producers.last().map_or(&[][..], |producer| &producer.entries);
        let (first, last) = (entries.first(), entries.last());
        let took = first.zip(last).map_or(0, |(first, last)| last.at - first.at);
        Ok(Duration::from_micros(took))
    }

    fn is_done(&self) -> bool {
        self.told() == self.plan.messages && self.done.len() as u64 >= self.stored
    }

    fn wait(&mut self, until: impl Fn(&Self) -> bool) -> Result<(), Failure> {
        if self.happens(until)? {
            return Ok(());
        }
        self.say("nothing happens any more");
        Err("nothing happens any more".into())
    }

    /// Waits until it is so, or nothing has happened for a long time.
    fn happens(&mut self, until: impl Fn(&Self) -> bool) -> Result<bool, Failure> {
        let (mut latest, mut changed) = ((0, 0), Instant::now());
        loop {
            let (turn, from) = (Instant::now(), now());
            self.follow()?;
            if until(self) {
                return Ok(true);
            }
            let state = (self.done.len(), self.told());
            if state != latest {
                (latest, changed) = (state, Instant::now());
            }
            if changed.elapsed() > STUCK {
                return Ok(false);
            }
            self.expect_alive()?;
            thread::sleep(Duration::from_millis(10));
            if turn.elapsed() > STILL {
                self.stood_still(turn.elapsed(), from);
            }
        }
    }

    /// Nobody was heard in this time: sessions may have timed out.
    fn stood_still(&mut self, time: Duration, from: u64) {
        self.say(&format!("the machine stood still for {:.1} s", time.as_secs_f64()));
        let to = now() + AFTERMATH;
        self.evidence.unrest.push(Unrest { cause: Cause::Fault, from, to });
    }

    fn expect_alive(&mut self) -> Result<(), Failure> {
        if let Some(producer) = self.producers.last_mut()
            && !producer.has_ended
            && let Some(status) = producer.child.try_wait()?
        {
            producer.expect_success(status)?;
        }
        for consumer in self.consumers.iter_mut().filter(|it| !it.has_ended) {
            if let Some(status) = consumer.child.try_wait()? {
                consumer.has_ended = true;
                return Err(format!("{} has ended by itself: {status}", consumer.name).into());
            }
        }
        Ok(())
    }

    fn follow(&mut self) -> Result<(), Failure> {
        for producer in &mut self.producers {
            for entry in producer.follow()? {
                match entry.event {
                    Event::Stored { .. } => self.stored += 1,
                    _ => self.refused += 1,
                }
            }
        }
        for consumer in &mut self.consumers {
            for entry in consumer.follow()? {
                if let Event::Done { partition, offset } = entry.event {
                    self.done.insert((partition, offset));
                }
            }
        }
        Ok(())
    }

    /// Waits for the rest, has all leave in good order, and judges all that is known. Gives the most memory that a consumer
    /// has had, too, in KiB.
    pub(crate) fn finish(mut self) -> Result<(Verdict, u64), Failure> {
        self.produced()?;
        self.wait(|scene| scene.producers.iter().all(|producer| producer.has_ended))?;
        // It holds also what the producer was not told of.
        self.evidence.topic = self.contents(&self.topic)?;
        let holds: Vec<_> = self.evidence.topic.iter().map(|found| found.position).collect();
        let is_done = |scene: &Self| holds.iter().all(|position| scene.done.contains(position));
        if !self.happens(is_done)? {
            self.say("the rest does not come");
        }
        let running: Vec<_> =
            (0..self.consumers.len()).filter(|it| !self.consumers[*it].has_ended).collect();
        for consumer in running {
            self.leave(consumer)?;
        }
        self.evidence.committed_last = self.committed_last()?;
        let entries = |producer: &mut Process| std::mem::take(&mut producer.entries);
        self.evidence.produced = self.producers.iter_mut().flat_map(entries).collect();
        let incarnation = |process: &mut Process| Incarnation {
            killed: process.killed,
            entries: std::mem::take(&mut process.entries),
        };
        self.evidence.consumers = self.consumers.iter_mut().map(incarnation).collect();
        let verdict = match &self.copy {
            Some(copy) => {
                self.evidence.topic = self.contents(copy)?;
                self.cluster.delete(copy)?;
                verify_topic(&self.evidence)
            }
            None => verify(&self.evidence),
        };
        self.cluster.delete(&self.topic)?;
        self.say("over");
        Ok((verdict, self.peak))
    }

    fn contents(&self, topic: &str) -> Result<Vec<Found>, Failure> {
        self.cluster.contents(topic, self.plan.partitions)
    }

    /// What is committed when all have left. A broker may still be hearing the last acknowledgements.
    fn committed_last(&self) -> Result<BTreeMap<u32, u64>, Failure> {
        let begin = Instant::now();
        loop {
            let offsets = self.cluster.committed(&self.topic, &self.group, self.plan.partitions)?;
            let offsets = BTreeMap::from_iter(offsets);
            let is_committed = |(partition, offset): &Position| {
                offsets.get(partition).is_some_and(|committed| offset < committed)
            };
            if self.done.iter().all(is_committed) || begin.elapsed() > Duration::from_secs(10) {
                return Ok(offsets);
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    pub(crate) fn say(&self, what: &str) {
        eprintln!(
            "{}: {what}; {} stored, {} done, {} consumers started",
            self.label,
            self.stored,
            self.done.len(),
            self.consumers.len()
        );
    }

    /// Where the journals are, and what the processes complained of.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }
}
