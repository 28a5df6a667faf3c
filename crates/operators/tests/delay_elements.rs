//! Tests of `delay_elements`.

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn spaces_elements_one_at_a_time() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    upstream.publisher().delay_elements(SECOND, &scheduler).subscribe(subscriber.subscriber());
    assert_eq!(upstream.log(), ["request 1"]);
    upstream.next(1);
    scheduler.advance(SECOND - TICK);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    assert_eq!(upstream.log(), ["request 1"]);
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log(), ["1"]);
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
    upstream.next(2);
    upstream.complete();
    scheduler.advance(SECOND - TICK);
    assert!(subscriber.take_log().is_empty());
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log(), ["2", "complete"]);
}

#[test]
fn without_elements_the_completion_is_not_delayed() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().delay_elements(SECOND, &scheduler).subscribe(subscriber.subscriber());
    upstream.complete();
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "complete"]);
}

#[test]
fn what_is_due_waits_for_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().delay_elements(SECOND, &scheduler).subscribe(subscriber.subscriber());
    upstream.next(1);
    scheduler.advance(SECOND * 9);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["1"]);
}

#[test]
fn an_error_overtakes_the_element_that_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<Tracked<()>, &str>::new();
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::<Tracked<()>, _>::with_initial_demand(9);
    upstream.publisher().delay_elements(SECOND, &scheduler).subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    scheduler.run_until_idle();
    upstream.error("broken");
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    leaks.assert_no_leaks();
}
