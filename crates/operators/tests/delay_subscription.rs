//! Tests of `delay_subscription`.

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn keeps_the_demand_until_it_subscribes() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().delay_subscription(SECOND, &scheduler).subscribe(subscriber.subscriber());
    subscriber.request(3);
    scheduler.advance(SECOND - TICK);
    assert_eq!(subscriber.log(), ["subscribe"]);
    assert!(upstream.log().is_empty());
    scheduler.advance(TICK);
    assert_eq!(upstream.log(), ["request 5"]);
    subscriber.request(1);
    assert_eq!(upstream.log(), ["request 5", "request 1"]);
    upstream.next(1);
    upstream.error("broken");
    assert_eq!(subscriber.log(), ["subscribe", "1", "error \"broken\""]);
}

#[test]
fn a_cancel_before_drops_the_upstream_unsubscribed() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().delay_subscription(SECOND, &scheduler).subscribe(subscriber.subscriber());
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    scheduler.advance(SECOND);
    assert!(upstream.log().is_empty());
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn a_cancel_afterwards_goes_upstream() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().delay_subscription(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND);
    subscriber.cancel();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
}

#[test]
fn a_scheduler_that_shuts_down_before_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().delay_subscription(SECOND, &scheduler).subscribe(subscriber.subscriber());
    drop(scheduler);
    subscriber.assert_abandoned();
    assert_eq!(subscriber.log(), ["subscribe"]);
}

#[test]
fn a_scheduler_that_shuts_down_afterwards_is_not_needed() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().delay_subscription(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND);
    drop(scheduler);
    upstream.next(1);
    upstream.complete();
    assert_eq!(subscriber.log(), ["subscribe", "1", "complete"]);
}
