//! Tests of `delay`.

mod support;

use std::time::Duration;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{SinkError, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use support::capacity;

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn shifts_elements_and_the_completion() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    upstream.publisher().delay(SECOND, &scheduler, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(1);
    scheduler.advance(SECOND / 4);
    upstream.next(2);
    upstream.next(3);
    scheduler.advance(SECOND / 4);
    upstream.complete();
    scheduler.advance(SECOND / 2 - TICK);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log(), ["1"]);
    scheduler.advance(SECOND / 4);
    assert_eq!(subscriber.take_log(), ["2", "3"]);
    scheduler.advance(SECOND / 4 - TICK);
    assert!(subscriber.take_log().is_empty());
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log(), ["complete"]);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn an_empty_stream_completes_late_and_without_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().delay(SECOND, &scheduler, capacity(4)).subscribe(subscriber.subscriber());
    upstream.complete();
    scheduler.advance(SECOND - TICK);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log(), ["complete"]);
}

#[test]
fn what_is_due_waits_for_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().delay(SECOND, &scheduler, capacity(2)).subscribe(subscriber.subscriber());
    assert_eq!(upstream.log(), ["request 2"]);
    upstream.next(1);
    upstream.next(2);
    scheduler.advance(SECOND * 9);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["1"]);
    assert_eq!(upstream.log(), ["request 2"]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["2"]);
    assert_eq!(upstream.log(), ["request 2", "request 2"]); // replenished
}

#[test]
fn an_error_overtakes_what_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<Tracked<()>, &str>::new();
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::<Tracked<()>, _>::with_initial_demand(9);
    upstream.publisher().delay(SECOND, &scheduler, capacity(4)).subscribe(subscriber.subscriber());
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
    let subscriber = TestSubscriber::<Tracked<()>, _>::with_initial_demand(9);
    upstream.publisher().delay(SECOND, &scheduler, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    scheduler.run_until_idle();
    upstream.next(leaks.track(()));
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    scheduler.advance(SECOND);
    assert_eq!(subscriber.log(), ["subscribe"]);
}

#[test]
fn an_upstream_that_abandons_its_subscriber_abandons_ours() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(5);
    upstream.publisher().delay(SECOND, &scheduler, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.abandon();
    scheduler.advance(SECOND);
    assert_eq!(subscriber.log(), ["subscribe", "1"]);
    subscriber.assert_abandoned();
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let outcome = range(0..3).delay(SECOND, &scheduler, capacity(4)).collect::<Vec<_>>().start();
    scheduler.run_until_idle();
    drop(scheduler);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
}

#[test]
fn a_panic_drops_everything() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<Tracked<()>, ()>::new();
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::with_initial_demand(9);
    let subscriber = subscriber.on_next(|_: &Tracked<()>, _| panic!("on_next"));
    upstream.publisher().delay(SECOND, &scheduler, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    upstream.next(leaks.track(()));
    let advance = std::panic::AssertUnwindSafe(|| scheduler.advance(SECOND));
    assert!(std::panic::catch_unwind(advance).is_err());
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn all_elements_come_in_order_one_by_one() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    range(0..100).delay(SECOND, &scheduler, capacity(8)).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 100);
    let log = subscriber.log();
    assert!(log[1..101].iter().eq(&(0..100).map(|n| n.to_string()).collect::<Vec<_>>()));
    assert_eq!(log[101], "complete");
}
