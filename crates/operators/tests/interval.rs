//! Tests of `interval`.

use std::time::Duration;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler, ThreadScheduler};
use reactive_streams_operators::{Missed, SinkError, interval};
use reactive_streams_test::TestSubscriber;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn ticks_at_the_end_of_each_period() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u64, _>::new();
    interval(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND - Duration::from_nanos(1));
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    scheduler.advance(Duration::from_nanos(1));
    assert_eq!(subscriber.take_log(), ["0"]);
    scheduler.advance(SECOND * 3);
    assert_eq!(subscriber.take_log(), ["1", "2", "3"]);
}

#[test]
fn counts_from_the_subscription_and_not_from_the_assembly() {
    let scheduler = DeterministicScheduler::new(1);
    let ticks = interval(SECOND, &scheduler);
    scheduler.advance(SECOND / 2);
    let subscriber = TestSubscriber::<u64, _>::with_initial_demand(1);
    ticks.subscribe(subscriber.subscriber());
    scheduler.advance(SECOND / 2);
    assert_eq!(subscriber.log(), ["subscribe"]);
    scheduler.advance(SECOND / 2);
    assert_eq!(subscriber.log(), ["subscribe", "0"]);
}

#[test]
fn ticks_that_were_missed_are_one() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u64, _>::with_initial_demand(1);
    interval(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 5 + SECOND / 2);
    assert_eq!(subscriber.take_log(), ["subscribe", "0"]);
    subscriber.request(2);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["4"]);
    scheduler.advance(SECOND / 2);
    assert_eq!(subscriber.take_log(), ["5"]); // the clock is not shifted
}

#[test]
fn ticks_that_were_missed_are_dropped_if_so_told() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u64, _>::with_initial_demand(0);
    interval(SECOND, &scheduler).missed(Missed::Drop).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 2 + SECOND / 2);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    scheduler.advance(SECOND * 3);
    assert_eq!(subscriber.take_log(), ["2"]);
    subscriber.request(2);
    scheduler.advance(SECOND * 2);
    assert_eq!(subscriber.take_log(), ["5", "6"]);
}

#[test]
fn a_tick_that_is_missed_is_a_failure_if_so_told() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u64, _>::with_initial_demand(2);
    interval(SECOND, &scheduler).strict().subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 2);
    assert_eq!(subscriber.take_log(), ["subscribe", "0", "1"]);
    scheduler.advance(SECOND);
    assert_eq!(subscriber.take_log(), ["error MissedTick { number: 2 }"]);
    assert!(subscriber.is_dropped());
}

#[test]
fn there_is_no_timer_without_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u64, _>::with_initial_demand(1);
    interval(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND);
    assert_eq!(subscriber.take_log(), ["subscribe", "0"]);
    assert_eq!(scheduler.advance(SECOND * 1000), 0);
}

#[test]
fn a_period_of_zero_ticks_on_request() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u64, _>::with_initial_demand(2);
    interval(Duration::ZERO, &scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["subscribe", "0", "1"]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["2"]);
}

#[test]
fn a_period_without_end_is_no_error() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u64, _>::with_initial_demand(2);
    interval(Duration::MAX, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND);
    assert_eq!(subscriber.log(), ["subscribe"]);
}

#[test]
fn cancel_drops_the_subscriber_at_once() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u64, _>::with_initial_demand(9);
    interval(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND);
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    scheduler.advance(SECOND * 9);
    assert_eq!(subscriber.log(), ["subscribe", "0"]);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn a_subscriber_need_not_keep_its_subscription() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u64, _>::with_initial_demand(2);
    interval(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    assert!(subscriber.subscription_leaks()); // the timer has it
    assert!(!subscriber.is_dropped());
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let outcome = interval(SECOND, &scheduler).collect::<Vec<_>>().start();
    scheduler.advance(SECOND);
    drop(scheduler);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
}

#[test]
fn a_panic_drops_the_subscriber() {
    let thread = ThreadScheduler::new("interval");
    let subscriber = TestSubscriber::with_initial_demand(9);
    let subscriber = subscriber.on_next(|_: &u64, _| panic!("on_next"));
    interval(Duration::from_millis(1), &thread).subscribe(subscriber.subscriber());
    while !subscriber.is_dropped() {
        std::thread::yield_now();
    }
    assert_eq!(subscriber.log(), ["subscribe", "0"]);
}

#[test]
fn one_at_a_time_from_on_next() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_: &u64, subscription| subscription.request(Demand::ONE));
    interval(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 3);
    assert_eq!(subscriber.log(), ["subscribe", "0", "1", "2"]);
    assert_eq!(scheduler.now(), SECOND * 3);
}
