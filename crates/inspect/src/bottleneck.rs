//! Which stage holds up the others.

use std::collections::BTreeSet;

use crate::snapshot::StageSnapshot;

/// From this share of the time on an edge counts as blocked: then what is above it waits for what is below.
pub(crate) const BLOCKED: f64 = 0.5;

/// From this share of its capacity on a stage counts as full.
const FULL: f64 = 0.9;

/// Walks from the sinks up, to where pressure turns into want.
pub(crate) fn find(stages: &[StageSnapshot]) -> Option<&StageSnapshot> {
    let live = |id: &usize| stages.get(*id).filter(|stage| !stage.state.is_over());
    let sink = stages.iter().find(|stage| stage.is_sink && !stage.state.is_over())?;
    let mut stage = sink;
    // A pipeline is no circle, but names may make one of it.
    for _ in 0..stages.len() {
        let upstream: Vec<_> = stage.upstream.iter().filter_map(live).collect();
        if upstream.is_empty() {
            return (!stage.is_sink).then_some(stage);
        }
        let wanting = upstream.iter().copied().filter(|it| it.blocked_ratio < BLOCKED);
        let slowest = wanting.min_by(|a, b| a.per_second.total_cmp(&b.per_second));
        match slowest {
            None => return Some(stage),
            Some(_) if is_full(stage) => return Some(stage),
            Some(source) if is_pushed(source, stage) => return None,
            Some(above) => stage = above,
        }
    }
    None
}

/// The bottleneck, and what is below it: more is wanted of them than they give.
pub(crate) fn starved(stages: &[StageSnapshot]) -> BTreeSet<usize> {
    let bottleneck = find(stages).filter(|stage| !stage.is_sink).map(|stage| stage.id);
    let mut starved = BTreeSet::from_iter(bottleneck);
    loop {
        let below =
            stages.iter().filter(|stage| stage.upstream.iter().any(|it| starved.contains(it)));
        let (before, below) = (starved.len(), below.map(|stage| stage.id).collect::<Vec<_>>());
        starved.extend(below);
        if starved.len() == before {
            return starved;
        }
    }
}

fn is_full(stage: &StageSnapshot) -> bool {
    match (stage.depth, stage.capacity) {
        (Some(depth), Some(capacity)) => depth as f64 >= capacity as f64 * FULL,
        _ => false,
    }
}

/// Whether a source gives what comes, when it comes: nobody waits for it.
fn is_pushed(source: &StageSnapshot, below: &StageSnapshot) -> bool {
    source.upstream.is_empty() && source.outstanding.is_none() && below.leaves_out
}
