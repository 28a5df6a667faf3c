//! Tests of `switch_if_empty` and `default_if_empty`; those of the engine under them are in `resume.rs`.

use std::convert::Infallible;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{StepVerifier, TestPublisher, TestSubscriber};
use rstest::rstest;

#[rstest]
#[case::empty(0, vec![7, 8])]
#[case::one(1, vec![0])]
#[case::several(3, vec![0, 1, 2])]
fn gives_the_fallback_only_if_there_is_nothing(#[case] length: u32, #[case] expected: Vec<u32>) {
    let upstream = || range(0..length);
    let fallback = || range(7..9);
    let collect = |outcome: Result<Vec<u32>, _>| assert_eq!(outcome, Ok(expected.clone()));
    collect(upstream().switch_if_empty(fallback()).collect().block());
    collect(upstream().switch_if_empty(fallback().hide()).collect().block());
    collect(upstream().hide().switch_if_empty(fallback()).collect().block());
    collect(upstream().switch_if_empty(fallback()).hide().collect().block());
    let fused = upstream().switch_if_empty(fallback()).take(5); // not folded, but pulled
    collect(fused.collect().block());
}

#[test]
fn the_fallback_gets_all_of_the_demand() {
    let (upstream, fallback) = (TestPublisher::<u32, u8>::new(), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(3);
    upstream.publisher().switch_if_empty(fallback.publisher()).subscribe(subscriber.subscriber());
    upstream.assert_requests([3]);
    upstream.complete();
    fallback.assert_requests([3]);
    fallback.error(1);
    subscriber.assert_error(1).verify();
}

#[test]
fn elements_that_are_dropped_behind_it_are_elements() {
    let upstream = TestPublisher::<u32, Infallible>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    upstream
        .publisher()
        .default_if_empty(8)
        .filter(|n| n % 2 == 0)
        .subscribe(subscriber.subscriber());
    assert!(!upstream.try_next(1));
    upstream.complete();
    subscriber.assert_values([]).assert_complete().verify();
}

#[test]
fn an_error_is_no_reason_for_the_fallback() {
    let (upstream, fallback) = (TestPublisher::<u32, u8>::new(), TestPublisher::new());
    let subscriber = TestSubscriber::new();
    upstream.publisher().switch_if_empty(fallback.publisher()).subscribe(subscriber.subscriber());
    upstream.error(1);
    fallback.assert_not_subscribed();
    subscriber.assert_error(1).verify();
}

#[test]
fn the_default_waits_for_demand() {
    StepVerifier::create(range(0..0).default_if_empty(7))
        .with_initial_demand(0)
        .expect_no_event()
        .then_request(1)
        .expect_next(7)
        .verify_complete();
}
