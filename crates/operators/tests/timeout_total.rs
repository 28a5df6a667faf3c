//! Tests of `timeout_total`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Elapsed;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use support::{manual, recorder};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_stream_that_does_not_end_in_time_is_a_failure() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, Elapsed>();
    let (recorder, probe) = recorder::<u32>(1);
    publisher.timeout_total(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND / 2);
    upstream.next(1); // nothing more is requested: that does not count here
    scheduler.advance(SECOND / 2);
    let error = "error Elapsed { operator: \"timeout_total\", limit: 1s }";
    assert_eq!(probe.log(), ["subscribe", "1", error]);
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
}

#[test]
fn one_that_ends_in_time_is_none() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, Elapsed>();
    let (recorder, probe) = recorder::<u32>(1);
    publisher.timeout_total(SECOND, &scheduler).subscribe(recorder);
    upstream.next(1);
    upstream.complete();
    scheduler.advance(SECOND);
    assert_eq!(probe.log(), ["subscribe", "1", "complete"]);
    assert_eq!(upstream.log(), ["request 1"]);
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, Elapsed>();
    let (recorder, probe) = recorder::<u32>(1);
    publisher.timeout_total(SECOND, &scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    drop(scheduler);
    assert!(probe.is_dropped());
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
}
