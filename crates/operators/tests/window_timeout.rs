//! Tests of `window_timeout`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use support::capacity;

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn a_window_is_cut_by_size() {
    let scheduler = DeterministicScheduler::new(1);
    let lists = range(0..7).window_timeout(capacity(3), SECOND, &scheduler);
    let mut lists =
        lists.concat_map(|window| window.collect::<Vec<_>>()).collect::<Vec<_>>().start();
    scheduler.run_until_idle();
    let expected = [vec![0, 1, 2], vec![3, 4, 5], vec![6]];
    assert_eq!(lists.try_take().unwrap().unwrap(), expected);
}

#[test]
fn a_window_is_opened_by_its_first_element_and_cut_by_time() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let windows = TestSubscriber::with_initial_demand(9);
    upstream
        .publisher()
        .window_timeout(capacity(3), SECOND, &scheduler)
        .subscribe(windows.subscriber());
    scheduler.advance(SECOND * 5);
    assert!(windows.take_values().is_empty());
    upstream.next(1);
    scheduler.run_until_idle();
    let first = TestSubscriber::<u32, ()>::with_initial_demand(9);
    windows.take_values().remove(0).subscribe(first.subscriber());
    scheduler.advance(SECOND / 2);
    upstream.next(2);
    scheduler.advance(SECOND / 2 - TICK);
    assert_eq!(first.log(), ["subscribe", "1", "2"]);
    scheduler.advance(TICK);
    assert_eq!(first.log(), ["subscribe", "1", "2", "complete"]);
    scheduler.advance(SECOND * 5);
    assert!(windows.take_values().is_empty());
    upstream.complete();
    scheduler.run_until_idle();
    windows.assert_complete();
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscribers() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let windows = TestSubscriber::with_initial_demand(9);
    upstream
        .publisher()
        .window_timeout(capacity(3), SECOND, &scheduler)
        .subscribe(windows.subscriber());
    upstream.next(1);
    scheduler.run_until_idle();
    let first = TestSubscriber::<u32, ()>::with_initial_demand(9);
    windows.take_values().remove(0).subscribe(first.subscriber());
    drop(scheduler);
    first.assert_abandoned();
    windows.assert_abandoned();
    assert_eq!(upstream.log(), ["request 3", "cancel"]);
}
