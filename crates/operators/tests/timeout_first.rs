//! Tests of `timeout_first`.

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Elapsed;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_first_element_that_is_late_is_a_failure() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().timeout_first(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND);
    let error = "error Elapsed { operator: \"timeout_first\", limit: 1s }";
    assert_eq!(subscriber.log(), ["subscribe", error]);
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
}

#[test]
fn the_others_may_take_their_time() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    upstream.publisher().timeout_first(SECOND, &scheduler).subscribe(subscriber.subscriber());
    upstream.next(1);
    scheduler.advance(SECOND * 9);
    upstream.next(2);
    subscriber.request(1);
    drop(scheduler); // it is not needed any more
    upstream.complete();
    assert_eq!(subscriber.log(), ["subscribe", "1", "2", "complete"]);
    assert_eq!(upstream.log(), ["request 9", "request 1"]);
}
