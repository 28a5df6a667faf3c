use std::collections::HashMap;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rdkafka::consumer::{Consumer, RebalanceProtocol};
use rdkafka::error::{KafkaResult, RDKafkaErrorCode as Code};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::bell::Bell;
use super::context::{Client, Context};
use super::partition::Partition;
use super::session::{Due, Rebalance, Session, Stage};
use super::tracker::Tracker;
use super::watch::Watch;
use crate::{KafkaError, Revoke, Start, Topic};

/// How often it looks for what nobody rings for.
const TICK: Duration = Duration::from_millis(100);

/// How long a request of its own may keep it.
const REQUEST: Duration = Duration::from_secs(1);

/// How long a server may say that it does not know a topic.
const DOUBT: Duration = Duration::from_secs(10);

/// A thread that polls the client, so that it stays a member of the group whatever the consumer does; and does what
/// is to be done once in a while. It runs no code of others.
pub(crate) struct Service {
    session: Arc<Session>,
    client: Arc<Client>,
    /// What is being revoked, and until when its deliveries are waited for.
    draining: Option<Draining>,
    watches: HashMap<(Topic, i32), Watch>,
    /// Before what everything was delivered by us, of partitions that are not ours any more.
    seen: HashMap<(Topic, i32), i64>,
    lag: Due,
    doubt: Option<Due>,
    has_joined: bool,
}

struct Draining {
    partitions: Vec<Arc<Partition>>,
    due: Due,
    is_end: bool,
}

impl Service {
    /// Connects, and looks whether all is well.
    pub(crate) fn start(session: &Arc<Session>) -> Result<(), KafkaError> {
        let source = &session.source;
        let defaults = source.defaults();
        let defaults: Vec<_> =
            defaults.iter().map(|(name, value)| (*name, value.clone())).collect();
        let context = Context(Arc::clone(session));
        let mut client: Client = source.kafka.client(&defaults, &source.fixed(), context)?;
        let bell: Arc<Bell> = Arc::clone(&session.bell);
        client.set_nonempty_callback(move || bell.ring());
        let client = Arc::new(client);
        super::check::check(&client, session)?;
        session.attach(&client);
        let service = Self {
            session: Arc::clone(session),
            client,
            draining: None,
            watches: HashMap::new(),
            seen: HashMap::new(),
            lag: Due::after(Duration::ZERO),
            doubt: None,
            has_joined: false,
        };
        let spawned =
            thread::Builder::new().name("kafka-service".to_owned()).spawn(|| service.run());
        spawned.map(drop).map_err(|error| KafkaError::Fatal {
            detail: format!("there can be no thread for it: {error}"),
        })
    }

    fn run(mut self) {
        while self.session.stage() < Stage::Leaving {
            poll(&self.client, &self.session);
            self.join();
            self.rebalance();
            self.drain();
            self.close();
            if self.session.stage() == Stage::Member {
                self.watch();
                self.store();
                self.measure();
                self.doubt();
            }
            if self.session.stage() < Stage::Leaving {
                self.session.bell.wait(TICK.min(self.session.source.commit_every));
            }
        }
        // A member that owns no partition would be forgotten by its closing, and the group would wait for its
        // session to time out.
        self.client.unsubscribe();
        drop(self.client); // waits until the group has been left
        self.session.has_left();
        // Who reads is yet to be told of the end, on that thread.
        while self.session.has_readers() {
            self.session.bell.wait(Duration::from_secs(60));
        }
        drop(self.session.take_scheduler());
    }

    /// Becomes a member, once somebody reads.
    fn join(&mut self) {
        if self.has_joined || self.session.stage() != Stage::Member {
            return;
        }
        self.has_joined = true;
        let source = &self.session.source;
        if !source.partitions.is_empty() {
            let partitions = source.partitions.clone();
            return self.session.rebalance(Rebalance {
                is_assignment: true,
                is_lost: false,
                partitions,
            });
        }
        let topics: Vec<&str> = source.topics.iter().map(|topic| &**topic).collect();
        if let Err(error) = self.client.subscribe(&topics) {
            self.session.fail(KafkaError::of(error, (&source.kafka).into()));
        }
    }

    fn note(&self, result: KafkaResult<()>, what: &str) -> bool {
        result.map_err(|error| self.session.trouble(error, what)).is_ok()
    }

    fn rebalance(&mut self) {
        while self.draining.is_none() {
            let Some(rebalance) = self.session.next_rebalance() else { return };
            if rebalance.is_assignment {
                self.assign(rebalance.partitions);
            } else {
                let assigned = self.session.assigned();
                let revoked = assigned.iter().filter(|partition| {
                    let is_it = |(topic, number): &(Topic, i32)| {
                        partition.topic() == topic && partition.number() == *number
                    };
                    rebalance.partitions.iter().any(is_it)
                });
                self.revoke(revoked.cloned().collect(), rebalance.is_lost, false);
            }
        }
    }

