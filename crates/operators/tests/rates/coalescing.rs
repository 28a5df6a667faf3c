//! What is the same for all operators that keep something of what comes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::BoxPublisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};

use super::SECOND;

type Element = Tracked<u32>;
type Elements = BoxPublisher<Element, &'static str>;

/// Each of them takes whatever comes, and gives something of two elements a second later at the latest.
const OPERATORS: &[(&str, fn(Elements, &dyn Scheduler) -> Elements)] = &[
    ("debounce", |elements, clock| elements.debounce(SECOND, clock).boxed()),
    ("sample", |elements, clock| elements.sample(SECOND, clock).boxed()),
    ("throttle_first", |elements, clock| elements.throttle_first(SECOND, clock).boxed()),
    ("throttle_latest", |elements, clock| elements.throttle_latest(SECOND, clock).boxed()),
    ("conflate", |elements, _| elements.conflate(|_, latest| latest).boxed()),
];

struct Run {
    clock: DeterministicScheduler,
    upstream: TestPublisher<Element, &'static str>,
    subscriber: TestSubscriber<Element, &'static str>,
}

/// Plays a scene with each of the operators, behind two elements that come at once, on a subscriber that
/// asks for `demand`; and then looks for leaks.
fn with_each(demand: u64, scene: impl Fn(&Run)) {
    for (name, operator) in OPERATORS {
        println!("{name}"); // shown when the test fails
        let leaks = LeakCheck::new();
        let clock = DeterministicScheduler::new(1);
        let subscriber = TestSubscriber::with_initial_demand(demand);
        let run = Run { clock, upstream: TestPublisher::new(), subscriber };
        let elements = operator(run.upstream.publisher().boxed(), &run.clock);
        elements.subscribe(run.subscriber.subscriber());
        run.upstream.assert_requests([u64::MAX]);
        run.upstream.next(leaks.track(1));
        run.upstream.next(leaks.track(2));
        scene(&run);
        run.clock.run_until_idle();
        run.subscriber.verify();
        let Run { subscriber, .. } = run;
        drop(subscriber.take_values());
        leaks.assert_no_leaks();
        assert!(!subscriber.subscription_leaks());
    }
}

#[test]
fn something_is_given_when_it_is_requested_and_due() {
    with_each(1, |run| {
        run.clock.advance(SECOND);
        run.subscriber.assert_value_count(1).assert_not_terminated();
        run.subscriber.cancel();
    });
}

#[test]
fn nothing_is_given_without_demand_and_the_completion_waits_for_what_is_kept() {
    with_each(0, |run| {
        run.upstream.complete();
        run.clock.advance(SECOND);
        run.subscriber.assert_value_count(0).assert_not_terminated();
        run.subscriber.request(2);
        run.clock.advance(SECOND);
        run.subscriber.assert_complete();
    });
}

#[test]
fn an_error_overtakes_what_is_kept() {
    with_each(0, |run| {
        run.upstream.error("broken");
        run.clock.run_until_idle();
        run.subscriber.assert_value_count(0).assert_error("broken");
    });
}

#[test]
fn cancel_goes_to_the_upstream_and_drops_what_is_kept() {
    with_each(0, |run| {
        run.subscriber.cancel();
        run.upstream.assert_cancelled();
        assert!(run.subscriber.is_dropped());
    });
}

#[test]
fn an_abandoned_stream_is_passed_on_as_that() {
    with_each(2, |run| {
        run.upstream.abandon();
        run.clock.advance(SECOND);
        run.subscriber.assert_abandoned();
    });
}

#[test]
fn a_panic_of_the_subscriber_drops_everything() {
    for (name, operator) in OPERATORS {
        println!("{name}");
        let leaks = LeakCheck::new();
        let clock = DeterministicScheduler::new(1);
        let upstream = TestPublisher::new();
        let subscriber: TestSubscriber<Element, _> = TestSubscriber::new();
        let subscriber = subscriber.on_next(|_, _| panic!("bomb"));
        operator(upstream.publisher().boxed(), &clock).subscribe(subscriber.subscriber());
        let bring_two = || {
            upstream.next(leaks.track(1));
            upstream.next(leaks.track(2));
            clock.advance(SECOND);
        };
        catch_unwind(AssertUnwindSafe(bring_two)).unwrap_err();
        assert!(subscriber.is_dropped());
        upstream.assert_cancelled();
        drop(subscriber.take_values());
        leaks.assert_no_leaks();
    }
}
