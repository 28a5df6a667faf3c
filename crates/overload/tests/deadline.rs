//! Tests of `Due`, `due_within`, `shed_late` and `shed_late_after`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::operator::{
    DropCounter, Observe, Overflow, OverflowObserver, Overflowed, Reason,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_overload::Due;
use reactive_streams_overload::ext::DeadlineExt;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber};
use rstest::rstest;
use support::{SECOND, capacity};

type Upstream = TestPublisher<Due<u32>, &'static str>;
type Downstream = TestSubscriber<Due<u32>, &'static str>;

struct Bench {
    clock: DeterministicScheduler,
    upstream: Upstream,
    downstream: Downstream,
}

impl Bench {
    /// Each element takes as many milliseconds as it is big.
    fn new(demand: u64, observer: impl OverflowObserver<Due<u32>>) -> Self {
        let clock = DeterministicScheduler::new(1);
        let (upstream, downstream) = (Upstream::new(), Downstream::with_initial_demand(demand));
        let takes = |element: &u32| Duration::from_millis(u64::from(*element));
        let shed = upstream.publisher().shed_late_after(takes, &clock, observer);
        shed.subscribe(downstream.subscriber());
        Self { clock, upstream, downstream }
    }

    fn next(&self, element: u32, due: Duration) {
        self.upstream.next(Due::new(element, due));
    }
}

#[rstest]
#[case::in_time(SECOND, Duration::ZERO, SECOND, false)]
#[case::just_in_time(SECOND, SECOND, 2 * SECOND, false)]
#[case::by_a_nanosecond(SECOND, SECOND, 2 * SECOND - Duration::from_nanos(1), true)]
#[case::what_takes_for_ever(SECOND, Duration::MAX, Duration::MAX, false)]
fn late(
    #[case] now: Duration,
    #[case] service_time: Duration,
    #[case] due: Duration,
    #[case] expected: bool,
) {
    assert_eq!(Due::new((), due).is_late(now, service_time), expected);
}

#[test]
fn a_deadline_stays_with_what_is_made_of_the_element() {
    let due = Due::new(vec![7], SECOND);
    assert_eq!(due.as_ref().map(|elements| elements[0]), Due::new(7, SECOND));
    assert_eq!(due.map(|elements| elements.len()), Due::new(1, SECOND));
    assert_eq!(Due::new((), SECOND).time_left(3 * SECOND), Duration::ZERO);
}

#[test]
fn elements_are_due_from_when_they_came() {
    let clock = DeterministicScheduler::new(1);
    let (upstream, downstream) =
        (TestPublisher::<u32, &str>::new(), Downstream::with_initial_demand(2));
    upstream.publisher().due_within(SECOND, &clock).subscribe(downstream.subscriber());
    upstream.next(1);
    clock.advance(SECOND);
    upstream.next(2);
    downstream.assert_values([Due::new(1, SECOND), Due::new(2, 2 * SECOND)]);
    upstream.assert_requests([2]);
    upstream.error("broken");
    downstream.assert_error("broken").verify();
}

#[test]
fn what_is_late_is_left_out_and_another_requested() {
    let late = DropCounter::new();
    let bench = Bench::new(2, late.clone());
    bench.clock.advance(SECOND);
    bench.next(0, SECOND);
    bench.next(1, SECOND);
    bench.upstream.assert_requests([2, 1]);
    bench.next(2, 2 * SECOND);
    bench.downstream.assert_values([Due::new(0, SECOND), Due::new(2, 2 * SECOND)]);
    assert_eq!((late.by(Reason::TooLate), late.total()), (1, 1));
    bench.upstream.complete();
    bench.downstream.assert_complete().verify();
}

#[test]
fn the_observer_gets_the_element_and_its_deadline() {
    let seen = Arc::<Mutex<Vec<_>>>::default();
    let observer = {
        let seen = Arc::clone(&seen);
        Observe::new(move |overflowed: Overflowed<Due<u32>>| seen.lock().unwrap().push(overflowed))
    };
    let bench = Bench::new(9, observer);
    bench.next(7, Duration::ZERO);
    let element = Due::new(7, Duration::ZERO);
    assert!(*seen.lock().unwrap() == [Overflowed { reason: Reason::TooLate, element }]);
}

#[test]
fn an_error_and_a_cancel_go_through() {
    let bench = Bench::new(9, DropCounter::new());
    bench.upstream.error("broken");
    assert_eq!(bench.downstream.log(), ["subscribe", "error \"broken\""]);

    let bench = Bench::new(9, DropCounter::new());
    bench.downstream.cancel();
    bench.upstream.assert_cancelled();
    assert!(bench.downstream.is_dropped());
}

#[test]
fn an_observer_that_panics_ends_the_stream() {
    let bench = Bench::new(9, Observe::new(|_: Overflowed<Due<u32>>| panic!("an observer")));
    assert!(catch_unwind(AssertUnwindSafe(|| bench.next(1, Duration::ZERO))).is_err());
    bench.downstream.assert_abandoned();
}

#[test]
fn nothing_is_left_of_what_was_left_out() {
    let alive = LeakCheck::new();
    let clock = DeterministicScheduler::new(1);
    clock.advance(SECOND);
    let (upstream, downstream) =
        (TestPublisher::new(), TestSubscriber::<_, &str>::with_initial_demand(9));
    upstream.publisher().shed_late(&clock, DropCounter::new()).subscribe(downstream.subscriber());
    upstream.next(Due::new(alive.track(()), Duration::ZERO));
    alive.assert_no_leaks();
    downstream.cancel();
}

/// It is the one that is the least likely to be done in time.
#[test]
fn what_is_due_first_gives_way_in_a_full_buffer() {
    let policy = Overflow::drop_least(Due::rank);
    let dropped = policy.dropped();
    let (upstream, downstream) = (Upstream::new(), Downstream::with_initial_demand(0));
    upstream.publisher().on_overflow(capacity(2), policy).subscribe(downstream.subscriber());
    for seconds in [5, 3, 9] {
        upstream.next(Due::new(seconds, seconds * SECOND));
    }
    downstream.request(9);
    downstream.assert_values([5, 9].map(|seconds| Due::new(seconds, seconds * SECOND)));
    assert_eq!(dropped.by(Reason::LeastImportant), 1);
}

proptest! {
    /// Nothing is given that could not be done in time, nothing is left out that could, and all are counted.
    #[test]
    fn late_or_in_time(arrivals in vec((0u64..5, 0u32..10, 0u64..40), 0..100), demand in 1u64..20) {
        let late = DropCounter::new();
        let bench = Bench::new(demand, late.clone());
        let (mut sent, mut expected) = (0, Vec::new());
        for (pause, takes, due) in arrivals {
            bench.clock.advance(Duration::from_millis(pause));
            if expected.len() as u64 == demand {
                break;
            }
            let due = Due::new(takes, Duration::from_millis(due));
            bench.next(due.element, due.due);
            sent += 1;
            let done = bench.clock.now() + Duration::from_millis(u64::from(takes));
            expected.extend((done <= due.due).then_some(due));
        }
        prop_assert_eq!(late.by(Reason::TooLate), sent - expected.len() as u64);
        bench.downstream.assert_values(expected);
    }
}
