//! Tests of the graph: which stage is above which, and what becomes of several subscriptions.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use reactive_streams::{Demand, Publisher};
use reactive_streams_inspect::{InspectExt, Inspector, Snapshot, Stage, StageState};
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{from_iter, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, VirtualTime};

/// The names of the stages above the one of this name.
fn above<'a>(snapshot: &'a Snapshot, name: &str) -> Vec<&'a str> {
    let stage = snapshot.stage(name).unwrap();
    stage.upstream.iter().map(|id| snapshot.stages[*id].name.as_str()).collect()
}

#[test]
fn inputs_of_a_merge_are_above_it() {
    let inspector = Inspector::new("merge");
    let left = range(0..3u32).observed(&inspector, Stage::named("left"));
    let right = range(0..4u32).observed(&inspector, Stage::named("right"));
    let merged = left.merge(right).observed(&inspector, Stage::named("merged"));
    assert_eq!(merged.count().block(), Ok(7));
    let snapshot = inspector.snapshot();
    assert_eq!(above(&snapshot, "merged"), ["left", "right"]);
    assert_eq!(snapshot.stage("merged").unwrap().input, Some(7));
    assert_eq!(above(&snapshot, "sink"), ["merged"]);
}

/// Their subscriptions come while an element is handed over the edge above, or later.
#[test]
fn inner_publishers_are_above_what_flattens_them() {
    let inspector = Inspector::new("flat_map");
    let inner = inspector.clone();
    let flat = range(0..50u32)
        .observed(&inspector, Stage::named("outer"))
        .flat_map(NonZeroUsize::new(4).unwrap(), move |n| {
            range(0..n).observed(&inner, Stage::named("inner"))
        })
        .observed(&inspector, Stage::named("flat"));
    assert_eq!(flat.count().block(), Ok(1225));
    let snapshot = inspector.snapshot();
    assert_eq!(above(&snapshot, "flat"), ["outer", "inner"]);
    assert_eq!(above(&snapshot, "sink"), ["flat"]);
    let [inner, flat] = ["inner", "flat"].map(|name| snapshot.stage(name).unwrap());
    assert_eq!((inner.output, flat.input, flat.output), (1225, Some(50 + 1225), 1225));
    assert_eq!(snapshot.stages.len(), 4); // however many subscriptions there were
}

#[test]
fn subscriptions_of_one_stage_are_added_up_while_they_live() {
    let inspector = Inspector::new("two");
    let publishers = [TestPublisher::<u32, String>::new(), TestPublisher::new()];
    let subscribers = [(), ()].map(|()| TestSubscriber::with_initial_demand(5));
    for (publisher, subscriber) in publishers.iter().zip(&subscribers) {
        let observed = publisher.publisher().observed(&inspector, Stage::named("numbers"));
        observed.subscribe(subscriber.subscriber());
        publisher.next(1);
    }
    let stage = |snapshot: Snapshot| snapshot.stage("numbers").unwrap().clone();
    let both = stage(inspector.snapshot());
    assert_eq!((both.requested, both.outstanding, both.output), (Some(10), Some(8), 2));
    publishers[0].complete();
    let one = stage(inspector.snapshot());
    assert_eq!((one.requested, one.outstanding, one.output), (Some(10), Some(4), 2));
    assert_eq!(one.state, StageState::Starved); // it is the source, and more is wanted of it
    subscribers[1].cancel();
    let none = stage(inspector.snapshot());
    assert_eq!((none.outstanding, none.output), (Some(0), 2));
    assert_eq!(none.state, StageState::Cancelled);
}

#[test]
fn what_a_cancelled_subscription_held_is_not_held_any_more() {
    let inspector = Inspector::new("retry");
    let (time, capacity) = (VirtualTime::new(1), NonZeroUsize::new(8).unwrap());
    for round in 1..4 {
        let publisher = TestPublisher::<u32, String>::new();
        let subscriber = TestSubscriber::with_initial_demand(1);
        publisher
            .publisher()
            .observed(&inspector, Stage::named("numbers"))
            .publish_on(&time, capacity)
            .observed(&inspector, Stage::named("hop").capacity(capacity))
            .subscribe(subscriber.subscriber());
        (0..5).for_each(|n| publisher.next(n));
        let snapshot = inspector.snapshot();
        let hop = snapshot.stage("hop").unwrap();
        assert_eq!((hop.input, hop.depth), (Some(5 * round), Some(5)));
        subscriber.cancel();
    }
    assert_eq!(inspector.snapshot().stage("hop").unwrap().depth, Some(0));
}

