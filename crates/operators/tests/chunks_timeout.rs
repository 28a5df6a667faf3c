//! Tests of `chunks_timeout`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{SinkError, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;
use support::capacity;

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn a_full_chunk_is_given_at_once() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(9);
    upstream
        .publisher()
        .chunks_timeout(capacity(2), SECOND, &scheduler)
        .subscribe(subscriber.subscriber());
    (0..5).for_each(|n| upstream.next(n));
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "[0, 1]", "[2, 3]"]);
}

#[test]
fn the_time_counts_from_the_first_element_of_a_chunk() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(9);
    upstream
        .publisher()
        .chunks_timeout(capacity(3), SECOND, &scheduler)
        .subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 5);
    upstream.next(1);
    scheduler.advance(SECOND / 2);
    upstream.next(2);
    scheduler.advance(SECOND / 2 - TICK);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log(), ["[1, 2]"]);
    scheduler.advance(SECOND * 5);
    assert!(subscriber.take_log().is_empty()); // none is empty
    (3..6).for_each(|n| upstream.next(n));
    scheduler.advance(SECOND / 2);
    upstream.next(6);
    scheduler.advance(SECOND - TICK);
    assert_eq!(subscriber.take_log(), ["[3, 4, 5]"]);
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log(), ["[6]"]);
}

#[test]
fn without_demand_it_holds_a_chunk_and_the_upstream() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(0);
    upstream
        .publisher()
        .chunks_timeout(capacity(2), SECOND, &scheduler)
        .subscribe(subscriber.subscriber());
    assert_eq!(upstream.log(), ["request 8"]);
    (0..8).for_each(|n| upstream.next(n));
    scheduler.advance(SECOND * 9);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    assert_eq!(upstream.log(), ["request 8"]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["[0, 1]"]);
    assert_eq!(upstream.log(), ["request 8"]);
    subscriber.request(2);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["[2, 3]", "[4, 5]"]);
    assert_eq!(upstream.log(), ["request 8", "request 6"]); // three quarters
}

#[rstest]
#[case(4, &["subscribe", "[0, 1]", "[2, 3]", "complete"])]
#[case(5, &["subscribe", "[0, 1]", "[2, 3]", "[4]", "complete"])]
#[case(0, &["subscribe", "complete"])]
fn the_rest_is_given_before_completion(#[case] length: u32, #[case] expected: &[&str]) {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(3);
    range(0..length)
        .chunks_timeout(capacity(2), SECOND, &scheduler)
        .subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), expected);
}

#[test]
fn the_rest_waits_for_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(1);
    range(0..3).chunks_timeout(capacity(2), SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 9);
    assert_eq!(subscriber.take_log(), ["subscribe", "[0, 1]"]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["[2]", "complete"]);
}

#[test]
fn an_error_overtakes_what_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<Tracked<()>, &str>::new();
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::<Vec<Tracked<()>>, _>::with_initial_demand(9);
    upstream
        .publisher()
        .chunks_timeout(capacity(3), SECOND, &scheduler)
        .subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    scheduler.run_until_idle();
    upstream.next(leaks.track(()));
    upstream.error("broken");
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    leaks.assert_no_leaks();
}

#[test]
fn cancel_drops_what_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<Tracked<()>, ()>::new();
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::<Vec<Tracked<()>>, _>::with_initial_demand(9);
    upstream
        .publisher()
        .chunks_timeout(capacity(3), SECOND, &scheduler)
        .subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    scheduler.run_until_idle();
    upstream.next(leaks.track(()));
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    assert_eq!(upstream.log(), ["request 12", "cancel"]);
}

#[test]
fn a_panic_drops_everything() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<Tracked<()>, ()>::new();
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::with_initial_demand(9);
    let subscriber = subscriber.on_next(|_: &Vec<Tracked<()>>, _| panic!("on_next"));
    upstream
        .publisher()
        .chunks_timeout(capacity(1), SECOND, &scheduler)
        .subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    upstream.next(leaks.track(()));
    let run = std::panic::AssertUnwindSafe(|| scheduler.run_until_idle());
    assert!(std::panic::catch_unwind(run).is_err());
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn an_upstream_that_abandons_its_subscriber_abandons_ours() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(5);
    upstream
        .publisher()
        .chunks_timeout(capacity(2), SECOND, &scheduler)
        .subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.abandon();
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "[1]"]);
    subscriber.assert_abandoned();
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let chunks = upstream.publisher().chunks_timeout(capacity(2), SECOND, &scheduler);
    let outcome = chunks.collect::<Vec<_>>().start();
    upstream.next(1);
    scheduler.run_until_idle();
    drop(scheduler);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
    assert_eq!(upstream.log(), ["request 8", "cancel"]);
}
