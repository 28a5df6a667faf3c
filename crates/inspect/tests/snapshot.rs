//! Tests of `Snapshot`: what is counted.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_inspect::{InspectExt, Inspector, Stage, StageState};
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{TestPublisher, TestSubscriber, VirtualTime};
use serde_json::json;

fn capacity(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

#[test]
fn elements_in_and_out_are_counted() {
    let time = VirtualTime::new(1);
    let inspector = Inspector::with_clock("numbers", &time);
    let even = range(0..10u32)
        .observed(&inspector, Stage::named("numbers"))
        .filter(|n| n % 2 == 0)
        .observed(&inspector, Stage::named("even"));
    assert_eq!(even.collect::<Vec<_>>().block().unwrap(), [0, 2, 4, 6, 8]);
    let snapshot = inspector.snapshot();
    let [numbers, even, sink] = &snapshot.stages[..] else { panic!("{snapshot:?}") };
    assert_eq!((numbers.input, numbers.output), (None, 10));
    assert_eq!((even.input, even.output), (Some(10), 5));
    assert_eq!((sink.name.as_str(), sink.input, sink.is_sink), ("sink", Some(5), true));
    assert_eq!(
        (&numbers.upstream[..], &even.upstream[..], &sink.upstream[..]),
        (&[][..], &[0][..], &[1][..])
    );
    assert!(snapshot.stages.iter().all(|stage| stage.state == StageState::Completed));
}

#[test]
fn demand_is_counted() {
    let inspector = Inspector::new("numbers");
    let (publisher, subscriber) =
        (TestPublisher::<u32, String>::new(), TestSubscriber::with_initial_demand(0));
    publisher
        .publisher()
        .observed(&inspector, Stage::named("numbers"))
        .subscribe(subscriber.subscriber());
    subscriber.request(5);
    publisher.next(1);
    publisher.next(2);
    let stage = inspector.snapshot().stages.remove(0);
    assert_eq!((stage.requested, stage.outstanding, stage.output), (Some(5), Some(3), 2));
    subscriber.request(u64::MAX);
    let stage = inspector.snapshot().stages.remove(0);
    assert_eq!((stage.requested, stage.outstanding, stage.output), (None, None, 2));
}

#[test]
fn a_queue_has_a_depth_and_drops() {
    let inspector = Inspector::new("numbers");
    let policy = Overflow::drop_oldest();
    let dropped = policy.dropped();
    let (publisher, subscriber) =
        (TestPublisher::<u32, String>::new(), TestSubscriber::with_initial_demand(0));
    publisher
        .publisher()
        .observed(&inspector, Stage::named("arrivals"))
        .on_overflow(capacity(3), policy)
        .observed(&inspector, Stage::named("queue").capacity(capacity(3)).drops(&dropped))
        .subscribe(subscriber.subscriber());
    subscriber.request(1);
    (0..6).for_each(|n| {
        publisher.next(n);
    });
    let snapshot = inspector.snapshot();
    let queue = snapshot.stage("queue").unwrap();
    assert_eq!(
        (queue.input, queue.output, queue.depth, queue.capacity),
        (Some(6), 1, Some(3), Some(3))
    );
    assert_eq!(queue.dropped.clone().into_iter().collect::<Vec<_>>(), [("oldest", 2)]);
    assert_eq!(queue.state, StageState::Backpressured);
    assert_eq!(snapshot.bottleneck().unwrap().name, "sink");
}

/// What the live page reads.
#[test]
fn it_is_serialized_as_version_1() {
    let time = VirtualTime::new(1);
    let inspector = Inspector::with_clock("numbers", &time);
    let (publisher, subscriber) =
        (TestPublisher::<u32, String>::new(), TestSubscriber::with_initial_demand(1));
    let stage = Stage::named("queue").capacity(capacity(8)).budget(Duration::from_millis(1));
    publisher
        .publisher()
        .observed(&inspector, Stage::named("arrivals"))
        .on_overflow(capacity(8), Overflow::drop_newest())
        .observed(&inspector, stage)
        .subscribe(subscriber.subscriber());
    (0..3).for_each(|n| publisher.next(n));
    time.advance(Duration::from_millis(1_500));
    let arrivals = json!({
        "id": 0, "name": "arrivals", "upstream": [], "state": "ok", "requested": null, "outstanding": null,
        "in": null, "out": 3, "per_second": 2.0, "depth": null, "capacity": null, "dropped": {},
        "oldest_ms": null, "wait_ms": null, "blocked_ratio": 0.0, "lag": null, "sink": false, "warnings": [],
    });
    let warning = "elements wait 1.5s, and may 1.0ms: at this rate a capacity of 1 would do";
    let queue = json!({
        "id": 1, "name": "queue", "upstream": [0], "state": "backpressured", "requested": 1, "outstanding": 0,
        "in": 3, "out": 1, "per_second": 1.0 / 1.5, "depth": 2, "capacity": 8, "dropped": {},
        "oldest_ms": 1500.0, "wait_ms": { "count": 1, "p50": 0.0, "p99": 0.0, "max": 0.0 },
        "blocked_ratio": 1.0, "lag": null, "sink": false, "warnings": [warning],
    });
    let sink = json!({
        "id": 2, "name": "sink", "upstream": [1], "state": "ok", "requested": null, "outstanding": null,
        "in": 1, "out": 1, "per_second": 1.0 / 1.5, "depth": null, "capacity": null, "dropped": {},
        "oldest_ms": null, "wait_ms": null, "blocked_ratio": 0.0, "lag": null, "sink": true, "warnings": [],
    });
    let expected = json!({
        "version": 1, "pipeline": "numbers", "at_ms": 1500, "bottleneck": "sink",
        "stages": [arrivals, queue, sink],
    });
    assert_eq!(serde_json::to_value(inspector.snapshot()).unwrap(), expected);
}
