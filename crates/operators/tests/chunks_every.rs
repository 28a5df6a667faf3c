//! Tests of `chunks_every`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use support::{capacity, manual, recorder};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn gives_what_came_in_each_period() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(9);
    publisher.chunks_every(SECOND, &scheduler, capacity(4)).subscribe(recorder);
    upstream.next(1);
    upstream.next(2);
    scheduler.advance(SECOND);
    assert_eq!(probe.news(), ["subscribe", "[1, 2]"]);
    scheduler.advance(SECOND);
    assert_eq!(probe.news(), ["[]"]);
    upstream.next(3);
    upstream.complete();
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["[3]", "complete"]);
}

#[test]
fn without_demand_periods_are_one() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(0);
    publisher.chunks_every(SECOND, &scheduler, capacity(4)).subscribe(recorder);
    for n in 0..3 {
        upstream.next(n);
        scheduler.advance(SECOND);
    }
    scheduler.advance(SECOND / 2);
    probe.request(2);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["subscribe", "[0, 1, 2]"]);
    scheduler.advance(SECOND / 2);
    assert_eq!(probe.news(), ["[]"]);
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(1);
    publisher.chunks_every(SECOND, &scheduler, capacity(4)).subscribe(recorder);
    scheduler.run_until_idle();
    drop(scheduler);
    assert!(probe.is_dropped());
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}
