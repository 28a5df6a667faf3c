use std::sync::Mutex;
use std::time::Duration;

use super::Health;
use crate::{Inspector, Snapshot, lock};

/// Whether a pipeline moves, or has nothing to do.
///
/// It fails when a stage holds elements, and for longer than the patience nothing at all has happened: no
/// element went over an observed edge or was left out, none was requested. It does not know what goes on in
/// between, so the patience has to be longer than the longest pause of a pipeline that is well.
#[derive(Debug)]
pub struct Liveness {
    inspector: Inspector,
    patience: Duration,
    last: Mutex<Last>,
}

/// What was seen when something had happened for the last time.
#[derive(Debug, Default)]
struct Last {
    events: u64,
    at: Duration,
}

impl Liveness {
    /// Of what this inspector sees. Asked less often than its patience, it finds out later.
    pub fn new(inspector: &Inspector, patience: Duration) -> Self {
        Self { inspector: inspector.clone(), patience, last: Mutex::default() }
    }

    /// How it is now: takes a snapshot.
    pub fn check(&self) -> Health {
        let snapshot = self.inspector.snapshot();
        let mut holding = snapshot.stages.iter().filter(|stage| stage.depth.unwrap_or(0) > 0);
        let events = events(&snapshot);
        let mut last = lock(&self.last);
        let Some(stage) = holding.next().filter(|_| last.events == events) else {
            *last = Last { events, at: snapshot.at };
            return Health { reasons: Vec::new() };
        };
        let pause = snapshot.at.saturating_sub(last.at);
        let (name, depth) = (&stage.name, stage.depth.unwrap_or(0));
        let reason = format!("stage `{name}` holds {depth}, and nothing has moved for {pause:.1?}");
        Health { reasons: if pause > self.patience { vec![reason] } else { Vec::new() } }
    }
}

/// A number that is another one when something has happened.
fn events(snapshot: &Snapshot) -> u64 {
    snapshot.stages.iter().fold(0, |sum, stage| {
        let counts = [Some(stage.output), stage.input, stage.requested];
        let counts = counts.into_iter().flatten().chain(stage.dropped.values().copied());
        counts.fold(sum, u64::wrapping_add)
    })
}
