//! Tests of `buffer_boundary`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use rstest::rstest;
use support::{Alive, capacity, manual, recorder};

#[test]
fn a_boundary_cuts() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (boundaries, boundary) = manual::<(), ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(9);
    publisher.buffer_boundary(boundaries, capacity(4)).subscribe(recorder);
    assert_eq!(upstream.log(), ["request 4"]);
    assert_eq!(boundary.log(), ["request 1"]);
    upstream.next(1);
    upstream.next(2);
    assert_eq!(probe.news(), ["subscribe"]);
    boundary.next(());
    assert_eq!(probe.news(), ["[1, 2]"]);
    boundary.next(());
    assert_eq!(probe.news(), ["[]"]);
    assert_eq!(boundary.log(), ["request 1", "request 1", "request 1"]);
    upstream.next(3);
    upstream.complete();
    assert_eq!(probe.news(), ["[3]", "complete"]);
    assert_eq!(boundary.log().last().map(String::as_str), Some("cancel"));
}

#[test]
fn the_last_boundary_completes() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (boundaries, boundary) = manual::<(), ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(1);
    publisher.buffer_boundary(boundaries, capacity(4)).subscribe(recorder);
    upstream.next(1);
    boundary.complete();
    assert_eq!(probe.log(), ["subscribe", "[1]", "complete"]);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn without_elements_it_completes_without_demand() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (boundaries, boundary) = manual::<(), ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(0);
    publisher.buffer_boundary(boundaries, capacity(4)).subscribe(recorder);
    boundary.next(());
    upstream.complete();
    assert_eq!(probe.log(), ["subscribe", "complete"]);
}

#[test]
fn without_demand_the_chunk_grows_and_both_are_held() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (boundaries, boundary) = manual::<(), ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(0);
    publisher.buffer_boundary(boundaries, capacity(2)).subscribe(recorder);
    upstream.next(1);
    boundary.next(());
    upstream.next(2);
    assert_eq!(boundary.log(), ["request 1"]);
    assert_eq!(upstream.log(), ["request 2"]);
    assert_eq!(probe.news(), ["subscribe"]);
    probe.request(2);
    assert_eq!(probe.news(), ["[1, 2]"]);
    assert_eq!(boundary.log(), ["request 1", "request 1"]);
    assert_eq!(upstream.log(), ["request 2", "request 2"]);
    upstream.next(3);
    boundary.next(());
    assert_eq!(probe.news(), ["[3]"]);
}

#[rstest]
fn an_error_of_either_overtakes_what_waits(#[values(true, false)] upstream_fails: bool) {
    let (publisher, upstream) = manual::<Alive, &str>();
    let (boundaries, boundary) = manual::<(), &str>();
    let alive = Alive::default();
    let (recorder, probe) = recorder::<Vec<Alive>>(9);
    publisher.buffer_boundary(boundaries, capacity(2)).subscribe(recorder);
    upstream.next(alive.clone());
    if upstream_fails {
        upstream.error("broken")
    } else {
        boundary.error("broken")
    }
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(alive.others(), 0);
    let cancelled = if upstream_fails { boundary.log() } else { upstream.log() };
    assert_eq!(cancelled.last().map(String::as_str), Some("cancel"));
}

#[rstest]
fn one_that_abandons_its_subscriber_abandons_ours(#[values(true, false)] upstream_does: bool) {
    let (publisher, upstream) = manual::<u32, ()>();
    let (boundaries, boundary) = manual::<(), ()>();
    let (recorder, probe) = recorder::<Vec<u32>>(9);
    publisher.buffer_boundary(boundaries, capacity(2)).subscribe(recorder);
    if upstream_does {
        upstream.abandon()
    } else {
        boundary.abandon()
    }
    assert_eq!(probe.log(), ["subscribe"]);
    assert!(probe.is_dropped());
    let cancelled = if upstream_does { boundary.log() } else { upstream.log() };
    assert_eq!(cancelled.last().map(String::as_str), Some("cancel"));
}

#[test]
fn cancel_goes_to_both_and_drops_what_waits() {
    let (publisher, upstream) = manual::<Alive, ()>();
    let (boundaries, boundary) = manual::<(), ()>();
    let alive = Alive::default();
    let (recorder, probe) = recorder::<Vec<Alive>>(9);
    publisher.buffer_boundary(boundaries, capacity(2)).subscribe(recorder);
    upstream.next(alive.clone());
    upstream.next(alive.clone());
    probe.cancel();
    assert!(probe.is_dropped());
    assert_eq!(alive.others(), 0);
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    assert_eq!(boundary.log(), ["request 1", "cancel"]);
    upstream.abandon(); // as §3.13 demands after the cancel
    boundary.abandon();
    assert!(!probe.subscription_leaks());
}
