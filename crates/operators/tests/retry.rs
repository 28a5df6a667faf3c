//! Tests of `retry` and `retry_if`; those of the engine under them are in `resume.rs`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{TestPublisher, TestSubscriber};

#[test]
fn each_attempt_gets_the_demand_that_is_unmet() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::with_initial_demand(5);
    source.publisher().retry(2).subscribe(subscriber.subscriber());
    source.next(1);
    source.error(1);
    source.next(2);
    source.next(3);
    source.error(2);
    source.assert_requests([5, 4, 2]);
    source.error(3);
    assert_eq!(source.subscriptions(), 3);
    subscriber.assert_values([1, 2, 3]).assert_error(3).verify();
}

#[test]
fn completion_is_the_end() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::new();
    source.publisher().retry(9).subscribe(subscriber.subscriber());
    source.error(1);
    source.emit([1]);
    subscriber.assert_values([1]).assert_complete().verify();
    assert_eq!(source.subscriptions(), 2);
}

#[test]
fn no_retry_is_none() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::new();
    source.publisher().retry(0).subscribe(subscriber.subscriber());
    source.error(1);
    assert_eq!(source.subscriptions(), 1);
    subscriber.assert_error(1).verify();
}

#[test]
fn the_predicate_decides() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::new();
    source.publisher().retry_if(|code| *code < 5).subscribe(subscriber.subscriber());
    source.error(4);
    source.error(0);
    source.error(5);
    assert_eq!(source.subscriptions(), 3);
    subscriber.assert_error(5).verify();
}

#[test]
fn cancel_goes_to_the_attempt_of_the_moment() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::new();
    source.publisher().retry(9).subscribe(subscriber.subscriber());
    source.error(1);
    subscriber.cancel();
    source.assert_cancelled();
    subscriber.verify();
}

#[test]
fn a_panic_of_the_predicate_drops_everything() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::new().tolerating("1.4");
    source.publisher().retry_if(|code| panic!("{code}")).subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| source.error(7))).is_err());
    subscriber.assert_abandoned();
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn what_cannot_fail_is_fused() {
    let sum = range(0..4).fallible::<u8>().retry(1).fold(0, |sum, n| sum + n);
    assert_eq!(sum.block(), Ok(6));
}
