use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};

use rdkafka::error::{KafkaError as Cause, RDKafkaErrorCode as Code};
use reactive_streams_operators::scheduler::Scheduler;

use super::bell::{Bell, lock};
use super::context::Client;
use super::gate::Gate;
use super::partition::Partition;
use crate::error::About;
use crate::{KafkaActivity, KafkaError, KafkaSource, Topic};

/// One membership in the group, from opening to leaving: what the service, the client and the readers share.
pub(crate) struct Session {
    pub(crate) source: KafkaSource,
    pub(crate) bell: Arc<Bell>,
    state: Mutex<State>,
    left: Condvar,
    /// How often the client has called.
    calls: AtomicU64,
    rebalances: AtomicU64,
    pauses: AtomicU64,
    redeliveries: AtomicU64,
}

#[derive(Default)]
struct State {
    stage: Stage,
    outlet: Option<Outlet>,
    client: Weak<Client>,
    readers: usize,
    /// Where the deliveries run, if that is ours: to be stopped when they are over.
    scheduler: Option<Arc<dyn Scheduler>>,
    failure: Option<KafkaError>,
    trouble: Option<KafkaError>,
    /// A topic that a server says it does not know.
    doubt: Option<Topic>,
    is_assigned: bool,
    rebalances: VecDeque<Rebalance>,
    partitions: Arc<[Arc<Partition>]>,
    /// Those that nobody has been told of yet.
    offered: VecDeque<Arc<Partition>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// Open, and not joined.
    #[default]
    Idle,
    /// Wants to be a member, or is one.
    Member,
    /// Nobody reads any more, or it was closed: to drain, to commit, to leave.
    Closing,
    /// Everything is committed; the client leaves.
    Leaving,
    Left,
}

/// Who reads: one for all partitions, or one for each.
#[derive(Clone, Debug)]
pub(crate) enum Outlet {
    Together(Arc<Gate>),
    Apart(Arc<Gate>),
}

#[derive(Debug)]
pub(crate) struct Rebalance {
    pub(crate) is_assignment: bool,
    pub(crate) is_lost: bool,
    pub(crate) partitions: Vec<(Topic, i32)>,
}

impl Session {
    pub(crate) fn new(source: KafkaSource) -> Arc<Self> {
        Arc::new(Self {
            source,
            bell: Arc::default(),
            state: Mutex::default(),
            left: Condvar::new(),
            calls: AtomicU64::new(0),
            rebalances: AtomicU64::new(0),
            pauses: AtomicU64::new(0),
            redeliveries: AtomicU64::new(0),
        })
    }

    pub(crate) fn attach(&self, client: &Arc<Client>) {
        lock(&self.state).client = Arc::downgrade(client);
    }

    pub(crate) fn client(&self) -> Option<Arc<Client>> {
        lock(&self.state).client.upgrade()
    }

    // What readers do.

    fn enter(&self, outlet: &Outlet) -> bool {
        let mut state = lock(&self.state);
        if state.stage != Stage::Idle {
            return false;
        }
        state.stage = Stage::Member;
        state.outlet = Some(outlet.clone());
        state.readers = 1;
        drop(state);
        self.bell.ring();
        true
    }

    fn add_reader(&self) {
        lock(&self.state).readers += 1;
    }

    fn remove_reader(&self) {
        let mut state = lock(&self.state);
        state.readers -= 1;
        let is_last = state.readers == 0;
        drop(state);
        if is_last {
            self.close();
        }
    }

    pub(crate) fn has_readers(&self) -> bool {
        lock(&self.state).readers > 0
    }

    /// Keeps the thread that delivers until the deliveries are over.
    pub(crate) fn keep(&self, scheduler: Arc<dyn Scheduler>) {
        lock(&self.state).scheduler = Some(scheduler);
    }

    pub(crate) fn take_scheduler(&self) -> Option<Arc<dyn Scheduler>> {
        lock(&self.state).scheduler.take()
    }

    /// What is assigned; `None` when that was all, or the error that ends it.
    pub(crate) fn partitions(&self) -> Option<Result<Arc<[Arc<Partition>]>, KafkaError>> {
        let state = lock(&self.state);
        match &state.failure {
            Some(failure) => Some(Err(failure.clone())),
            None if state.stage > Stage::Member => None,
            None => Some(Ok(Arc::clone(&state.partitions))),
        }
    }

    pub(crate) fn take_offered(&self) -> Option<Arc<Partition>> {
        lock(&self.state).offered.pop_front()
    }

    // What the service does.

    pub(crate) fn stage(&self) -> Stage {
        lock(&self.state).stage
    }

    pub(crate) fn next_rebalance(&self) -> Option<Rebalance> {
        lock(&self.state).rebalances.pop_front()
    }

    pub(crate) fn failure(&self) -> Option<KafkaError> {
        lock(&self.state).failure.clone()
    }

    /// The gate of a partition that is assigned.
    pub(crate) fn gate(&self) -> Arc<Gate> {
        match &lock(&self.state).outlet {
            Some(Outlet::Together(gate)) => Arc::clone(gate),
            _ => Arc::default(),
        }
    }

