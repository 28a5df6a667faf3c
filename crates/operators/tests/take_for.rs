//! Tests of `take_for`.

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn completes_when_the_time_has_passed() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    upstream.publisher().take_for(SECOND, &scheduler).subscribe(subscriber.subscriber());
    upstream.next(1);
    scheduler.advance(SECOND - Duration::from_nanos(1));
    upstream.next(2);
    assert_eq!(subscriber.take_log(), ["subscribe", "1", "2"]);
    scheduler.advance(Duration::from_nanos(1));
    assert_eq!(subscriber.take_log(), ["complete"]);
    assert_eq!(upstream.log(), ["request 9", "cancel"]);
}

#[test]
fn the_end_may_come_before() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    upstream.publisher().take_for(SECOND, &scheduler).subscribe(subscriber.subscriber());
    upstream.error("broken");
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    scheduler.advance(SECOND);
    assert_eq!(upstream.log(), ["request 9"]);
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    upstream.publisher().take_for(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    drop(scheduler);
    subscriber.assert_abandoned();
    assert_eq!(upstream.log(), ["request 9", "cancel"]);
}
