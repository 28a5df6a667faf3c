//! Tests of `with_latest_from`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};

type Side = TestPublisher<u32, u8>;

fn by_hand(demand: u64) -> (Side, Side, TestSubscriber<u32, u8>) {
    let (main, other) = (TestPublisher::new(), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand).tolerating("1.4");
    main.publisher()
        .with_latest_from(other.publisher(), |n, latest| n * latest)
        .subscribe(subscriber.subscriber());
    (main, other, subscriber)
}

#[test]
fn each_element_with_the_latest_of_the_other() {
    let (main, other, subscriber) = by_hand(2);
    other.next(9);
    other.next(10);
    main.next(1);
    other.next(100);
    main.next(2);
    main.assert_requests([2]);
    other.assert_requests([u64::MAX]);
    subscriber.assert_values([10, 200]).assert_not_terminated();
}

#[test]
fn elements_before_that_are_dropped_and_replaced() {
    let (main, other, subscriber) = by_hand(2);
    main.next(1);
    assert!(!main.try_next(2));
    main.assert_requests([2, 1]);
    other.next(10);
    assert!(main.try_next(3));
    subscriber.assert_values([30]);
}

#[test]
fn completes_with_the_main_one() {
    let (main, other, subscriber) = by_hand(2);
    main.complete();
    other.assert_cancelled();
    subscriber.assert_complete().verify();
}

#[test]
fn the_latest_stays_when_the_other_has_completed() {
    let (main, other, subscriber) = by_hand(2);
    other.emit([10]);
    main.emit([1]);
    subscriber.assert_values([10]).assert_complete().verify();
}

#[test]
fn completes_when_there_will_never_be_one() {
    let (main, other, subscriber) = by_hand(2);
    other.complete();
    main.assert_cancelled();
    subscriber.assert_complete().verify();
}

#[test]
fn a_main_one_that_is_not_needed_is_not_subscribed() {
    let main = Side::new();
    let subscriber = TestSubscriber::new();
    let nothing = reactive_streams_operators::empty::<u32>().fallible();
    main.publisher().with_latest_from(nothing, |n, _| n).subscribe(subscriber.subscriber());
    main.assert_not_subscribed();
    subscriber.assert_complete().verify();
}

#[test]
fn an_error_of_either_is_passed_on_and_cancels_the_other() {
    for main_fails in [true, false] {
        let (main, other, subscriber) = by_hand(2);
        let (failing, live) = if main_fails { (main, other) } else { (other, main) };
        failing.error(7);
        live.assert_cancelled();
        subscriber.assert_error(7).verify();
    }
}

#[test]
fn either_that_drops_its_subscriber_abandons_the_downstream() {
    for main_does in [true, false] {
        let (main, other, subscriber) = by_hand(2);
        let (lost, live) = if main_does { (main, other) } else { (other, main) };
        lost.abandon();
        live.assert_cancelled();
        subscriber.assert_abandoned();
    }
}

#[test]
fn cancel_goes_to_both() {
    let (main, other, subscriber) = by_hand(2);
    subscriber.cancel();
    main.assert_cancelled();
    other.assert_cancelled();
    subscriber.verify();
}

#[test]
fn nothing_is_called_after_cancel() {
    let main = Side::noncompliant([Violation::SignalAfterCancel]);
    let other = Side::new();
    let subscriber = TestSubscriber::<u32, u8>::new();
    main.publisher()
        .with_latest_from(other.publisher(), |_, _| panic!("cancelled"))
        .subscribe(subscriber.subscriber());
    other.next(10);
    subscriber.cancel();
    main.next(1); // §2.8
}

#[test]
fn a_panic_of_the_closure_drops_everything() {
    let (main, other) = (Side::new(), Side::new());
    let subscriber = TestSubscriber::<u32, u8>::new().tolerating("1.4");
    main.publisher()
        .with_latest_from(other.publisher(), |_, _| panic!("closure"))
        .subscribe(subscriber.subscriber());
    other.next(10);
    assert!(catch_unwind(AssertUnwindSafe(|| main.next(1))).is_err());
    other.assert_cancelled();
    subscriber.assert_abandoned();
}
