//! Tests of `delay_elements`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use support::{Alive, manual, recorder};

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn spaces_elements_one_at_a_time() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(9);
    publisher.delay_elements(SECOND, &scheduler).subscribe(recorder);
    assert_eq!(upstream.log(), ["request 1"]);
    upstream.next(1);
    scheduler.advance(SECOND - TICK);
    assert_eq!(probe.news(), ["subscribe"]);
    assert_eq!(upstream.log(), ["request 1"]);
    scheduler.advance(TICK);
    assert_eq!(probe.news(), ["1"]);
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
    upstream.next(2);
    upstream.complete();
    scheduler.advance(SECOND - TICK);
    assert!(probe.news().is_empty());
    scheduler.advance(TICK);
    assert_eq!(probe.news(), ["2", "complete"]);
}

#[test]
fn without_elements_the_completion_is_not_delayed() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.delay_elements(SECOND, &scheduler).subscribe(recorder);
    upstream.complete();
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe", "complete"]);
}

#[test]
fn what_is_due_waits_for_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.delay_elements(SECOND, &scheduler).subscribe(recorder);
    upstream.next(1);
    scheduler.advance(SECOND * 9);
    assert_eq!(probe.news(), ["subscribe"]);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["1"]);
}

#[test]
fn an_error_overtakes_the_element_that_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<Alive, &str>();
    let alive = Alive::default();
    let (recorder, probe) = recorder::<Alive>(9);
    publisher.delay_elements(SECOND, &scheduler).subscribe(recorder);
    upstream.next(alive.clone());
    scheduler.run_until_idle();
    upstream.error("broken");
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(alive.others(), 0);
}
