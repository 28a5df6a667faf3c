//! Tests of `Snapshot`: what is counted.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;

use reactive_streams::Publisher;
use reactive_streams_inspect::{InspectExt, Inspector, Stage, StageState};
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{TestPublisher, TestSubscriber, VirtualTime};

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