    fn assign(&mut self, list: Vec<(Topic, i32)>) {
        let mut partitions = TopicPartitionList::new();
        for (topic, number) in &list {
            partitions.add_partition(topic, *number);
        }
        let partitions = self.located(partitions);
        let mut added = Vec::new();
        for (topic, number) in list {
            let start = partitions.find_partition(&topic, number);
            let start = start.map_or(Offset::Invalid, |start| start.offset());
            let seen = self.seen.remove(&(topic.clone(), number)).unwrap_or(i64::MIN);
            if let Some(queue) = self.client.split_partition_queue(&topic, number) {
                let tracker = Tracker::new(self.session.source.unacknowledged.get());
                self.watches.insert((topic.clone(), number), Watch::new());
                let session = &self.session;
                added.push(Partition::new(topic, number, seen, start, queue, tracker, session));
            }
        }
        let assigned = match self.client.rebalance_protocol() {
            RebalanceProtocol::Cooperative => self.client.incremental_assign(&partitions),
            _ => self.client.assign(&partitions),
        };
        self.note(assigned, "taking partitions over");
        self.session.assign(added);
        self.lag = Due::after(Duration::ZERO);
    }

    /// With where the group is, or begins, with each of them; waits until that is known, and until no transaction that
    /// somebody has left behind may change it.
    ///
    /// The client would ask too. But when it is told that the coordinator has moved it asks no more, and nothing is ever
    /// fetched; and when its assignment changes while a transaction is undecided it takes it that nothing was ever
    /// committed (librdkafka 2.12, `rd_kafka_assignment_handle_OffsetFetch` and `rd_kafka_assignment_apply_offsets`).
    fn located(&self, partitions: TopicPartitionList) -> TopicPartitionList {
        while self.session.stage() == Stage::Member
            && self.session.failure().is_none()
            && !self.client.assignment_lost()
        {
            match self.locate(&partitions) {
                Ok(located) => return located,
                Err(error) => self.session.trouble(error, "asking where the group is"),
            }
            poll(&self.client, &self.session);
            self.session.bell.wait(TICK);
        }
        partitions // nothing of them will be delivered
    }

    fn locate(&self, partitions: &TopicPartitionList) -> KafkaResult<TopicPartitionList> {
        let committed = self.client.committed_offsets(partitions.clone(), REQUEST)?;
        let mut located = TopicPartitionList::with_capacity(committed.count());
        for partition in committed.elements() {
            partition.error()?;
            let offset = match (partition.offset(), self.session.source.start) {
                (Offset::Invalid, Start::Earliest) => Offset::Beginning,
                (Offset::Invalid, Start::Latest) => Offset::End,
                (offset, _) => offset,
            };
            located.add_partition_offset(partition.topic(), partition.partition(), offset)?;
        }
        Ok(located)
    }

    /// Lets nothing more be delivered of these, and waits for what is in flight, if it should.
    fn revoke(&mut self, partitions: Vec<Arc<Partition>>, is_lost: bool, is_end: bool) {
        partitions.iter().for_each(|partition| partition.stop());
        let most = match self.session.source.revoke {
            Revoke::Drain(most) if !is_lost => most,
            _ => Duration::ZERO,
        };
        self.draining = Some(Draining { partitions, due: Due::after(most), is_end });
    }

    /// Gives away what is being revoked, when nothing of it is in flight any more, or that has taken too long.
    fn drain(&mut self) {
        let Some(draining) = &self.draining else { return };
        let is_lost = self.client.assignment_lost();
        let is_idle = draining.partitions.iter().all(|partition| partition.in_flight() == 0);
        if !is_idle && !is_lost && !draining.due.is_now() {
            return;
        }
        let Some(Draining { partitions, is_end, .. }) = self.draining.take() else { return };
        partitions.iter().for_each(|partition| partition.revoke());
        if !is_lost && !self.session.source.is_transactional {
            for partition in &partitions {
                let stored = store(&self.client, partition, partition.position());
                self.note(stored, "keeping the last offsets");
            }
        }
        self.session.unassign(&partitions);
        let mut list = TopicPartitionList::new();
        for partition in &partitions {
            let key = key(partition);
            self.watches.remove(&key);
            list.add_partition(partition.topic(), partition.number());
            if let Some(next) = partition.next() {
                self.seen.insert(key, next);
            }
        }
        if is_end {
            return self.session.leave(); // the client gives all away when it leaves
        }
        if list.count() > 0 {
            let resumed = self.client.resume(&list);
            self.note(resumed, "giving partitions away");
        }
        let unassigned = match self.client.rebalance_protocol() {
            RebalanceProtocol::Cooperative => self.client.incremental_unassign(&list),
            _ => self.client.unassign(),
        };
        self.note(unassigned, "giving partitions away");
        self.rebalance();
    }

