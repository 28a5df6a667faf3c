//! Tests of `on_error_resume`, `on_error_return` and `on_error_complete`; those of the engine under them
//! are in `resume.rs`.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{once, range};
use reactive_streams_test::{StepVerifier, TestPublisher, TestSubscriber};

#[test]
fn the_fallback_gets_the_error_and_the_demand_that_is_unmet() {
    let (upstream, fallback) = (TestPublisher::<u32, u8>::new(), TestPublisher::<u32, &str>::new());
    let next = fallback.publisher();
    let subscriber = TestSubscriber::with_initial_demand(3);
    upstream
        .publisher()
        .on_error_resume(move |code| {
            assert_eq!(code, 7);
            next
        })
        .subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.error(7);
    fallback.assert_requests([2]);
    fallback.next(2);
    fallback.error("both");
    subscriber.assert_values([1, 2]).assert_error("both").verify();
}

#[test]
fn completion_needs_no_fallback() {
    let upstream = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::new();
    upstream
        .publisher()
        .on_error_resume(|_| -> TestedFallback { panic!("not needed") })
        .subscribe(subscriber.subscriber());
    upstream.emit([1]);
    subscriber.assert_values([1]).assert_complete().verify();
}

type TestedFallback = reactive_streams_test::Scripted<u32, u8>;

#[test]
fn cancel_goes_to_the_fallback() {
    let (upstream, fallback) = (TestPublisher::<u32, u8>::new(), TestPublisher::<u32, u8>::new());
    let next = fallback.publisher();
    let subscriber = TestSubscriber::new();
    upstream.publisher().on_error_resume(|_| next).subscribe(subscriber.subscriber());
    upstream.error(7);
    subscriber.cancel();
    upstream.assert_not_cancelled();
    fallback.assert_cancelled();
    subscriber.verify();
}

#[test]
fn a_panic_of_the_closure_drops_everything() {
    let upstream = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::new().tolerating("1.4");
    upstream
        .publisher()
        .on_error_resume(|code| -> TestedFallback { panic!("error {code}") })
        .subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| upstream.error(7))).is_err());
    subscriber.assert_abandoned();
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn the_value_instead_of_an_error_waits_for_demand() {
    let upstream = TestPublisher::<u32, u8>::new();
    let source = upstream.clone();
    StepVerifier::create(upstream.publisher().on_error_return(9))
        .with_initial_demand(1)
        .then(move || {
            source.next(1);
            source.error(7);
        })
        .expect_next(1)
        .expect_no_event()
        .then_request(1)
        .expect_next(9)
        .verify_complete();
}

#[test]
fn completion_instead_of_an_error_does_not() {
    let upstream = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::<u32, Infallible>::with_initial_demand(1);
    upstream.publisher().on_error_complete().subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.error(7);
    upstream.assert_requests([1]);
    subscriber.assert_values([1]).assert_complete().verify();
}

#[test]
fn what_cannot_fail_is_fused() {
    let sum = |sum: u32, n| sum + n;
    let numbers = || range(0..4).fallible::<u8>();
    assert_eq!(numbers().on_error_return(9).fold(0, sum).block(), Ok(6));
    assert_eq!(numbers().on_error_complete().fold(0, sum).block(), Ok(6));
    assert_eq!(numbers().on_error_resume(|_| once(9)).fold(0, sum).block(), Ok(6));
}
