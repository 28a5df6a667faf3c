//! Tests of `catch_panics`.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{BoxPublisher, Panicked, SinkError, Upstream, from_iter, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;
use support::capacity;

/// Why a stream of these tests may fail.
#[derive(Debug, PartialEq)]
enum Failure {
    Upstream,
    Panicked(Panicked),
}

impl From<Panicked> for Failure {
    fn from(panicked: Panicked) -> Self {
        Self::Panicked(panicked)
    }
}

impl Failure {
    fn message(&self) -> Option<&str> {
        match self {
            Self::Upstream => None,
            Self::Panicked(panicked) => panicked.message(),
        }
    }
}

type Source = TestPublisher<u32, Failure>;
type Segment = fn(Upstream<u32, Failure>) -> BoxPublisher<u32, Failure>;

fn seven(n: u32) -> u32 {
    assert!(n != 7, "seven");
    n
}

const MAP: Segment = |it| it.map(seven).boxed();
const LATER: Segment = |it| it.map(|n| n).filter(|n| seven(*n) < 100).map(|n| n).boxed();
const FLAT: Segment = |it| it.flat_map(capacity(2), |n| from_iter([seven(n)]).fallible()).boxed();
const CONCAT: Segment = |it| it.concat_map(|n| from_iter([n]).map(seven).fallible()).boxed();
const ONE_BY_ONE: Segment = |it| it.hide().inspect(|n| assert!(seven(*n) < 9)).boxed();

#[rstest]
#[case::map(MAP)]
#[case::later(LATER)]
#[case::flat_map(FLAT)]
#[case::concat_map(CONCAT)]
#[case::one_by_one(ONE_BY_ONE)]
fn a_panic_of_the_segment_is_an_error(
    #[case] segment: Segment,
    #[values(true, false)] burst: bool,
) {
    if burst {
        let numbers = range(5..9).fallible().catch_panics(segment);
        let Err(SinkError::Upstream(failure)) = numbers.collect::<Vec<_>>().block() else {
            panic!("it has not failed")
        };
        assert_eq!(failure.message(), Some("seven"));
        return;
    }
    let source = Source::new();
    let subscriber = TestSubscriber::with_initial_demand(9);
    source.publisher().catch_panics(segment).subscribe(subscriber.subscriber());
    source.next(6);
    source.next(7);
    source.assert_cancelled();
    assert_eq!(subscriber.log()[..2], ["subscribe", "6"]);
    assert!(subscriber.is_terminated());
    assert!(subscriber.log()[2].contains("seven"), "{:?}", subscriber.log());
    subscriber.verify();
}

#[test]
fn a_panic_at_the_end_is_an_error() {
    let source = Source::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let segment = |it: Upstream<u32, Failure>| it.do_on_complete(|| panic!("at the end"));
    source.publisher().catch_panics(segment).subscribe(subscriber.subscriber());
    source.complete();
    assert!(subscriber.log()[1].contains("at the end"), "{:?}", subscriber.log());
}

#[test]
fn errors_and_cancel_go_through() {
    let source = Source::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    source.publisher().catch_panics(MAP).subscribe(subscriber.subscriber());
    source.assert_requests([1]);
    source.next(1);
    source.error(Failure::Upstream);
    subscriber.assert_values([1]).assert_error(Failure::Upstream).verify();

    let source = Source::new();
    let subscriber = TestSubscriber::<u32, Failure>::with_initial_demand(1);
    source.publisher().catch_panics(MAP).subscribe(subscriber.subscriber());
    subscriber.cancel();
    source.assert_cancelled();
    assert!(subscriber.is_dropped());
}

#[test]
fn a_panic_of_the_downstream_unwinds() {
    let source = Source::new();
    let subscriber = TestSubscriber::<u32, Failure>::with_initial_demand(9);
    let subscriber = subscriber.on_next(|_, _| panic!("downstream"));
    source.publisher().catch_panics(MAP).subscribe(subscriber.subscriber());
    let panic = catch_unwind(AssertUnwindSafe(|| source.next(1))).expect_err("it unwinds");
    assert_eq!(panic.downcast_ref(), Some(&"downstream"));
    source.assert_cancelled();
    assert!(subscriber.is_dropped() && !subscriber.is_terminated());
}

#[test]
fn a_panic_of_the_upstream_unwinds() {
    let numbers = range(5..9).map(seven).fallible::<Failure>().catch_panics(MAP);
    let subscriber = TestSubscriber::with_initial_demand(9).tolerating("1.4");
    let subscribing = || numbers.subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(subscribing)).is_err());
    assert!(subscriber.is_dropped() && !subscriber.is_terminated());
}

#[test]
fn nothing_is_kept_of_what_has_panicked() {
    let leaks = LeakCheck::new();
    let source = TestPublisher::<Tracked<u32>, Failure>::new();
    let subscriber = TestSubscriber::with_initial_demand(9);
    let captured = leaks.track(0);
    let segment = source
        .publisher()
        .catch_panics(move |it| it.map(move |n: Tracked<u32>| seven(*n + *captured)));
    segment.subscribe(subscriber.subscriber());
    source.next(leaks.track(7));
    leaks.assert_no_leaks();
    assert!(subscriber.is_dropped() && !subscriber.subscription_leaks());
}

#[test]
fn behind_a_change_of_threads_the_downstream_is_abandoned() {
    let scheduler = Arc::new(DeterministicScheduler::new(1));
    let clock = Arc::clone(&scheduler);
    let source = Source::new();
    let subscriber = TestSubscriber::<u32, Failure>::with_initial_demand(9).tolerating("1.4");
    let numbers = source.publisher();
    let segment = move |it: Upstream<_, _>| it.publish_on(&*clock, capacity(2)).map(seven);
    numbers.catch_panics(segment).subscribe(subscriber.subscriber());
    source.next(7);
    assert!(catch_unwind(AssertUnwindSafe(|| scheduler.run_until_idle())).is_err());
    source.assert_cancelled();
    assert!(subscriber.is_dropped() && !subscriber.is_terminated());
}
