//! Tests of `delay`.

mod support;

use std::time::Duration;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{SinkError, range};
use support::{Alive, capacity, manual, recorder};

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn shifts_elements_and_the_completion() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(9);
    publisher.delay(SECOND, &scheduler, capacity(4)).subscribe(recorder);
    upstream.next(1);
    scheduler.advance(SECOND / 4);
    upstream.next(2);
    upstream.next(3);
    scheduler.advance(SECOND / 4);
    upstream.complete();
    scheduler.advance(SECOND / 2 - TICK);
    assert_eq!(probe.news(), ["subscribe"]);
    scheduler.advance(TICK);
    assert_eq!(probe.news(), ["1"]);
    scheduler.advance(SECOND / 4);
    assert_eq!(probe.news(), ["2", "3"]);
    scheduler.advance(SECOND / 4 - TICK);
    assert!(probe.news().is_empty());
    scheduler.advance(TICK);
    assert_eq!(probe.news(), ["complete"]);
    assert!(!probe.subscription_leaks());
}

#[test]
fn an_empty_stream_completes_late_and_without_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.delay(SECOND, &scheduler, capacity(4)).subscribe(recorder);
    upstream.complete();
    scheduler.advance(SECOND - TICK);
    assert_eq!(probe.news(), ["subscribe"]);
    scheduler.advance(TICK);
    assert_eq!(probe.news(), ["complete"]);
}

#[test]
fn what_is_due_waits_for_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.delay(SECOND, &scheduler, capacity(2)).subscribe(recorder);
    assert_eq!(upstream.log(), ["request 2"]);
    upstream.next(1);
    upstream.next(2);
    scheduler.advance(SECOND * 9);
    assert_eq!(probe.news(), ["subscribe"]);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["1"]);
    assert_eq!(upstream.log(), ["request 2"]);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["2"]);
    assert_eq!(upstream.log(), ["request 2", "request 2"]); // replenished
}

#[test]
fn an_error_overtakes_what_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<Alive, &str>();
    let alive = Alive::default();
    let (recorder, probe) = recorder::<Alive>(9);
    publisher.delay(SECOND, &scheduler, capacity(4)).subscribe(recorder);
    upstream.next(alive.clone());
    scheduler.run_until_idle();
    upstream.next(alive.clone());
    upstream.error("broken");
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(alive.others(), 0);
}

#[test]
fn cancel_drops_what_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<Alive, ()>();
    let alive = Alive::default();
    let (recorder, probe) = recorder::<Alive>(9);
    publisher.delay(SECOND, &scheduler, capacity(4)).subscribe(recorder);
    upstream.next(alive.clone());
    scheduler.run_until_idle();
    upstream.next(alive.clone());
    probe.cancel();
    assert!(probe.is_dropped());
    assert_eq!(alive.others(), 0);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    scheduler.advance(SECOND);
    assert_eq!(probe.log(), ["subscribe"]);
}

#[test]
fn an_upstream_that_abandons_its_subscriber_abandons_ours() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(5);
    publisher.delay(SECOND, &scheduler, capacity(4)).subscribe(recorder);
    upstream.next(1);
    upstream.abandon();
    scheduler.advance(SECOND);
    assert_eq!(probe.log(), ["subscribe", "1"]);
    assert!(probe.is_dropped());
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
    let (publisher, upstream) = manual::<Alive, ()>();
    let alive = Alive::default();
    let (recorder, probe) = recorder(9);
    let recorder = recorder.on_next(|_: &Alive, _| panic!("on_next"));
    publisher.delay(SECOND, &scheduler, capacity(4)).subscribe(recorder);
    upstream.next(alive.clone());
    upstream.next(alive.clone());
    let advance = std::panic::AssertUnwindSafe(|| scheduler.advance(SECOND));
    assert!(std::panic::catch_unwind(advance).is_err());
    assert!(probe.is_dropped());
    assert_eq!(alive.others(), 0);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn all_elements_come_in_order_one_by_one() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder(1);
    let recorder = recorder.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    range(0..100).delay(SECOND, &scheduler, capacity(8)).subscribe(recorder);
    scheduler.advance(SECOND * 100);
    let log = probe.log();
    assert!(log[1..101].iter().eq(&(0..100).map(|n| n.to_string()).collect::<Vec<_>>()));
    assert_eq!(log[101], "complete");
}
