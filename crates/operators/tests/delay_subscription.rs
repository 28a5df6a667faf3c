//! Tests of `delay_subscription`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use support::{manual, recorder};

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn keeps_the_demand_until_it_subscribes() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, &str>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.delay_subscription(SECOND, &scheduler).subscribe(recorder);
    probe.request(3);
    scheduler.advance(SECOND - TICK);
    assert_eq!(probe.log(), ["subscribe"]);
    assert!(upstream.log().is_empty());
    scheduler.advance(TICK);
    assert_eq!(upstream.log(), ["request 5"]);
    probe.request(1);
    assert_eq!(upstream.log(), ["request 5", "request 1"]);
    upstream.next(1);
    upstream.error("broken");
    assert_eq!(probe.log(), ["subscribe", "1", "error \"broken\""]);
}

#[test]
fn a_cancel_before_drops_the_upstream_unsubscribed() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.delay_subscription(SECOND, &scheduler).subscribe(recorder);
    probe.cancel();
    assert!(probe.is_dropped());
    scheduler.advance(SECOND);
    assert!(upstream.log().is_empty());
    assert!(!probe.subscription_leaks());
}

#[test]
fn a_cancel_afterwards_goes_upstream() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.delay_subscription(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND);
    probe.cancel();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
}

#[test]
fn a_scheduler_that_shuts_down_before_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, _upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.delay_subscription(SECOND, &scheduler).subscribe(recorder);
    drop(scheduler);
    assert!(probe.is_dropped());
    assert_eq!(probe.log(), ["subscribe"]);
}

#[test]
fn a_scheduler_that_shuts_down_afterwards_is_not_needed() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.delay_subscription(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND);
    drop(scheduler);
    upstream.next(1);
    upstream.complete();
    assert_eq!(probe.log(), ["subscribe", "1", "complete"]);
}
