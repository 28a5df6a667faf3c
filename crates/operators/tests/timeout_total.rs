//! Tests of `timeout_total`.

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Elapsed;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_stream_that_does_not_end_in_time_is_a_failure() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().timeout_total(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND / 2);
    upstream.next(1); // nothing more is requested: that does not count here
    scheduler.advance(SECOND / 2);
    let error = "error Elapsed { operator: \"timeout_total\", limit: 1s }";
    assert_eq!(subscriber.log(), ["subscribe", "1", error]);
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
}

#[test]
fn one_that_ends_in_time_is_none() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().timeout_total(SECOND, &scheduler).subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.complete();
    scheduler.advance(SECOND);
    assert_eq!(subscriber.log(), ["subscribe", "1", "complete"]);
    assert_eq!(upstream.log(), ["request 1"]);
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().timeout_total(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    drop(scheduler);
    subscriber.assert_abandoned();
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
}
