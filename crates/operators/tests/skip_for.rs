//! Tests of `skip_for`.

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn drops_what_comes_before_the_time_has_passed() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().skip_for(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND - Duration::from_nanos(1));
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 2", "request 1"]);
    scheduler.advance(Duration::from_nanos(1));
    upstream.next(2);
    upstream.complete();
    assert_eq!(subscriber.log(), ["subscribe", "2", "complete"]);
}

#[test]
fn a_scheduler_that_shuts_down_before_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().skip_for(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    drop(scheduler);
    subscriber.assert_abandoned();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
}

#[test]
fn a_scheduler_that_shuts_down_afterwards_is_not_needed() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().skip_for(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND);
    drop(scheduler);
    upstream.next(1);
    assert_eq!(subscriber.log(), ["subscribe", "1"]);
}
