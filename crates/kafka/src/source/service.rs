use std::collections::HashMap;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rdkafka::consumer::{CommitMode, Consumer, RebalanceProtocol};
use rdkafka::error::{KafkaResult, RDKafkaErrorCode as Code};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::bell::Bell;
use super::context::{Client, Context};
use super::partition::Partition;
use super::session::{Due, Rebalance, Session, Stage};
use super::tracker::Tracker;
use super::watch::Watch;
use crate::{KafkaError, Revoke, Topic};

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
    commit: Due,
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
            commit: Due::after(source.commit_every),
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
                self.commit();
                self.measure();
                self.doubt();
            }
            if self.session.stage() < Stage::Leaving {
                self.session.bell.wait(TICK);
            }
        }
        drop(self.client); // leaves the group, and waits until it has
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
        let subscribed = self.client.subscribe(&topics);
        self.note(subscribed, "joining the group");
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
        let mut added = Vec::new();
        let mut partitions = TopicPartitionList::new();
        for (topic, number) in list {
            partitions.add_partition(&topic, number);
            let seen = self.seen.remove(&(topic.clone(), number)).unwrap_or(i64::MIN);
            if let Some(queue) = self.client.split_partition_queue(&topic, number) {
                let tracker = Tracker::new(self.session.source.unacknowledged.get());
                self.watches.insert((topic.clone(), number), Watch::new());
                added.push(Partition::new(topic, number, seen, queue, tracker, &self.session));
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
            let positions = positions(&partitions, |partition| partition.position());
            let stored = store(&self.client, &positions);
            self.note(stored, "keeping the last offsets");
        }
        self.session.unassign(&partitions);
        let mut list = TopicPartitionList::new();
        for partition in &partitions {
            let key = (partition.topic().clone(), partition.number());
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
            let key = (partition.topic().clone(), partition.number());
            let Some(watch) = self.watches.get_mut(&key) else { continue };
            if partition.is_stopped() {
                continue;
            }
            let is_wanted = watch.is_wanted(partition.gate(), source.pause_after);
            if is_wanted == partition.is_paused() {
                let list = list(partition, Offset::Invalid);
                let done = match is_wanted {
                    true => self.client.resume(&list),
                    false => self.client.pause(&list),
                };
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
                    let list = list(partition, Offset::Offset(offset));
                    self.client.seek_partitions(list, REQUEST).map(drop)
                });
                match again {
                    Ok(()) => self.session.count_redelivery(),
                    Err(error) => self.session.trouble(error, "fetching again what was rejected"),
                }
            }
        }
    }

    fn commit(&mut self) {
        if !self.commit.is_now() || self.session.source.is_transactional {
            return;
        }
        self.commit = Due::after(self.session.source.commit_every);
        let again = self.session.take_recommit();
        let watches = &mut self.watches;
        let positions = positions(&self.session.assigned(), |partition| {
            let key = (partition.topic().clone(), partition.number());
            watches.get_mut(&key)?.uncommitted(partition.position(), again)
        });
        if positions.count() > 0 {
            let committed = store(&self.client, &positions)
                .and_then(|()| self.client.commit(&positions, CommitMode::Async));
            self.note(committed, "committing offsets");
        }
    }

    /// Asks where the partitions end, and where the group is with those of which nothing was delivered.
    fn measure(&mut self) {
        if !self.lag.is_now() {
            return;
        }
        self.lag = Due::after(super::lag::EVERY);
        let partitions = self.session.assigned();
        if partitions.is_empty() {
            return;
        }
        if let Err(error) = super::lag::measure(&self.client, &self.session.source, &partitions) {
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
        // An error has been told to the context. There are no messages: each partition has a queue of its own.
        let event = client.poll(Duration::ZERO);
        if event.is_none() && session.calls() == before {
            return;
        }
    }
}

fn list(partition: &Partition, offset: Offset) -> TopicPartitionList {
    let mut list = TopicPartitionList::new();
    let mut element = list.add_partition(partition.topic(), partition.number());
    // Every offset that we have comes from the client.
    let _ = element.set_offset(offset);
    list
}

fn positions(
    partitions: &[Arc<Partition>],
    mut position: impl FnMut(&Partition) -> Option<i64>,
) -> TopicPartitionList {
    let mut list = TopicPartitionList::new();
    for partition in partitions {
        if let Some(position) = position(partition) {
            let mut element = list.add_partition(partition.topic(), partition.number());
            // Every offset that we have comes from the client.
            let _ = element.set_offset(Offset::Offset(position));
        }
    }
    list
}

fn store(client: &Client, positions: &TopicPartitionList) -> KafkaResult<()> {
    if positions.count() == 0 { Ok(()) } else { client.store_offsets(positions) }
}
