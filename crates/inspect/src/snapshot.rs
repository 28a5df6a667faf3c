use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::bottleneck;

/// The version of what a [`Snapshot`] is serialized to.
const VERSION: u32 = 1;

/// What a pipeline looks like at one moment.
///
/// Serialized it is what the live page reads, version 1: durations are milliseconds, and `bottleneck` is
/// the name of [`bottleneck`](Self::bottleneck).
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The name of the inspector.
    pub pipeline: String,
    /// When, on the clock of the inspector.
    pub at: Duration,
    /// Its stages, in the order in which they were first named; then the sink, as soon as there is one.
    pub stages: Vec<StageSnapshot>,
}

impl Snapshot {
    /// The stage that holds up all others.
    ///
    /// That is the one which gives less than is wanted of it, although what it needs is there: the stages
    /// above it wait for demand, those below it for elements. If all wait for elements it is the source,
    /// and if all wait for demand it is the sink. `None` if nothing is under pressure.
    ///
    /// A source above a stage with [`drops`](crate::Stage::drops), of which everything is requested, is
    /// not to be slowed down or hurried: it is never named.
    pub fn bottleneck(&self) -> Option<&StageSnapshot> {
        bottleneck::find(&self.stages)
    }

    /// The stage of this name.
    pub fn stage(&self, name: &str) -> Option<&StageSnapshot> {
        self.stages.iter().find(|stage| stage.name == name)
    }
}

impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Snapshot", 5)?;
        map.serialize_field("version", &VERSION)?;
        map.serialize_field("pipeline", &self.pipeline)?;
        map.serialize_field("at_ms", &(self.at.as_millis() as u64))?;
        map.serialize_field("bottleneck", &self.bottleneck().map(|stage| &stage.name))?;
        map.serialize_field("stages", &self.stages)?;
        map.end()
    }
}

/// A stage, and the edge below it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageSnapshot {
    /// Its place in [`Snapshot::stages`]; stays the same.
    pub id: usize,
    /// What it is called.
    pub name: String,
    /// The stages whose elements come in.
    pub upstream: Vec<usize>,
    /// How it is.
    pub state: StageState,
    /// How much has been requested of it in all; `None` if that is unbounded.
    pub requested: Option<u64>,
    /// How much of that is yet to come; `None` if that is unbounded.
    pub outstanding: Option<u64>,
    /// How many elements have come in; `None` if no stage above it is observed.
    #[serde(rename = "in")]
    pub input: Option<u64>,
    /// How many elements have gone out.
    #[serde(rename = "out")]
    pub output: u64,
    /// How many elements have gone out in each second lately.
    pub per_second: f64,
    /// How many elements it holds.
    pub depth: Option<u64>,
    /// How many elements it holds at most.
    pub capacity: Option<u64>,
    /// How many elements were left out, by reason.
    pub dropped: BTreeMap<&'static str, u64>,
    /// For how long the element that waits longest has waited.
    #[serde(rename = "oldest_ms", serialize_with = "optional_ms")]
    pub oldest: Option<Duration>,
    /// For how long elements have waited lately.
    #[serde(rename = "wait_ms")]
    pub wait: Option<Wait>,
    /// In which part of the time lately it could not go on because of what is below it: nothing was
    /// requested, or an element was being taken.
    pub blocked_ratio: f64,
    /// How far it is behind.
    pub lag: Option<u64>,
    /// Whether it is what stands below the last observed edge, and takes the elements.
    #[serde(rename = "sink")]
    pub is_sink: bool,
    /// Whether it may leave out elements.
    #[serde(skip)]
    pub leaves_out: bool,
    /// What is not as it should be.
    pub warnings: Vec<Warning>,
}

/// For how long elements have waited in a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Wait {
    /// How many elements were timed.
    pub count: u64,
    /// Half of them waited no longer.
    #[serde(serialize_with = "ms")]
    pub p50: Duration,
    /// 99 of 100 waited no longer.
    #[serde(serialize_with = "ms")]
    pub p99: Duration,
    /// None waited longer.
    #[serde(serialize_with = "ms")]
    pub max: Duration,
}

/// How a stage is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum StageState {
    /// Elements flow, or none are wanted.
    #[default]
    Ok,
    /// More is wanted of it than it gives, because it is the bottleneck or is below it.
    Starved,
    /// It has to wait for what is below it, most of the time.
    Backpressured,
    /// All its streams are over, and the last one has completed.
    Completed,
    /// All its streams are over, and the last one has failed.
    Failed,
    /// All its streams are over, and the last one was cancelled.
    Cancelled,
}

impl StageState {
    /// What it is called in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Starved => "starved",
            Self::Backpressured => "backpressured",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it has no stream any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }
}

/// What is not as it should be with a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// Elements wait for longer than the [budget](crate::Stage::budget) allows.
    OverBudget {
        /// For how long they wait: 99 of 100, or the one that waits now.
        wait: Duration,
        /// For how long they may.
        budget: Duration,
        /// By Little's law they do not if so many are let in at most, at the rate at which they go out.
        capacity: u64,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OverBudget { wait, budget, capacity } => write!(
                f,
                "elements wait {wait:.1?}, and may {budget:.1?}: at this rate a capacity of {capacity} would do"
            ),
        }
    }
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn ms<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64() * 1e3)
}

fn optional_ms<S: Serializer>(
    duration: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    duration.map(|duration| duration.as_secs_f64() * 1e3).serialize(serializer)
}
