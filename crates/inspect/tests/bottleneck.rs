//! Tests of `Snapshot::bottleneck`: prepared pipelines in virtual time, and the same with another stage slow.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_inspect::{InspectExt, Inspector, Snapshot, Stage, StageState};
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, interval, timer};
use reactive_streams_test::VirtualTime;
use rstest::rstest;

/// So many at a time, each for so many milliseconds.
#[derive(Clone, Copy)]
struct Work(usize, u64);

const QUICK: Work = Work(8, 1);

impl Work {
    fn limit(self) -> NonZeroUsize {
        NonZeroUsize::new(self.0).unwrap()
    }

    /// Takes its time.
    fn work<T: Send + 'static>(
        self,
        time: &Arc<VirtualTime>,
    ) -> impl FnMut(T) -> std::pin::Pin<Box<dyn Future<Output = T> + Send>> + Send + use<T> {
        let time = Arc::clone(time);
        move |item| {
            let wait = timer(Duration::from_millis(self.1), &*time);
            Box::pin(async move {
                wait.await.unwrap();
                item
            })
        }
    }
}

/// A source with an element in so many milliseconds.
fn source(time: &Arc<VirtualTime>, period: u64) -> impl Publisher<Item = u64, Error = AnyError> {
    interval(Duration::from_millis(period), &**time).fallible::<AnyError>()
}

/// Has the pipeline run for ten seconds, and looks at it now and then.
fn look(
    time: &Arc<VirtualTime>,
    inspector: &Inspector,
    sink: Work,
    pipeline: impl Publisher<Item: Sync, Error = AnyError>,
) -> Snapshot {
    let mut work = sink.work(time);
    let running = pipeline.for_each_concurrent(sink.limit(), &**time, move |item| {
        let done = work(item);
        async move {
            done.await;
        }
    });
    let running = running.start();
    let mut snapshot = inspector.snapshot();
    for _ in 0..20 {
        time.advance(Duration::from_millis(500));
        snapshot = inspector.snapshot();
    }
    drop(running);
    snapshot
}

/// A source, two steps and a sink.
#[rstest]
#[case::the_sink_is_slow(1, QUICK, QUICK, Work(1, 20), "sink")]
#[case::and_then_the_second_step(1, QUICK, Work(1, 50), Work(1, 20), "second")]
#[case::the_source_is_slow(100, QUICK, QUICK, QUICK, "source")]
#[case::and_then_the_first_step(100, Work(1, 500), QUICK, QUICK, "first")]
#[case::the_first_step_is_slow(1, Work(8, 100), QUICK, QUICK, "first")]
#[case::and_then_the_second_one(1, Work(8, 100), Work(8, 300), QUICK, "second")]
#[case::the_first_step_is_too_narrow(1, Work(1, 10), Work(8, 10), QUICK, "first")]
#[case::and_then_the_second_one_is(1, Work(8, 10), Work(1, 10), QUICK, "second")]
fn what_is_slow_is_named(
    #[case] period: u64,
    #[case] first: Work,
    #[case] second: Work,
    #[case] sink: Work,
    #[case] bottleneck: &str,
) {
    let time = Arc::new(VirtualTime::new(1));
    let inspector = Inspector::with_clock("steps", &*time);
    let pipeline = source(&time, period)
        .observed(&inspector, Stage::named("source"))
        .map_async(first.limit(), &*time, first.work(&time))
        .observed(&inspector, Stage::named("first").in_flight(first.limit()))
        .map_async(second.limit(), &*time, second.work(&time))
        .observed(&inspector, Stage::named("second").in_flight(second.limit()));
    let snapshot = look(&time, &inspector, sink, pipeline);
    assert_eq!(snapshot.bottleneck().unwrap().name, bottleneck, "{snapshot:#?}");

    let mut below = false;
    for stage in snapshot.stages.iter().filter(|stage| !stage.is_sink) {
        below |= stage.name == bottleneck;
        let state = if below { StageState::Starved } else { StageState::Backpressured };
        assert_eq!(stage.state, state, "{}: {snapshot:#?}", stage.name);
    }
}

