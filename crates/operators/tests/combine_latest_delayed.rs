//! Tests of `combine_latest` with errors that are delayed.

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber};

type Side = TestPublisher<u32, u8>;

fn by_hand(demand: u64) -> (Side, Side, TestSubscriber<(u32, u32), u8>) {
    let (left, right) = (TestPublisher::new(), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand);
    let latest = left.publisher().combine_latest(right.publisher()).delay_errors();
    latest.subscribe(subscriber.subscriber());
    (left, right, subscriber)
}

#[test]
fn the_other_goes_on_with_the_latest_of_what_has_failed() {
    let (left, right, subscriber) = by_hand(9);
    left.next(1);
    left.next(2);
    left.error(7);
    right.next(11);
    right.next(12);
    subscriber.assert_values([(2, 11), (2, 12)]).assert_not_terminated();
    right.complete();
    subscriber.assert_error(7).verify();
}

#[test]
fn the_first_error_counts() {
    let (left, right, subscriber) = by_hand(0);
    right.error(8);
    left.assert_not_cancelled();
    left.error(7);
    subscriber.assert_error(8).verify();
}

#[test]
fn without_an_error_it_completes() {
    let (left, right, subscriber) = by_hand(1);
    left.next(1);
    left.complete();
    right.next(2);
    right.complete();
    subscriber.assert_values([(1, 2)]).assert_complete().verify();
}

#[test]
fn elements_without_a_pair_use_up_no_demand() {
    let (left, right, subscriber) = by_hand(1);
    left.next(1);
    left.next(2);
    left.next(3);
    right.next(4);
    right.next(5);
    subscriber.assert_values([(3, 4)]);
    subscriber.cancel();
    left.assert_cancelled();
    right.assert_cancelled();
}
