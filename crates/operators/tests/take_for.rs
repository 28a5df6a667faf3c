//! Tests of `take_for`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use support::{manual, recorder};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn completes_when_the_time_has_passed() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(9);
    publisher.take_for(SECOND, &scheduler).subscribe(recorder);
    upstream.next(1);
    scheduler.advance(SECOND - Duration::from_nanos(1));
    upstream.next(2);
    assert_eq!(probe.news(), ["subscribe", "1", "2"]);
    scheduler.advance(Duration::from_nanos(1));
    assert_eq!(probe.news(), ["complete"]);
    assert_eq!(upstream.log(), ["request 9", "cancel"]);
}

#[test]
fn the_end_may_come_before() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, &str>();
    let (recorder, probe) = recorder::<u32>(9);
    publisher.take_for(SECOND, &scheduler).subscribe(recorder);
    upstream.error("broken");
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    scheduler.advance(SECOND);
    assert_eq!(upstream.log(), ["request 9"]);
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(9);
    publisher.take_for(SECOND, &scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    drop(scheduler);
    assert!(probe.is_dropped());
    assert_eq!(upstream.log(), ["request 9", "cancel"]);
}
