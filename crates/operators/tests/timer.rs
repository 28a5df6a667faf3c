//! Tests of `timer`.

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ImmediateScheduler};
use reactive_streams_operators::{SinkError, timer};
use reactive_streams_test::TestSubscriber;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn ticks_once_and_completes() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<(), _>::new();
    timer(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND - Duration::from_nanos(1));
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    scheduler.advance(Duration::from_nanos(1));
    assert_eq!(subscriber.take_log(), ["()", "complete"]);
}

#[test]
fn a_late_request_is_met_at_once() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<(), _>::with_initial_demand(0);
    timer(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 2);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["()", "complete"]);
}

#[test]
fn an_early_request_waits_for_what_is_left() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<(), _>::with_initial_demand(0);
    timer(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND / 4);
    subscriber.request(1);
    subscriber.request(1);
    scheduler.advance(SECOND / 4);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    scheduler.advance(SECOND / 2);
    assert_eq!(subscriber.take_log(), ["()", "complete"]);
}

#[test]
fn cancel_drops_the_subscriber_at_once() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<(), _>::with_initial_demand(1);
    timer(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks()); // the timer does not hold it
    scheduler.advance(SECOND);
    assert_eq!(subscriber.log(), ["subscribe"]);
}

#[test]
fn a_delay_past_the_end_of_time_is_no_error() {
    let scheduler = DeterministicScheduler::new(1);
    scheduler.advance(SECOND);
    let subscriber = TestSubscriber::<(), _>::with_initial_demand(1);
    timer(Duration::MAX, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND);
    assert_eq!(subscriber.log(), ["subscribe"]);
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let outcome = timer(SECOND, &scheduler).start();
    scheduler.run_until_idle();
    drop(scheduler);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
}

#[test]
fn is_waited_for_on_the_thread_that_subscribes() {
    let mut outcome = timer(Duration::from_millis(1), &ImmediateScheduler::new()).start();
    assert_eq!(outcome.try_take(), Some(Ok(())));
}
