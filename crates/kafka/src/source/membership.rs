use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rdkafka::consumer::{Consumer, RebalanceProtocol};
use rdkafka::error::KafkaResult;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::context::Client;
use super::due::Due;
use super::locate::locate;
use super::partition::Partition;
use super::session::{Rebalance, Session, Stage};
use super::tracker::Tracker;
use super::watch::Watch;
use crate::{KafkaError, Revoke, Topic};

/// Takes partitions over and gives them away, as the group says: one such change after the other, and none while
/// deliveries of what is being revoked are waited for.
pub(crate) struct Membership {
    session: Arc<Session>,
    client: Arc<Client>,
    /// What is being revoked, and until when its deliveries are waited for.
    draining: Option<Draining>,
    /// One for each partition that is assigned.
    watches: Vec<Watch>,
    /// Before what everything was delivered by us, of partitions that are not ours any more.
    seen: HashMap<(Topic, i32), i64>,
    has_joined: bool,
}

struct Draining {
    partitions: Vec<Arc<Partition>>,
    due: Due,
    is_end: bool,
}

impl Membership {
    pub(crate) fn new(session: &Arc<Session>, client: &Arc<Client>) -> Self {
        Self {
            session: Arc::clone(session),
            client: Arc::clone(client),
            draining: None,
            watches: Vec::new(),
            seen: HashMap::new(),
            has_joined: false,
        }
    }

    /// Does what there is to be done.
    pub(crate) fn attend(&mut self) {
        self.join();
        self.rebalance();
        self.drain();
        self.close();
    }

    pub(crate) fn watches(&mut self) -> &mut [Watch] {
        &mut self.watches
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

    fn note(&self, result: KafkaResult<()>, what: &str) {
        if let Err(error) = result {
            self.session.trouble(error, what);
        }
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
        let partitions = locate(&self.client, &self.session, partitions);
        let mut added = Vec::new();
        for (topic, number) in list {
            let start = partitions.find_partition(&topic, number);
            let start = start.map_or(Offset::Invalid, |start| start.offset());
            let seen = self.seen.remove(&(topic.clone(), number)).unwrap_or(i64::MIN);
            if let Some(queue) = self.client.split_partition_queue(&topic, number) {
                let tracker = Tracker::new(self.session.source.unacknowledged.get());
                let session = &self.session;
                let partition = Partition::new(topic, number, seen, start, queue, tracker, session);
                self.watches.push(Watch::new(&partition));
                added.push(partition);
            }
        }
        let assigned = match self.client.rebalance_protocol() {
            RebalanceProtocol::Cooperative => self.client.incremental_assign(&partitions),
            _ => self.client.assign(&partitions),
        };
        self.note(assigned, "taking partitions over");
        self.session.assign(added);
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
                let stored = partition.store(&self.client, partition.position());
                self.note(stored, "keeping the last offsets");
            }
        }
        self.session.unassign(&partitions);
        self.watches.retain(|watch| !partitions.iter().any(|gone| watch.is_of(gone)));
        let mut list = TopicPartitionList::new();
        for partition in &partitions {
            list.add_partition(partition.topic(), partition.number());
            if let Some(next) = partition.next() {
                self.seen.insert((partition.topic().clone(), partition.number()), next);
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
}