    pub(crate) fn assign(&self, added: Vec<Arc<Partition>>) {
        let mut state = lock(&self.state);
        state.is_assigned = true;
        if matches!(state.outlet, Some(Outlet::Apart(_))) {
            state.offered.extend(added.iter().cloned());
        }
        state.partitions = state.partitions.iter().cloned().chain(added).collect();
        drop(state);
        self.wake();
    }

    pub(crate) fn unassign(&self, removed: &[Arc<Partition>]) {
        let is_kept =
            |partition: &Arc<Partition>| !removed.iter().any(|gone| Arc::ptr_eq(partition, gone));
        let mut state = lock(&self.state);
        state.partitions = state.partitions.iter().filter(|&kept| is_kept(kept)).cloned().collect();
        state.offered.retain(is_kept);
    }

    pub(crate) fn assigned(&self) -> Arc<[Arc<Partition>]> {
        Arc::clone(&lock(&self.state).partitions)
    }

    fn wake(&self) {
        let outlet = lock(&self.state).outlet.clone();
        if let Some(Outlet::Together(gate) | Outlet::Apart(gate)) = outlet {
            gate.wake();
        }
        for partition in self.assigned().iter() {
            partition.gate().wake();
        }
    }

    pub(crate) fn fail(&self, error: KafkaError) {
        lock(&self.state).failure.get_or_insert(error);
        self.wake();
        self.bell.ring();
    }

    /// The topic that a server says it does not know, if one does.
    pub(crate) fn doubt(&self) -> Option<Topic> {
        lock(&self.state).doubt.clone()
    }

    pub(crate) fn end_doubt(&self) {
        lock(&self.state).doubt = None;
    }

    pub(crate) fn close(&self) {
        let mut state = lock(&self.state);
        state.stage = state.stage.max(Stage::Closing);
        drop(state);
        self.wake();
        self.bell.ring();
    }

    pub(crate) fn leave(&self) {
        lock(&self.state).stage = Stage::Leaving;
    }

    pub(crate) fn is_leaving(&self) -> bool {
        self.stage() >= Stage::Leaving
    }

    pub(crate) fn has_left(&self) {
        lock(&self.state).stage = Stage::Left;
        self.left.notify_all();
    }

    /// Waits until the group has been left.
    pub(crate) fn join(&self) {
        let state = lock(&self.state);
        let left = self.left.wait_while(state, |state| state.stage != Stage::Left);
        drop(left.unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn count_pause(&self) {
        self.pauses.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_redelivery(&self) {
        self.redeliveries.fetch_add(1, Ordering::Relaxed);
    }

    // What the client calls.

    pub(crate) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    fn called(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn rebalance(&self, rebalance: Rebalance) {
        self.called();
        self.rebalances.fetch_add(1, Ordering::Relaxed);
        lock(&self.state).rebalances.push_back(rebalance);
        self.bell.ring();
    }

    /// What the client has to say: some of it ends the stream, the rest is being dealt with.
    pub(crate) fn trouble(&self, error: Cause, reason: &str) {
        self.called();
        let code = error.rdkafka_error_code();
        let mentioned = self.source.topics.iter().find(|topic| reason.contains(&***topic));
        let about = About::from(&self.source.kafka).reason(reason);
        let about = match mentioned {
            Some(topic) => about.topic(topic, -1),
            None => about,
        };
        let error = KafkaError::of(error, about);
        let ends = match &error {
            KafkaError::Authentication { .. }
            | KafkaError::Denied { .. }
            | KafkaError::Fenced { .. }
            | KafkaError::Fatal { .. } => true,
            KafkaError::UnknownTopic { topic } => {
                // A server that has just started may not know better. The service will ask.
                lock(&self.state).doubt.get_or_insert(topic.clone());
                false
            }
            _ => code == Some(Code::AutoOffsetReset),
        };
        lock(&self.state).trouble = Some(error.clone());
        if ends {
            self.fail(error);
        }
    }

    // What users ask.

    pub(crate) fn lag(&self) -> Option<u64> {
        let state = lock(&self.state);
        if !state.is_assigned {
            return None;
        }
        let partitions = Arc::clone(&state.partitions);
        drop(state);
        partitions.iter().map(|partition| partition.lag()).sum()
    }

    pub(crate) fn activity(&self) -> KafkaActivity {
        let state = lock(&self.state);
        KafkaActivity {
            partitions: state.partitions.len(),
            rebalances: self.rebalances.load(Ordering::Relaxed),
            pauses: self.pauses.load(Ordering::Relaxed),
            redeliveries: self.redeliveries.load(Ordering::Relaxed),
            trouble: state.trouble.clone(),
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("source", &self.source).finish_non_exhaustive()
    }
}

/// Keeps a membership as long as somebody reads.
#[derive(Debug)]
pub(crate) struct Reading(Arc<Session>);

impl Reading {
    /// Becomes a member for who reads from `outlet`, if it is not one for somebody else.
    pub(crate) fn first(session: &Arc<Session>, outlet: &Outlet) -> Option<Self> {
        session.enter(outlet).then(|| Self(Arc::clone(session)))
    }

    pub(crate) fn another(&self) -> Self {
        self.0.add_reader();
        Self(Arc::clone(&self.0))
    }

    pub(crate) fn session(&self) -> &Session {
        &self.0
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.remove_reader();
    }
}