/// On another thread it has to be said.
#[test]
fn a_stage_can_name_the_one_below_it() {
    let time = VirtualTime::new(1);
    let inspector = Inspector::with_clock("hop", &time);
    let sum = range(0..10u32)
        .observed(&inspector, Stage::named("numbers").below("sum"))
        .subscribe_on(&time)
        .observed(&inspector, Stage::named("sum"))
        .fold(0, |sum, n| sum + n);
    let mut sum = sum.start();
    time.run_until_idle();
    assert_eq!(sum.try_take().unwrap(), Ok(45));
    let snapshot = inspector.snapshot();
    assert_eq!(above(&snapshot, "sum"), ["numbers"]);
    assert_eq!(above(&snapshot, "sink"), ["sum"]);
    assert_eq!(snapshot.stage("sum").unwrap().input, Some(10));
}

#[test]
fn other_pipelines_do_not_get_mixed_in() {
    let [first, second] = ["first", "second"].map(Inspector::new);
    let other = second.clone();
    let numbers = range(0..3u32)
        .observed(&first, Stage::named("numbers"))
        .map(move |n| {
            let inner = from_iter([n]).observed(&other, Stage::named("inner"));
            inner.count().block().unwrap()
        })
        .observed(&first, Stage::named("counts"));
    assert_eq!(numbers.collect::<Vec<_>>().block().unwrap(), [1, 1, 1]);
    assert_eq!(above(&first.snapshot(), "counts"), ["numbers"]);
    assert_eq!(above(&second.snapshot(), "sink"), ["inner"]);
}

#[test]
fn an_error_and_a_panic_are_failures() {
    let inspector = Inspector::new("failing");
    let failing = reactive_streams_operators::error::<u32, _>("broken");
    assert!(failing.observed(&inspector, Stage::named("error")).count().block().is_err());
    let panicking = range(0..3u32)
        .observed(&inspector, Stage::named("panic"))
        .map(|n| if n == 1 { panic!("broken") } else { n });
    let run = || panicking.count().block().is_err();
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err());
    let snapshot = inspector.snapshot();
    let state = |name| snapshot.stage(name).unwrap().state;
    assert_eq!((state("error"), state("panic")), (StageState::Failed, StageState::Failed));
}

#[test]
fn gauges_are_asked_for_each_snapshot() {
    let inspector = Inspector::new("gauges");
    let gauge = Arc::new(AtomicU64::new(3));
    let (depth, lag) = (gauge.clone(), gauge.clone());
    let read = |gauge: &AtomicU64| gauge.load(Ordering::Relaxed);
    let stage =
        Stage::named("queue").depth_with(move || read(&depth)).lag_with(move || 10 * read(&lag));
    let numbers = range(0..3u32).observed(&inspector, stage);
    let figures = || {
        let snapshot = inspector.snapshot();
        (snapshot.stages[0].depth, snapshot.stages[0].lag)
    };
    assert_eq!(figures(), (Some(3), Some(30))); // it need not be subscribed
    gauge.store(4, Ordering::Relaxed);
    assert_eq!(figures(), (Some(4), Some(40)));
    drop(numbers);
}

/// What is kept does not grow with the number of subscriptions that are over.
#[test]
fn nothing_is_kept_of_subscriptions_that_are_over() {
    let leaks = LeakCheck::new();
    let inspector = Inspector::new("many");
    for _ in 0..100 {
        let tracked = leaks.track(1);
        let stage = Stage::named("numbers").depth_with(move || *tracked);
        let numbers = range(0..3u32).observed(&inspector, stage);
        assert_eq!(numbers.count().block(), Ok(3));
    }
    assert_eq!(leaks.alive(), 1, "the latest stage of a name is kept, and no other");
    let snapshot = inspector.snapshot();
    assert_eq!((snapshot.stages.len(), snapshot.stages[0].output), (2, 300));
    drop(inspector);
    leaks.assert_no_leaks();
}

