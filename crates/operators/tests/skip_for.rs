//! Tests of `skip_for`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use support::{manual, recorder};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn drops_what_comes_before_the_time_has_passed() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.skip_for(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND - Duration::from_nanos(1));
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 2", "request 1"]);
    scheduler.advance(Duration::from_nanos(1));
    upstream.next(2);
    upstream.complete();
    assert_eq!(probe.log(), ["subscribe", "2", "complete"]);
}

#[test]
fn a_scheduler_that_shuts_down_before_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.skip_for(SECOND, &scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    drop(scheduler);
    assert!(probe.is_dropped());
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
}

#[test]
fn a_scheduler_that_shuts_down_afterwards_is_not_needed() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.skip_for(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND);
    drop(scheduler);
    upstream.next(1);
    assert_eq!(probe.log(), ["subscribe", "1"]);
}
