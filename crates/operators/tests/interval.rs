//! Tests of `interval`.

mod support;

use std::time::Duration;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler, ThreadScheduler};
use reactive_streams_operators::{Missed, SinkError, interval};
use support::recorder;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn ticks_at_the_end_of_each_period() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<u64>(u64::MAX);
    interval(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND - Duration::from_nanos(1));
    assert_eq!(probe.news(), ["subscribe"]);
    scheduler.advance(Duration::from_nanos(1));
    assert_eq!(probe.news(), ["0"]);
    scheduler.advance(SECOND * 3);
    assert_eq!(probe.news(), ["1", "2", "3"]);
}

#[test]
fn counts_from_the_subscription_and_not_from_the_assembly() {
    let scheduler = DeterministicScheduler::new(1);
    let ticks = interval(SECOND, &scheduler);
    scheduler.advance(SECOND / 2);
    let (recorder, probe) = recorder::<u64>(1);
    ticks.subscribe(recorder);
    scheduler.advance(SECOND / 2);
    assert_eq!(probe.log(), ["subscribe"]);
    scheduler.advance(SECOND / 2);
    assert_eq!(probe.log(), ["subscribe", "0"]);
}

#[test]
fn ticks_that_were_missed_are_one() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<u64>(1);
    interval(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND * 5 + SECOND / 2);
    assert_eq!(probe.news(), ["subscribe", "0"]);
    probe.request(2);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["4"]);
    scheduler.advance(SECOND / 2);
    assert_eq!(probe.news(), ["5"]); // the clock is not shifted
}

#[test]
fn ticks_that_were_missed_are_dropped_if_so_told() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<u64>(0);
    interval(SECOND, &scheduler).missed(Missed::Drop).subscribe(recorder);
    scheduler.advance(SECOND * 2 + SECOND / 2);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["subscribe"]);
    scheduler.advance(SECOND * 3);
    assert_eq!(probe.news(), ["2"]);
    probe.request(2);
    scheduler.advance(SECOND * 2);
    assert_eq!(probe.news(), ["5", "6"]);
}

#[test]
fn a_tick_that_is_missed_is_a_failure_if_so_told() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<u64>(2);
    interval(SECOND, &scheduler).strict().subscribe(recorder);
    scheduler.advance(SECOND * 2);
    assert_eq!(probe.news(), ["subscribe", "0", "1"]);
    scheduler.advance(SECOND);
    assert_eq!(probe.news(), ["error MissedTick { number: 2 }"]);
    assert!(probe.is_dropped());
}

#[test]
fn there_is_no_timer_without_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<u64>(1);
    interval(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND);
    assert_eq!(probe.news(), ["subscribe", "0"]);
    assert_eq!(scheduler.advance(SECOND * 1000), 0);
}

#[test]
fn a_period_of_zero_ticks_on_request() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<u64>(2);
    interval(Duration::ZERO, &scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["subscribe", "0", "1"]);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["2"]);
}

#[test]
fn a_period_without_end_is_no_error() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<u64>(2);
    interval(Duration::MAX, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND);
    assert_eq!(probe.log(), ["subscribe"]);
}

#[test]
fn cancel_drops_the_subscriber_at_once() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<u64>(9);
    interval(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND);
    probe.cancel();
    assert!(probe.is_dropped());
    scheduler.advance(SECOND * 9);
    assert_eq!(probe.log(), ["subscribe", "0"]);
    assert!(!probe.subscription_leaks());
}

#[test]
fn a_subscriber_need_not_keep_its_subscription() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<u64>(2);
    interval(SECOND, &scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    assert!(probe.subscription_leaks()); // the timer has it
    assert!(!probe.is_dropped());
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
    let (recorder, probe) = recorder(9);
    let recorder = recorder.on_next(|_: &u64, _| panic!("on_next"));
    interval(Duration::from_millis(1), &thread).subscribe(recorder);
    while !probe.is_dropped() {
        std::thread::yield_now();
    }
    assert_eq!(probe.log(), ["subscribe", "0"]);
}

#[test]
fn one_at_a_time_from_on_next() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder(1);
    let recorder = recorder.on_next(|_: &u64, subscription| subscription.request(Demand::ONE));
    interval(SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND * 3);
    assert_eq!(probe.log(), ["subscribe", "0", "1", "2"]);
    assert_eq!(scheduler.now(), SECOND * 3);
}