    fn close(&mut self) {
        let is_over = self.session.stage() == Stage::Closing || self.session.failure().is_some();
        match &mut self.draining {
            Some(draining) if is_over && !draining.is_end => {} // that first
            None if is_over => {
                let partitions = self.session.assigned().to_vec();
                self.revoke(partitions, false, true);
                self.drain();
            }
            _ => {}
        }
    }

    /// Pauses what nobody wants, resumes what somebody wants again, and fetches again what was rejected.
    fn watch(&mut self) {
        let source = &self.session.source;
        for partition in self.session.assigned().iter() {
            let Some(watch) = self.watches.get_mut(&key(partition)) else { continue };
            if partition.is_stopped() {
                continue;
            }
            let is_wanted = watch.is_wanted(partition.gate(), source.pause_after);
            if is_wanted == partition.is_paused() {
                let done = list(partition, Offset::Invalid).and_then(|list| match is_wanted {
                    true => self.client.resume(&list),
                    false => self.client.pause(&list),
                });
                match done {
                    Ok(()) if !is_wanted => self.session.count_pause(),
                    Ok(()) => {}
                    Err(error) => {
                        self.session.trouble(error, "pausing or resuming");
                        continue;
                    }
                }
                partition.set_paused(!is_wanted);
            }
            if watch.is_due_again(partition.is_rejected(), source.redeliver_after) {
                let again = partition.replay(|offset| {
                    let list = list(partition, Offset::Offset(offset))?;
                    self.client.seek_partitions(list, REQUEST).map(drop)
                });
                match again {
                    Ok(()) => self.session.count_redelivery(),
                    Err(error) => self.session.trouble(error, "fetching again what was rejected"),
                }
            }
        }
    }

    /// Tells the client what it is to commit. It does so every now and then, and again what has failed.
    fn store(&mut self) {
        if self.session.source.is_transactional {
            return; // its transactions commit
        }
        for partition in self.session.assigned().iter() {
            let Some(watch) = self.watches.get_mut(&key(partition)) else { continue };
            let position = partition.position();
            if watch.is_stored(position) {
                continue;
            }
            match store(&self.client, partition, position) {
                Ok(()) => watch.stored(position),
                Err(error) => self.session.trouble(error, "keeping offsets"),
            }
        }
    }

    /// Asks where the partitions end, and where those begin with whose beginning the group begins.
    fn measure(&mut self) {
        if !self.lag.is_now() {
            return;
        }
        self.lag = Due::after(super::lag::EVERY);
        let partitions = self.session.assigned();
        if partitions.is_empty() {
            return;
        }
        if let Err(error) = super::lag::measure(&self.client, &partitions) {
            self.lag = Due::after(super::lag::EVERY_AFTER_FAILURE);
            self.session.trouble(error, "asking where partitions end");
        }
    }

    /// Asks again about a topic that a server says it does not know.
    fn doubt(&mut self) {
        let Some(topic) = self.session.doubt() else {
            self.doubt = None;
            return;
        };
        let due = *self.doubt.get_or_insert_with(|| Due::after(DOUBT));
        let Ok(metadata) = self.client.fetch_metadata(Some(&topic), REQUEST) else { return };
        let is_unknown = metadata.topics().iter().any(|topic| {
            topic.error().is_some_and(|error| Code::from(error) == Code::UnknownTopicOrPartition)
        });
        if !is_unknown {
            self.session.end_doubt();
        } else if due.is_now() {
            self.session.fail(KafkaError::UnknownTopic { topic });
        }
    }
}

/// Serves all that the client has to say.
pub(crate) fn poll(client: &Client, session: &Session) {
    loop {
        let before = session.calls();
        // There are no messages: each partition has a queue of its own. Errors the context has been told. Lines of
        // a log are passed on within this time, without a word to us.
        let event = client.poll(Duration::from_millis(1));
        if event.is_none() && session.calls() == before {
            return;
        }
    }
}

fn key(partition: &Partition) -> (Topic, i32) {
    (partition.topic().clone(), partition.number())
}

fn list(partition: &Partition, offset: Offset) -> KafkaResult<TopicPartitionList> {
    let mut list = TopicPartitionList::new();
    list.add_partition_offset(partition.topic(), partition.number(), offset)?;
    Ok(list)
}

fn store(client: &Client, partition: &Partition, position: Option<i64>) -> KafkaResult<()> {
    let Some(position) = position else { return Ok(()) };
    client.store_offsets(&list(partition, Offset::Offset(position))?)
}
