//! All figures through the facade of the crate `metrics`, for Prometheus and others.
//!
//! Whoever is asked for metrics calls [`publish`] with a snapshot before answering; or one calls it every
//! few seconds. Labels are `pipeline` and `stage`, and `reason` with what was left out.
//!
//! ```
//! use reactive_streams_inspect::{Inspector, metrics};
//!
//! metrics::describe(); // once, when the recorder is installed
//! let inspector = Inspector::new("checkout");
//! metrics::publish(&inspector.snapshot()); // before each scrape
//! ```

use std::time::Duration;

use ::metrics::{Label, Unit, counter, describe_counter, describe_gauge, gauge};

use crate::{Snapshot, StageSnapshot};

const IN: &str = "reactive_streams_in_total";
const OUT: &str = "reactive_streams_out_total";
const REQUESTED: &str = "reactive_streams_requested_total";
const DROPPED: &str = "reactive_streams_dropped_total";
const OUTSTANDING: &str = "reactive_streams_outstanding";
const DEPTH: &str = "reactive_streams_depth";
const CAPACITY: &str = "reactive_streams_capacity";
const OLDEST: &str = "reactive_streams_oldest_seconds";
const WAIT: &str = "reactive_streams_wait_seconds";
const BLOCKED: &str = "reactive_streams_blocked_ratio";
const LAG: &str = "reactive_streams_lag";
const BOTTLENECK: &str = "reactive_streams_bottleneck";

/// Tells the recorder what the figures mean.
pub fn describe() {
    describe_counter!(IN, Unit::Count, "Elements that have come into the stage");
    describe_counter!(OUT, Unit::Count, "Elements that have gone out of the stage");
    describe_counter!(REQUESTED, Unit::Count, "Elements requested of the stage, unless unbounded");
    describe_counter!(DROPPED, Unit::Count, "Elements left out in the stage, by reason");
    describe_gauge!(OUTSTANDING, Unit::Count, "Requested and yet to come; infinite if unbounded");
    describe_gauge!(DEPTH, Unit::Count, "Elements in the stage");
    describe_gauge!(CAPACITY, Unit::Count, "Elements that the stage holds at most");
    describe_gauge!(OLDEST, Unit::Seconds, "For how long the oldest element has waited");
    describe_gauge!(WAIT, Unit::Seconds, "For how long elements waited lately, by quantile");
    describe_gauge!(BLOCKED, "Share of the time in which the stage had to wait for those below");
    describe_gauge!(LAG, Unit::Count, "How far the stage is behind");
    describe_gauge!(BOTTLENECK, "1 for the stage that holds up the others, otherwise 0");
}

/// Hands the figures of a snapshot to the recorder.
pub fn publish(snapshot: &Snapshot) {
    let bottleneck = snapshot.bottleneck().map(|stage| stage.id);
    for stage in &snapshot.stages {
        let labels = Labels { pipeline: &snapshot.pipeline, stage: &stage.name };
        publish_stage(&labels, stage);
        gauge!(BOTTLENECK, labels.plain()).set(f64::from(u8::from(bottleneck == Some(stage.id))));
    }
}

struct Labels<'a> {
    pipeline: &'a str,
    stage: &'a str,
}

impl Labels<'_> {
    fn plain(&self) -> Vec<Label> {
        let (pipeline, stage) = (self.pipeline.to_owned(), self.stage.to_owned());
        vec![Label::new("pipeline", pipeline), Label::new("stage", stage)]
    }

    fn and(&self, key: &'static str, value: &'static str) -> Vec<Label> {
        let mut labels = self.plain();
        labels.push(Label::new(key, value));
        labels
    }
}

fn publish_stage(labels: &Labels<'_>, stage: &StageSnapshot) {
    counter!(OUT, labels.plain()).absolute(stage.output);
    for (name, count) in [(IN, stage.input), (REQUESTED, stage.requested)] {
        count.into_iter().for_each(|count| counter!(name, labels.plain()).absolute(count));
    }
    for (reason, count) in &stage.dropped {
        counter!(DROPPED, labels.and("reason", reason)).absolute(*count);
    }
    let outstanding = stage.outstanding.map_or(f64::INFINITY, |count| count as f64);
    let oldest = stage.oldest.unwrap_or(Duration::ZERO).as_secs_f64();
    for (name, value) in
        [(OUTSTANDING, outstanding), (OLDEST, oldest), (BLOCKED, stage.blocked_ratio)]
    {
        gauge!(name, labels.plain()).set(value);
    }
    for (name, value) in [(DEPTH, stage.depth), (CAPACITY, stage.capacity), (LAG, stage.lag)] {
        value.into_iter().for_each(|value| gauge!(name, labels.plain()).set(value as f64));
    }
    if let Some(wait) = stage.wait {
        for (quantile, value) in [("0.5", wait.p50), ("0.99", wait.p99), ("1", wait.max)] {
            gauge!(WAIT, labels.and("quantile", quantile)).set(value.as_secs_f64());
        }
    }
}
