use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};

use rdkafka::error::KafkaError as Cause;
use reactive_streams_operators::scheduler::Scheduler;

use super::activity::Counts;
use super::assignment::Assignment;
use super::bell::{Bell, lock};
use super::context::Client;
use super::gate::Gate;
use super::partition::Partition;
use super::reading::Outlet;
use super::trouble::{self, Outcome};
use crate::{KafkaActivity, KafkaError, KafkaSource, Topic};

/// One membership in the group, from opening to leaving: what the service, the client and the readers share.
pub(crate) struct Session {
    pub(crate) source: KafkaSource,
    pub(crate) bell: Arc<Bell>,
    state: Mutex<State>,
    left: Condvar,
    /// How often the client has called.
    calls: AtomicU64,
    pub(crate) counts: Counts,
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
    rebalances: VecDeque<Rebalance>,
    assignment: Assignment,
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
            counts: Counts::default(),
        })
    }

    pub(crate) fn attach(&self, client: &Arc<Client>) {
        lock(&self.state).client = Arc::downgrade(client);
    }

    pub(crate) fn client(&self) -> Option<Arc<Client>> {
        lock(&self.state).client.upgrade()
    }

    // What readers do.

    pub(crate) fn enter(&self, outlet: &Outlet) -> bool {
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

    pub(crate) fn add_reader(&self) {
        lock(&self.state).readers += 1;
    }

    pub(crate) fn remove_reader(&self) {
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
            None => Some(Ok(Arc::clone(state.assignment.partitions()))),
        }
    }

    pub(crate) fn take_offered(&self) -> Option<Arc<Partition>> {
        lock(&self.state).assignment.take_offered()
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
        let is_offered = matches!(state.outlet, Some(Outlet::Apart(_)));
        state.assignment.add(added, is_offered);
        drop(state);
        self.wake();
    }

    pub(crate) fn unassign(&self, removed: &[Arc<Partition>]) {
        lock(&self.state).assignment.remove(removed);
    }

    pub(crate) fn assigned(&self) -> Arc<[Arc<Partition>]> {
        Arc::clone(lock(&self.state).assignment.partitions())
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

    // What the client calls.

    pub(crate) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    fn called(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn rebalance(&self, rebalance: Rebalance) {
        self.called();
        self.counts.rebalance();
        lock(&self.state).rebalances.push_back(rebalance);
        self.bell.ring();
    }

    /// What the client has to say: some of it ends the stream, the rest is being dealt with.
    pub(crate) fn trouble(&self, error: Cause, reason: &str) {
        self.called();
        let (error, outcome) = trouble::judge(error, reason, &self.source);
        let mut state = lock(&self.state);
        state.trouble = Some(error.clone());
        match outcome {
            Outcome::Recovers => {}
            Outcome::Doubt(topic) => {
                state.doubt.get_or_insert(topic);
            }
            Outcome::Ends => {
                drop(state);
                self.fail(error);
            }
        }
    }

    // What users ask.

    pub(crate) fn lag(&self) -> Option<u64> {
        let partitions = lock(&self.state).assignment.known()?;
        partitions.iter().map(|partition| partition.lag()).sum()
    }

    pub(crate) fn activity(&self) -> KafkaActivity {
        let state = lock(&self.state);
        let partitions = state.assignment.partitions().len();
        self.counts.activity(partitions, state.trouble.clone())
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("source", &self.source).finish_non_exhaustive()
    }
}
