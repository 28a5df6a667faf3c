//! Tests of `buffer_boundary`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;
use support::capacity;

#[test]
fn a_boundary_cuts() {
    let upstream = TestPublisher::<u32, ()>::new();
    let boundary = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(9);
    upstream
        .publisher()
        .buffer_boundary(boundary.publisher(), capacity(4))
        .subscribe(subscriber.subscriber());
    assert_eq!(upstream.log(), ["request 4"]);
    assert_eq!(boundary.log(), ["request 1"]);
    upstream.next(1);
    upstream.next(2);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    boundary.next(());
    assert_eq!(subscriber.take_log(), ["[1, 2]"]);
    boundary.next(());
    assert_eq!(subscriber.take_log(), ["[]"]);
    assert_eq!(boundary.log(), ["request 1", "request 1", "request 1"]);
    upstream.next(3);
    upstream.complete();
    assert_eq!(subscriber.take_log(), ["[3]", "complete"]);
    assert_eq!(boundary.log().last().map(String::as_str), Some("cancel"));
}

#[test]
fn the_last_boundary_completes() {
    let upstream = TestPublisher::<u32, ()>::new();
    let boundary = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(1);
    upstream
        .publisher()
        .buffer_boundary(boundary.publisher(), capacity(4))
        .subscribe(subscriber.subscriber());
    upstream.next(1);
    boundary.complete();
    assert_eq!(subscriber.log(), ["subscribe", "[1]", "complete"]);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn without_elements_it_completes_without_demand() {
    let upstream = TestPublisher::<u32, ()>::new();
    let boundary = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(0);
    upstream
        .publisher()
        .buffer_boundary(boundary.publisher(), capacity(4))
        .subscribe(subscriber.subscriber());
    boundary.next(());
    upstream.complete();
    assert_eq!(subscriber.log(), ["subscribe", "complete"]);
}

#[test]
fn without_demand_the_chunk_grows_and_both_are_held() {
    let upstream = TestPublisher::<u32, ()>::new();
    let boundary = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(0);
    upstream
        .publisher()
        .buffer_boundary(boundary.publisher(), capacity(2))
        .subscribe(subscriber.subscriber());
    upstream.next(1);
    boundary.next(());
    upstream.next(2);
    assert_eq!(boundary.log(), ["request 1"]);
    assert_eq!(upstream.log(), ["request 2"]);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    subscriber.request(2);
    assert_eq!(subscriber.take_log(), ["[1, 2]"]);
    assert_eq!(boundary.log(), ["request 1", "request 1"]);
    assert_eq!(upstream.log(), ["request 2", "request 2"]);
    upstream.next(3);
    boundary.next(());
    assert_eq!(subscriber.take_log(), ["[3]"]);
}

#[rstest]
fn an_error_of_either_overtakes_what_waits(#[values(true, false)] upstream_fails: bool) {
    let upstream = TestPublisher::<Tracked<()>, &str>::new();
    let boundary = TestPublisher::<(), &str>::new();
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::<Vec<Tracked<()>>, _>::with_initial_demand(9);
    upstream
        .publisher()
        .buffer_boundary(boundary.publisher(), capacity(2))
        .subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    if upstream_fails {
        upstream.error("broken")
    } else {
        boundary.error("broken")
    }
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    leaks.assert_no_leaks();
    let cancelled = if upstream_fails { boundary.log() } else { upstream.log() };
    assert_eq!(cancelled.last().map(String::as_str), Some("cancel"));
}

#[rstest]
fn one_that_abandons_its_subscriber_abandons_ours(#[values(true, false)] upstream_does: bool) {
    let upstream = TestPublisher::<u32, ()>::new();
    let boundary = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<Vec<u32>, _>::with_initial_demand(9);
    upstream
        .publisher()
        .buffer_boundary(boundary.publisher(), capacity(2))
        .subscribe(subscriber.subscriber());
    if upstream_does {
        upstream.abandon()
    } else {
        boundary.abandon()
    }
    assert_eq!(subscriber.log(), ["subscribe"]);
    subscriber.assert_abandoned();
    let cancelled = if upstream_does { boundary.log() } else { upstream.log() };
    assert_eq!(cancelled.last().map(String::as_str), Some("cancel"));
}

#[test]
fn cancel_goes_to_both_and_drops_what_waits() {
    let upstream = TestPublisher::<Tracked<()>, ()>::new();
    let boundary = TestPublisher::<(), ()>::new();
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::<Vec<Tracked<()>>, _>::with_initial_demand(9);
    upstream
        .publisher()
        .buffer_boundary(boundary.publisher(), capacity(2))
        .subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    upstream.next(leaks.track(()));
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    assert_eq!(boundary.log(), ["request 1", "cancel"]);
    assert!(!subscriber.subscription_leaks());
}
