use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Health;
use crate::{Inspector, StageSnapshot};

/// Whether a pipeline can take on more.
///
/// It fails when a stage is above an objective, and comes back when the stage is below a lower mark: so it
/// does not come and go with every element. A stage that is not there yet has not begun, and fails as well.
#[derive(Debug)]
pub struct Readiness {
    inspector: Inspector,
    objectives: Vec<Objective>,
}

#[derive(Debug)]
struct Objective {
    stage: String,
    limit: Limit,
    /// It was above, and has not been below the lower mark since.
    is_missed: AtomicBool,
}

/// Above what it fails, and below what it comes back.
#[derive(Debug)]
enum Limit {
    Backlog(u64, u64),
    Age(Duration, Duration),
}

impl Readiness {
    /// Of what this inspector sees; without objectives it is always ready.
    pub fn new(inspector: &Inspector) -> Self {
        Self { inspector: inspector.clone(), objectives: Vec::new() }
    }

    /// Fails when this stage holds more than `above` elements, until it holds no more than `until`.
    pub fn backlog(self, stage: &str, above: u64, until: u64) -> Self {
        self.with(stage, Limit::Backlog(above, until.min(above)))
    }

    /// Fails when an element waits in this stage for longer than `above`, until none waits for longer than
    /// `until`.
    pub fn age(self, stage: &str, above: Duration, until: Duration) -> Self {
        self.with(stage, Limit::Age(above, until.min(above)))
    }

    fn with(mut self, stage: &str, limit: Limit) -> Self {
        let is_missed = AtomicBool::new(false);
        self.objectives.push(Objective { stage: stage.to_owned(), limit, is_missed });
        self
    }

    /// How it is now: takes a snapshot.
    pub fn check(&self) -> Health {
        let snapshot = self.inspector.snapshot();
        let reasons =
            self.objectives.iter().filter_map(|objective| match snapshot.stage(&objective.stage) {
                None => Some(format!("there is no stage `{}`", objective.stage)),
                Some(stage) => objective.check(stage),
            });
        let mut reasons: Vec<_> = reasons.collect();
        reasons.dedup(); // several objectives of a stage that is not there
        Health { reasons }
    }
}

impl Objective {
    fn check(&self, stage: &StageSnapshot) -> Option<String> {
        let was_missed = self.is_missed.load(Ordering::Relaxed);
        let reason = match self.limit {
            Limit::Backlog(above, until) => {
                let depth = stage.depth.unwrap_or(0);
                let limit = if was_missed { until } else { above };
                (depth > limit).then(|| self.reason(format_args!("holds {depth}"), limit))
            }
            Limit::Age(above, until) => {
                let age = stage.oldest.unwrap_or_default();
                let limit = if was_missed { until } else { above };
                let what = format_args!("has had an element for {age:.1?}");
                (age > limit).then(|| self.reason(what, format_args!("{limit:.1?}")))
            }
        };
        self.is_missed.store(reason.is_some(), Ordering::Relaxed);
        reason
    }

    fn reason(&self, what: impl fmt::Display, limit: impl fmt::Display) -> String {
        format!("stage `{}` {what}, more than {limit}", self.stage)
    }
}
