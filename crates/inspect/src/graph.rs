//! The stages of a pipeline, and the subscriptions that are alive.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::mem;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::Stage;
use reactive_streams_operators::operator::DropCounter;

use crate::draft::{Draft, StageDraft};
use crate::drops::DropLedger;
use crate::histogram::Histogram;
use crate::inspector::Shared;
use crate::probe::{Birth, Place, Probe, ProbeId};
use crate::snapshot::StageState;

/// Rates and ratios are of so long a time, if snapshots are taken that often.
const WINDOW: Duration = Duration::from_secs(1);

/// What is called so stands below the last observed edges.
const SINK: &str = "sink";

pub(crate) struct Graph {
    nodes: Vec<Node>,
    live: BTreeMap<ProbeId, Arc<Probe>>,
    /// The sink's place, when there is one.
    sink: Option<usize>,
    /// What was counted at former snapshots.
    marks: VecDeque<Mark>,
}

pub(crate) struct Node {
    pub(crate) stage: Stage,
    pub(crate) upstream: BTreeSet<usize>,
    pub(crate) waits: Arc<Mutex<Histogram>>,
    pub(crate) drops: DropLedger,
    /// Of the subscriptions that are over.
    pub(crate) ended: Totals,
    /// Whether it has been warned of.
    is_warned_of: bool,
    /// How the last one has ended.
    pub(crate) end: Option<StageState>,
}

/// What is added up for a stage.
#[derive(Clone, Copy, Default)]
pub(crate) struct Totals {
    pub(crate) input: u64,
    pub(crate) output: u64,
    pub(crate) requested: u64,
    pub(crate) is_unbounded: bool,
    pub(crate) blocked: Duration,
    pub(crate) alive: Duration,
}

/// What had been counted at some time.
#[derive(Clone, Default)]
pub(crate) struct Mark {
    pub(crate) at: Duration,
    pub(crate) totals: Vec<Totals>,
}

impl Totals {
    /// All but what has come in, which those count that are above.
    pub(crate) fn add(&mut self, probe: &Probe, now: Duration) {
        self.output += probe.tally.output();
        match probe.tally.requested() {
            Some(requested) => self.requested = self.requested.saturating_add(requested),
            None => self.is_unbounded = true,
        }
        self.blocked += probe.blocked(now);
        self.alive += probe.lifetime(now);
    }
}

impl Node {
    fn new(stage: Stage) -> Self {
        Self {
            stage,
            upstream: BTreeSet::new(),
            waits: Arc::new(Mutex::new(Histogram::new())),
            drops: DropLedger::default(),
            ended: Totals::default(),
            is_warned_of: false,
            end: None,
        }
    }
}

impl Graph {
    pub(crate) fn new() -> Self {
        let start = Mark { at: Duration::ZERO, totals: Vec::new() };
        Self { nodes: Vec::new(), live: BTreeMap::new(), sink: None, marks: [start].into() }
    }

    /// Makes a stage known: its place, and what is to be dropped without the lock.
    pub(crate) fn add(&mut self, stage: Stage) -> (usize, Option<Stage>) {
        match self.find(&stage.name) {
            Some(place) => (place, Some(mem::replace(&mut self.nodes[place].stage, stage))),
            None => {
                self.nodes.push(Node::new(stage));
                (self.nodes.len() - 1, None)
            }
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        let mut nodes = self.nodes.iter().enumerate();
        nodes
            .find(|(place, node)| *node.stage.name == *name && self.sink != Some(*place))
            .map(|(place, _)| place)
    }

    /// A subscription to the stage at this place begins, above what `context` says.
    pub(crate) fn start(
        &mut self,
        shared: &Arc<Shared>,
        node: usize,
        stage: &Stage,
        context: ProbeId,
        birth: Birth,
    ) -> Arc<Probe> {
        let named = stage.below.as_ref().and_then(|name| self.find(name));
        let below = match named {
            Some(place) => {
                let mut live = self.live.values().rev();
                live.find(|probe| probe.place.node == place && !probe.is_over())
            }
            None => self.live.get(&context),
        };
        let below = below.cloned();
        let into = named.or(below.as_ref().map(|below| below.place.node));
        let into = into.unwrap_or_else(|| self.sink());
        self.nodes[into].upstream.insert(node);

        let waits = stage.is_timed().then(|| Arc::clone(&self.nodes[node].waits));
        let place = Place { node, into, below };
        let probe = Probe::new(shared, birth, place, stage.drops.clone(), waits);
        if let Some(counter) = &stage.drops {
            self.nodes[node].drops.join(counter);
        }
        self.live.insert(probe.id, Arc::clone(&probe));
        probe
    }

    /// Where the sink is, which is there from the first time on that there is something above it.
    fn sink(&mut self) -> usize {
        if let Some(sink) = self.sink {
            return sink;
        }
        let place = self.nodes.len();
        self.nodes.push(Node::new(Stage::named(SINK)));
        self.sink = Some(place);
        place
    }

    /// A subscription is over, and is given back, to be dropped without the lock.
    pub(crate) fn remove(&mut self, probe: &Probe, now: Duration) -> Option<Arc<Probe>> {
        let node = &mut self.nodes[probe.place.node];
        node.ended.add(probe, now);
        node.end = probe.ended_as();
        if let Some(counter) = &probe.drops {
            let mates = self.live.values().filter(|mate| {
                let same = |other: &DropCounter| other.is_clone_of(counter);
                mate.place.node == probe.place.node && mate.drops.as_ref().is_some_and(same)
            });
            node.drops.leave(counter, probe.missing(), mates.map(|mate| mate.missing()).sum());
        }
        self.nodes[probe.place.into].ended.input += probe.tally.output();
        self.live.remove(&probe.id)
    }

    /// All that is counted, at this moment.
    pub(crate) fn draft(&mut self, now: Duration) -> Draft {
        let mut stages: Vec<StageDraft> = self.nodes.iter().map(StageDraft::new).collect();
        for probe in self.live.values() {
            stages[probe.place.node].add(probe, now);
            stages[probe.place.into].totals.input += probe.tally.output();
            probe.tally.look_at_once(); // its elements may come more slowly than before
        }
        for (place, (stage, node)) in stages.iter_mut().zip(&self.nodes).enumerate() {
            stage.close(node, now, self.sink == Some(place));
        }
        let totals: Vec<Totals> = stages.iter().map(|stage| stage.totals).collect();
        let before = self.window(now, totals);
        Draft { at: now, stages, before }
    }

    /// Whether it is the first time that there is a warning of this stage.
    pub(crate) fn warn(&mut self, place: usize) -> bool {
        !mem::replace(&mut self.nodes[place].is_warned_of, true)
    }

    /// What had been counted when the window began.
    fn window(&mut self, now: Duration, totals: Vec<Totals>) -> Mark {
        while self.marks.get(1).is_some_and(|mark| mark.at + WINDOW <= now) {
            self.marks.pop_front();
        }
        let before = self.marks.front().cloned().unwrap_or_default();
        if self.marks.back().is_none_or(|mark| mark.at + WINDOW / 2 <= now) {
            self.marks.push_back(Mark { at: now, totals });
        }
        before
    }
}
