//! Tests of `chunks_every`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use support::capacity;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn gives_what_came_in_each_period() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(9);
    upstream
        .publisher()
        .chunks_every(SECOND, &scheduler, capacity(4))
        .subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.next(2);
    scheduler.advance(SECOND);
    assert_eq!(subscriber.take_log(), ["subscribe", "[1, 2]"]);
    scheduler.advance(SECOND);
    assert_eq!(subscriber.take_log(), ["[]"]);
    upstream.next(3);
    upstream.complete();
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["[3]", "complete"]);
}

#[test]
fn without_demand_periods_are_one() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(0);
    upstream
        .publisher()
        .chunks_every(SECOND, &scheduler, capacity(4))
        .subscribe(subscriber.subscriber());
    for n in 0..3 {
        upstream.next(n);
        scheduler.advance(SECOND);
    }
    scheduler.advance(SECOND / 2);
    subscriber.request(2);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["subscribe", "[0, 1, 2]"]);
    scheduler.advance(SECOND / 2);
    assert_eq!(subscriber.take_log(), ["[]"]);
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(1);
    upstream
        .publisher()
        .chunks_every(SECOND, &scheduler, capacity(4))
        .subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    drop(scheduler);
    subscriber.assert_abandoned();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}