/// Two sources, and pairs of what they give.
#[rstest]
#[case::the_left_one_is_slow(50, 1, QUICK, "left")]
#[case::the_right_one_is_slow(1, 50, QUICK, "right")]
#[case::neither_is(1, 1, Work(1, 50), "sink")]
fn the_input_that_others_wait_for_is_named(
    #[case] left: u64,
    #[case] right: u64,
    #[case] sink: Work,
    #[case] bottleneck: &str,
) {
    let time = Arc::new(VirtualTime::new(1));
    let inspector = Inspector::with_clock("pairs", &*time);
    let pairs = source(&time, left)
        .observed(&inspector, Stage::named("left"))
        .zip(source(&time, right).observed(&inspector, Stage::named("right")))
        .observed(&inspector, Stage::named("pairs"));
    let snapshot = look(&time, &inspector, sink, pairs);
    assert_eq!(snapshot.stage("pairs").unwrap().upstream, [0, 1]);
    assert_eq!(snapshot.bottleneck().unwrap().name, bottleneck, "{snapshot:#?}");
}

/// What arrives cannot be slowed down: there is a queue that leaves out what is too much.
#[rstest]
#[case::the_store_is_slow(Work(4, 100), QUICK, Some("store"))]
#[case::the_sink_is_slow(Work(4, 100), Work(1, 100), Some("sink"))]
#[case::all_are_quick(QUICK, QUICK, None)]
fn arrivals_are_not_to_blame(
    #[case] store: Work,
    #[case] sink: Work,
    #[case] bottleneck: Option<&str>,
) {
    let time = Arc::new(VirtualTime::new(1));
    let inspector = Inspector::with_clock("orders", &*time);
    let capacity = NonZeroUsize::new(20).unwrap();
    let policy = Overflow::drop_newest();
    let dropped = policy.dropped();
    let budget = Duration::from_millis(100);
    let orders = source(&time, 5)
        .observed(&inspector, Stage::named("arrivals"))
        .on_overflow(capacity, policy)
        .observed(
            &inspector,
            Stage::named("queue").capacity(capacity).drops(&dropped).budget(budget),
        )
        .map_async(store.limit(), &*time, store.work(&time))
        .observed(&inspector, Stage::named("store").in_flight(store.limit()));
    let snapshot = look(&time, &inspector, sink, orders);
    assert_eq!(snapshot.bottleneck().map(|stage| &*stage.name), bottleneck, "{snapshot:#?}");
    let queue = snapshot.stage("queue").unwrap();
    assert_eq!(queue.warnings.is_empty(), bottleneck.is_none(), "{snapshot:#?}");
    assert_eq!(queue.depth == Some(20), bottleneck.is_some(), "{snapshot:#?}");
    let all_ok = snapshot.stages.iter().all(|stage| stage.state == StageState::Ok);
    assert_eq!(all_ok, bottleneck.is_none(), "{snapshot:#?}");
}

/// A queue and the work behind it, as one stage: it wants more than it can take.
#[test]
fn a_stage_that_is_full_is_the_bottleneck() {
    let time = Arc::new(VirtualTime::new(1));
    let inspector = Inspector::with_clock("orders", &*time);
    let (capacity, policy) = (NonZeroUsize::new(20).unwrap(), Overflow::drop_newest());
    let dropped = policy.dropped();
    let slow = Work(4, 100);
    let orders = source(&time, 5)
        .observed(&inspector, Stage::named("arrivals"))
        .map(|n| n)
        .observed(&inspector, Stage::named("parsed"))
        .on_overflow(capacity, policy)
        .map_async(slow.limit(), &*time, slow.work(&time))
        .observed(&inspector, Stage::named("store").capacity(capacity).drops(&dropped));
    let snapshot = look(&time, &inspector, QUICK, orders);
    assert_eq!(snapshot.bottleneck().unwrap().name, "store", "{snapshot:#?}");
}

/// Of several sources that are slow it is the slowest one.
#[rstest]
#[case::left(500, 50, "left")]
#[case::right(50, 500, "right")]
fn the_slowest_source_of_a_merge_is_named(
    #[case] left: u64,
    #[case] right: u64,
    #[case] bottleneck: &str,
) {
    let time = Arc::new(VirtualTime::new(1));
    let inspector = Inspector::with_clock("merged", &*time);
    let merged = source(&time, left)
        .observed(&inspector, Stage::named("left"))
        .merge(source(&time, right).observed(&inspector, Stage::named("right")))
        .observed(&inspector, Stage::named("merged"));
    let snapshot = look(&time, &inspector, QUICK, merged);
    assert_eq!(snapshot.bottleneck().unwrap().name, bottleneck, "{snapshot:#?}");
}
