use std::fmt;
use std::sync::{Arc, Mutex};

use reactive_streams_operators::scheduler::Scheduler;

use crate::clock::Clock;
use crate::graph::Graph;
use crate::probe::{Birth, Probe, ProbeId};
use crate::trace::{self, Trace};
use crate::{Snapshot, Stage, context, lock};

/// Sees what goes on in a pipeline: the stages that are [`observed`](crate::InspectExt::observed) with it.
///
/// Clones are the same inspector. What it keeps grows with the number of stages, and of subscriptions that
/// are alive, and not with that of subscriptions that are over.
///
/// ```
/// use reactive_streams_inspect::{InspectExt, Inspector, Stage};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
///
/// let inspector = Inspector::new("squares");
/// let squares = range(0..10u64)
///     .observed(&inspector, Stage::named("numbers"))
///     .map(|n| n * n)
///     .observed(&inspector, Stage::named("squares"));
/// assert_eq!(squares.fold(0, |sum, n| sum + n).block(), Ok(285));
///
/// let snapshot = inspector.snapshot();
/// assert_eq!(snapshot.stage("squares").unwrap().input, Some(10));
/// assert_eq!(snapshot.bottleneck(), None); // it is over
/// ```
#[doc(alias = "Scannable")]
#[derive(Clone)]
pub struct Inspector(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) name: Arc<str>,
    pub(crate) clock: Clock,
    graph: Mutex<Graph>,
}

impl Inspector {
    /// An inspector of a pipeline of this name, which looks at the clock of this machine.
    pub fn new(pipeline: impl Into<Arc<str>>) -> Self {
        Self::with(pipeline.into(), Clock::real())
    }

    /// As [`new`](Self::new), with the clock of a scheduler: virtual time, in a test.
    pub fn with_clock(pipeline: impl Into<Arc<str>>, scheduler: &dyn Scheduler) -> Self {
        Self::with(pipeline.into(), Clock::of(scheduler))
    }

    fn with(name: Arc<str>, clock: Clock) -> Self {
        Self(Arc::new(Shared { name, clock, graph: Mutex::new(Graph::new()) }))
    }

    /// The name of the pipeline.
    pub fn pipeline(&self) -> &str {
        &self.0.name
    }

    /// What the pipeline looks like now.
    ///
    /// Rates and ratios are those of the time since a snapshot that is a second old, or a little more;
    /// waits are those of the last ten to twenty seconds. The first [warning](crate::Warning) of each stage
    /// is logged, with the feature `tracing`. Gauges are read with no lock in hand.
    #[doc(alias = "scan")]
    #[doc(alias = "scanUnsafe")]
    pub fn snapshot(&self) -> Snapshot {
        let at = self.0.clock.now();
        let draft = lock(&self.0.graph).draft(at);
        let snapshot = draft.finish(self.pipeline());
        for stage in snapshot.stages.iter().filter(|stage| !stage.warnings.is_empty()) {
            if lock(&self.0.graph).warn(stage.id) {
                stage.warnings.iter().for_each(|it| trace::warn(self.pipeline(), &stage.name, it));
            }
        }
        snapshot
    }

    /// Makes a stage known, and says its place.
    pub(crate) fn add(&self, stage: &Stage) -> usize {
        let (place, before) = lock(&self.0.graph).add(stage.clone());
        drop(before); // after the lock: it has closures of the user
        place
    }

    /// A subscription of the stage that is at this place.
    pub(crate) fn start(&self, node: usize, stage: &Stage) -> Arc<Probe> {
        let (id, now) = (ProbeId::next(), self.0.clock.now());
        let birth = Birth { id, trace: Trace::new(self.pipeline(), stage, id), now };
        lock(&self.0.graph).start(&self.0, node, stage, context::below(), birth)
    }
}

impl fmt::Debug for Inspector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inspector").field("pipeline", &self.0.name).finish_non_exhaustive()
    }
}

impl Shared {
    /// A subscription is over.
    pub(crate) fn remove(&self, probe: &Probe) {
        let now = self.clock.now();
        let removed = lock(&self.graph).remove(probe, now);
        drop(removed); // after the lock: it may be the last of a subscription
    }
}
