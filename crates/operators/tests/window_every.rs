//! Tests of `window_every`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use support::capacity;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_period_is_a_window() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let sums = TestSubscriber::with_initial_demand(9);
    upstream
        .publisher()
        .window_every(SECOND, &scheduler, capacity(4))
        .concat_map(|window| window.fold(0, |sum, n| sum + n))
        .subscribe(sums.subscriber());
    upstream.next(1);
    upstream.next(2);
    scheduler.advance(SECOND);
    scheduler.advance(SECOND);
    upstream.next(4);
    upstream.complete();
    assert_eq!(sums.log(), ["subscribe", "3", "0", "4", "complete"]);
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let windows = TestSubscriber::with_initial_demand(9);
    upstream
        .publisher()
        .window_every(SECOND, &scheduler, capacity(4))
        .subscribe(windows.subscriber());
    scheduler.run_until_idle();
    drop(scheduler);
    windows.assert_abandoned();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}
