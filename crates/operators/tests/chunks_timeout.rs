//! Tests of `chunks_timeout`.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{SinkError, range};
use rstest::rstest;
use support::{Alive, capacity, manual, recorder};

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn a_full_chunk_is_given_at_once() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(9);
    publisher.chunks_timeout(capacity(2), SECOND, &scheduler).subscribe(recorder);
    (0..5).for_each(|n| upstream.next(n));
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe", "[0, 1]", "[2, 3]"]);
}

#[test]
fn the_time_counts_from_the_first_element_of_a_chunk() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(9);
    publisher.chunks_timeout(capacity(3), SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND * 5);
    upstream.next(1);
    scheduler.advance(SECOND / 2);
    upstream.next(2);
    scheduler.advance(SECOND / 2 - TICK);
    assert_eq!(probe.news(), ["subscribe"]);
    scheduler.advance(TICK);
    assert_eq!(probe.news(), ["[1, 2]"]);
    scheduler.advance(SECOND * 5);
    assert!(probe.news().is_empty()); // none is empty
    (3..6).for_each(|n| upstream.next(n));
    scheduler.advance(SECOND / 2);
    upstream.next(6);
    scheduler.advance(SECOND - TICK);
    assert_eq!(probe.news(), ["[3, 4, 5]"]);
    scheduler.advance(TICK);
    assert_eq!(probe.news(), ["[6]"]);
}

#[test]
fn without_demand_it_holds_a_chunk_and_the_upstream() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(0);
    publisher.chunks_timeout(capacity(2), SECOND, &scheduler).subscribe(recorder);
    assert_eq!(upstream.log(), ["request 8"]);
    (0..8).for_each(|n| upstream.next(n));
    scheduler.advance(SECOND * 9);
    assert_eq!(probe.news(), ["subscribe"]);
    assert_eq!(upstream.log(), ["request 8"]);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["[0, 1]"]);
    assert_eq!(upstream.log(), ["request 8"]);
    probe.request(2);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["[2, 3]", "[4, 5]"]);
    assert_eq!(upstream.log(), ["request 8", "request 6"]); // three quarters
}

#[rstest]
#[case(4, &["subscribe", "[0, 1]", "[2, 3]", "complete"])]
#[case(5, &["subscribe", "[0, 1]", "[2, 3]", "[4]", "complete"])]
#[case(0, &["subscribe", "complete"])]
fn the_rest_is_given_before_completion(#[case] length: u32, #[case] expected: &[&str]) {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<Vec<u32>>(3);
    range(0..length).chunks_timeout(capacity(2), SECOND, &scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    assert_eq!(probe.log(), expected);
}

#[test]
fn the_rest_waits_for_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder::<Vec<u32>>(1);
    range(0..3).chunks_timeout(capacity(2), SECOND, &scheduler).subscribe(recorder);
    scheduler.advance(SECOND * 9);
    assert_eq!(probe.news(), ["subscribe", "[0, 1]"]);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["[2]", "complete"]);
}

#[test]
fn an_error_overtakes_what_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<Alive, &str>();
    let alive = Alive::default();
    let (recorder, probe) = recorder::<Vec<Alive>>(9);
    publisher.chunks_timeout(capacity(3), SECOND, &scheduler).subscribe(recorder);
    upstream.next(alive.clone());
    scheduler.run_until_idle();
    upstream.next(alive.clone());
    upstream.error("broken");
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(alive.others(), 0);
}

#[test]
fn cancel_drops_what_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<Alive, ()>();
    let alive = Alive::default();
    let (recorder, probe) = recorder::<Vec<Alive>>(9);
    publisher.chunks_timeout(capacity(3), SECOND, &scheduler).subscribe(recorder);
    upstream.next(alive.clone());
    scheduler.run_until_idle();
    upstream.next(alive.clone());
    probe.cancel();
    assert!(probe.is_dropped());
    assert_eq!(alive.others(), 0);
    assert_eq!(upstream.log(), ["request 12", "cancel"]);
}

#[test]
fn a_panic_drops_everything() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<Alive, ()>();
    let alive = Alive::default();
    let (recorder, probe) = recorder(9);
    let recorder = recorder.on_next(|_: &Vec<Alive>, _| panic!("on_next"));
    publisher.chunks_timeout(capacity(1), SECOND, &scheduler).subscribe(recorder);
    upstream.next(alive.clone());
    upstream.next(alive.clone());
    let run = std::panic::AssertUnwindSafe(|| scheduler.run_until_idle());
    assert!(std::panic::catch_unwind(run).is_err());
    assert!(probe.is_dropped());
    assert_eq!(alive.others(), 0);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn an_upstream_that_abandons_its_subscriber_abandons_ours() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(5);
    publisher.chunks_timeout(capacity(2), SECOND, &scheduler).subscribe(recorder);
    upstream.next(1);
    upstream.abandon();
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe", "[1]"]);
    assert!(probe.is_dropped());
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let chunks = publisher.chunks_timeout(capacity(2), SECOND, &scheduler);
    let outcome = chunks.collect::<Vec<_>>().start();
    upstream.next(1);
    scheduler.run_until_idle();
    drop(scheduler);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
    assert_eq!(upstream.log(), ["request 8", "cancel"]);
}
