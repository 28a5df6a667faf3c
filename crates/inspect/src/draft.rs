//! From what is counted to a snapshot.

use std::num::NonZeroU32;
use std::time::Duration;

use reactive_streams_operators::operator::{Capacity, Rate};

use crate::bottleneck::{self, BLOCKED};
use crate::graph::{Mark, Node, Totals};
use crate::probe::Probe;
use crate::snapshot::{Snapshot, StageSnapshot, StageState, Wait, Warning};
use crate::{Stage, lock};

/// What was counted at one moment; the rest needs no lock.
pub(crate) struct Draft {
    pub(crate) at: Duration,
    pub(crate) stages: Vec<StageDraft>,
    pub(crate) before: Mark,
}

pub(crate) struct StageDraft {
    pub(crate) totals: Totals,
    pub(crate) is_sink: bool,
    stage: Stage,
    upstream: Vec<usize>,
    dropped: Option<Vec<(&'static str, u64)>>,
    wait: Wait,
    /// When the oldest element came that is timed and still there.
    oldest: Option<Duration>,
    /// Of the subscriptions that are alive: what has come in and not gone out, what is outstanding.
    inside: u64,
    dropped_of_live: u64,
    live: usize,
    outstanding: Option<u64>,
    is_dry: bool,
    end: Option<StageState>,
}

impl StageDraft {
    pub(crate) fn new(node: &Node) -> Self {
        let counts = node.drops.counts();
        Self {
            totals: node.ended,
            is_sink: false,
            stage: node.stage.clone(),
            upstream: node.upstream.iter().copied().collect(),
            dropped: counts.map(|counts| counts.map(|(reason, n)| (reason.name(), n)).to_vec()),
            wait: Wait::default(),
            oldest: None,
            inside: 0,
            dropped_of_live: node.drops.of_live(),
            live: 0,
            outstanding: Some(0),
            is_dry: false,
            end: node.end,
        }
    }

    pub(crate) fn add(&mut self, probe: &Probe, now: Duration) {
        self.totals.add(probe, now);
        if let Some(end) = probe.ended_as() {
            self.end = Some(end);
            return;
        }
        self.live += 1;
        self.inside += probe.missing();
        let outstanding = probe.tally.outstanding();
        self.is_dry |= outstanding == Some(0);
        self.outstanding =
            self.outstanding.zip(outstanding).map(|(all, one)| all.saturating_add(one));
        self.oldest = [self.oldest, probe.oldest()].into_iter().flatten().min();
    }
}

impl StageDraft {
    /// Adds what is known of all subscriptions together.
    pub(crate) fn close(&mut self, node: &Node, now: Duration, is_sink: bool) {
        self.is_sink = is_sink;
        self.wait = lock(&node.waits).read(now);
        if is_sink {
            self.totals.output = self.totals.input;
        }
    }

    fn finish(self, id: usize, before: Totals, window: Duration, now: Duration) -> StageSnapshot {
        let Self { stage, totals, .. } = self;
        let seconds = window.as_secs_f64();
        let per_second = match seconds > 0.0 {
            true => (totals.output - before.output) as f64 / seconds,
            false => 0.0,
        };
        let alive = totals.alive.saturating_sub(before.alive).as_secs_f64();
        let blocked = totals.blocked.saturating_sub(before.blocked).as_secs_f64();
        let blocked_ratio = match alive > 0.0 {
            true => (blocked / alive).min(1.0),
            false => f64::from(u8::from(self.is_dry)),
        };
        let counted = stage.capacity.map(|_| self.inside.saturating_sub(self.dropped_of_live));
        let depth = stage.depth.as_ref().map(|depth| depth()).or(counted);
        let is_over = !self.is_sink && self.live == 0;
        let is_fed = !self.upstream.is_empty();
        let is_bounded = !totals.is_unbounded && !self.is_sink;
        let oldest = self.oldest.filter(|_| depth != Some(0));
        let mut snapshot = StageSnapshot {
            id,
            name: stage.name.as_ref().to_owned(),
            upstream: self.upstream,
            state: self.end.filter(|_| is_over).unwrap_or_default(),
            requested: is_bounded.then_some(totals.requested),
            outstanding: self.outstanding.filter(|_| !self.is_sink),
            input: is_fed.then_some(totals.input),
            output: totals.output,
            per_second,
            depth: depth.filter(|_| is_fed || stage.depth.is_some()),
            capacity: stage.capacity.map(|capacity| capacity.get() as u64),
            leaves_out: self.dropped.is_some(),
            dropped: self.dropped.into_iter().flatten().filter(|(_, count)| *count > 0).collect(),
            oldest: oldest.map(|came| now.saturating_sub(came)),
            wait: (stage.is_timed() && is_fed).then_some(self.wait),
            blocked_ratio,
            lag: stage.lag.as_ref().map(|lag| lag()),
            is_sink: self.is_sink,
            warnings: Vec::new(),
        };
        snapshot.warnings.extend(stage.budget.and_then(|budget| over_budget(&snapshot, budget)));
        snapshot
    }
}

/// Whether elements wait too long, and the capacity with which they would not.
fn over_budget(stage: &StageSnapshot, budget: Duration) -> Option<Warning> {
    let waited = stage.wait.map(|wait| wait.p99);
    let wait = waited.into_iter().chain(stage.oldest).max().filter(|wait| *wait > budget)?;
    let interval = Duration::try_from_secs_f64(1.0 / stage.per_second).unwrap_or(Duration::MAX);
    let capacity = Capacity::for_latency(Rate::new(NonZeroU32::MIN, interval), budget).elements();
    Some(Warning::OverBudget { wait, budget, capacity: capacity.get() as u64 })
}

impl Draft {
    pub(crate) fn finish(self, pipeline: &str) -> Snapshot {
        let Self { at, stages, before } = self;
        let window = at.saturating_sub(before.at);
        let finish = |(id, stage): (usize, StageDraft)| {
            let before = before.totals.get(id).copied().unwrap_or_default();
            stage.finish(id, before, window, at)
        };
        let mut stages: Vec<_> = stages.into_iter().enumerate().map(finish).collect();
        end_sink(&mut stages);
        let starved = bottleneck::starved(&stages);
        for stage in stages.iter_mut().filter(|stage| !stage.state.is_over()) {
            stage.state = if stage.blocked_ratio >= BLOCKED {
                StageState::Backpressured
            } else if starved.contains(&stage.id) {
                StageState::Starved
            } else {
                StageState::Ok
            };
        }
        Snapshot { pipeline: pipeline.to_owned(), at, stages }
    }
}

/// The sink is over when all is that goes into it.
fn end_sink(stages: &mut [StageSnapshot]) {
    let Some(sink) = stages.iter().position(|stage| stage.is_sink) else { return };
    let mut above = stages[sink].upstream.iter().map(|id| stages[*id].state);
    if above.clone().all(StageState::is_over) {
        stages[sink].state = above.next_back().unwrap_or_default();
    }
}
