//! Tests of `sequence_equal`.

use reactive_streams::Publisher;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use rstest::rstest;

#[rstest]
#[case::empty(&[], &[], true)]
#[case::equal(&[1, 2], &[1, 2], true)]
#[case::another_order(&[1, 2], &[2, 1], false)]
#[case::shorter(&[1], &[1, 2], false)]
#[case::longer(&[1, 2], &[1], false)]
fn compares(#[case] left: &'static [u8], #[case] right: &'static [u8], #[case] equal: bool) {
    assert_eq!(from_iter(left).sequence_equal(from_iter(right)).block(), Ok(equal));
    assert_eq!(from_iter(left).hide().sequence_equal(from_iter(right).hide()).block(), Ok(equal));
}

type Side = TestPublisher<u32, u8>;

fn by_hand(demand: u64) -> (Side, Side, TestSubscriber<bool, u8>) {
    let (left, right) = (TestPublisher::new(), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand);
    left.publisher().sequence_equal(right.publisher()).subscribe(subscriber.subscriber());
    (left, right, subscriber)
}

#[test]
fn the_first_difference_is_enough() {
    let (left, right, subscriber) = by_hand(1);
    left.assert_requests([256]);
    left.next(1);
    right.next(2);
    left.assert_cancelled();
    right.assert_cancelled();
    subscriber.assert_values([false]).assert_complete().verify();
}

#[test]
fn the_answer_waits_for_demand() {
    let (left, right, subscriber) = by_hand(0);
    left.complete();
    right.complete();
    subscriber.assert_values([]);
    subscriber.request(1);
    subscriber.assert_values([true]).assert_complete().verify();
}

#[test]
fn an_error_is_passed_on_at_once() {
    let (left, right, subscriber) = by_hand(1);
    left.next(1);
    right.error(7);
    left.assert_cancelled();
    subscriber.assert_error(7).verify();
}

#[test]
fn cancel_goes_to_both() {
    let (left, right, subscriber) = by_hand(1);
    subscriber.cancel();
    left.assert_cancelled();
    right.assert_cancelled();
    subscriber.verify();
}