/// While threads are at work, somebody looks on.
#[test]
fn figures_are_right_when_threads_have_done_their_work() {
    let (a, b) = (ThreadScheduler::new("a"), ThreadScheduler::new("b"));
    let inspector = Inspector::new("threads");
    let capacity = NonZeroUsize::new(16).unwrap();
    let count = range(0..100_000u32)
        .observed(&inspector, Stage::named("source"))
        .publish_on(&a, capacity)
        .observed(&inspector, Stage::named("first").capacity(capacity))
        .publish_on(&b, capacity)
        .observed(&inspector, Stage::named("second").capacity(capacity))
        .filter(|n| n % 2 == 0)
        .count()
        .start();
    let done = Arc::new(AtomicBool::new(false));
    let (looking, until) = (inspector.clone(), done.clone());
    let looker = thread::spawn(move || {
        let mut before = 0;
        while !until.load(Ordering::Relaxed) {
            let snapshot = looking.snapshot();
            let output = snapshot.stages[0].output;
            assert!(output >= before && output <= 100_000, "{snapshot:#?}");
            before = output;
            for stage in &snapshot.stages {
                assert!((0.0..=1.0).contains(&stage.blocked_ratio), "{snapshot:#?}");
            }
        }
    });
    assert_eq!(count.block(), Ok(50_000));
    done.store(true, Ordering::Relaxed);
    looker.join().unwrap();
    let snapshot = inspector.snapshot();
    for stage in &snapshot.stages[1..] {
        assert_eq!((stage.input, stage.output), (Some(100_000), 100_000), "{stage:#?}");
    }
    let first = snapshot.stage("first").unwrap();
    assert_eq!((first.outstanding, first.depth), (Some(0), Some(0)));
    assert!(first.wait.unwrap().count > 0);
}

#[test]
fn requests_after_the_end_do_not_count() {
    let inspector = Inspector::new("late");
    let publisher = TestPublisher::<u32, String>::new();
    let subscriber = TestSubscriber::with_initial_demand(2);
    let observed = publisher.publisher().observed(&inspector, Stage::named("numbers"));
    observed.subscribe(subscriber.subscriber());
    let subscription = subscriber.subscription();
    publisher.next(1);
    publisher.complete();
    subscription.request(Demand::of(5));
    assert_eq!(inspector.snapshot().stages[0].requested, Some(2));
}

/// One input of a queue is over, and what it has brought is still there.
#[test]
fn what_came_from_an_input_that_is_over_stays() {
    let inspector = Inspector::new("merged");
    let capacity = NonZeroUsize::new(100).unwrap();
    let [left, right] = [(), ()].map(|()| TestPublisher::<u32, String>::new());
    let subscriber = TestSubscriber::with_initial_demand(0);
    let [first, second] = [("left", &left), ("right", &right)]
        .map(|(name, publisher)| publisher.publisher().observed(&inspector, Stage::named(name)));
    first
        .merge(second)
        .observed(&inspector, Stage::named("merged").capacity(capacity))
        .subscribe(subscriber.subscriber());
    (0..3).for_each(|n| left.next(n));
    right.next(1);
    left.complete();
    let merged = || inspector.snapshot().stage("merged").unwrap().clone();
    assert_eq!((merged().input, merged().depth), (Some(4), Some(4)));
    subscriber.request(1);
    assert_eq!((merged().input, merged().depth), (Some(4), Some(3)));
}

/// Two subscriptions that share a counter of drops.
#[test]
fn a_counter_of_drops_that_is_shared_counts_once() {
    let inspector = Inspector::new("shared");
    let (capacity, policy) = (NonZeroUsize::new(2).unwrap(), Overflow::drop_oldest());
    let stage = Stage::named("queue").capacity(capacity).drops(&policy.dropped());
    let publishers = [(), ()].map(|()| TestPublisher::<u32, String>::new());
    let subscribers = [(), ()].map(|()| TestSubscriber::with_initial_demand(0));
    for (publisher, subscriber) in publishers.iter().zip(&subscribers) {
        publisher
            .publisher()
            .observed(&inspector, Stage::named("numbers"))
            .on_overflow(capacity, policy.clone())
            .observed(&inspector, stage.clone())
            .subscribe(subscriber.subscriber());
        (0..5).for_each(|n| publisher.next(n));
    }
    let queue = || inspector.snapshot().stage("queue").unwrap().clone();
    assert_eq!((queue().dropped["oldest"], queue().depth), (6, Some(4)));
    subscribers[0].cancel();
    assert_eq!((queue().dropped["oldest"], queue().depth), (6, Some(2)));
    publishers[1].next(5);
    assert_eq!((queue().dropped["oldest"], queue().depth), (7, Some(2)));
    subscribers[1].cancel();
    assert_eq!((queue().dropped["oldest"], queue().depth), (7, Some(0)));
}
