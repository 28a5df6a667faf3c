//! Tests of `combine_latest`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{TestPublisher, TestSubscriber};

type Side = TestPublisher<u32, u8>;

fn by_hand(demand: u64) -> (Side, Side, TestSubscriber<(u32, u32), u8>) {
    let (left, right) = (TestPublisher::new(), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand);
    left.publisher().combine_latest(right.publisher()).subscribe(subscriber.subscriber());
    (left, right, subscriber)
}

#[test]
fn a_pair_for_each_element_once_both_have_one() {
    let (left, right, subscriber) = by_hand(9);
    left.next(1);
    left.next(2);
    subscriber.assert_values([]);
    right.next(11);
    right.next(12);
    left.next(3);
    subscriber.assert_values([(2, 11), (2, 12), (3, 12)]).assert_not_terminated();
}

#[test]
fn pairs_wait_for_demand() {
    let (left, right, subscriber) = by_hand(1);
    left.next(1);
    right.next(11);
    right.next(12);
    right.next(13);
    subscriber.assert_values([(1, 11)]);
    subscriber.request(2);
    subscriber.assert_values([(1, 11), (1, 12), (1, 13)]);
}

#[test]
fn elements_that_wait_on_both_sides_have_turns() {
    let (left, right, subscriber) = by_hand(1);
    for n in 1..4 {
        left.next(n);
        right.next(10 + n);
    }
    subscriber.request(9);
    let pairs = subscriber.take_values();
    assert_eq!(pairs.len(), 5);
    for steps in pairs.windows(2).skip(1).collect::<Vec<_>>().windows(2) {
        let left_moves = |pair: &[(u32, u32)]| pair[0].0 != pair[1].0;
        assert_ne!(left_moves(steps[0]), left_moves(steps[1]), "{pairs:?}");
    }
}

#[test]
fn three_quarters_of_the_prefetch_are_replenished() {
    let (left, right, _subscriber) = by_hand(1000);
    for n in 0..25 {
        left.next(n);
    }
    left.assert_requests([32, 24]);
    right.assert_requests([32]);
}

#[test]
fn completes_when_both_have() {
    let (left, right, subscriber) = by_hand(9);
    left.next(1);
    left.complete();
    right.next(11);
    right.next(12);
    subscriber.assert_values([(1, 11), (1, 12)]).assert_not_terminated();
    right.complete();
    subscriber.assert_complete().verify();
}

#[test]
fn completes_at_once_when_one_has_without_an_element() {
    let (left, right, subscriber) = by_hand(0);
    left.next(1);
    right.complete();
    left.assert_cancelled();
    subscriber.assert_complete().verify();
}

#[test]
fn an_error_is_passed_on_at_once() {
    let (left, right, subscriber) = by_hand(0);
    left.next(1);
    right.next(1);
    right.error(7);
    left.assert_cancelled();
    subscriber.assert_error(7).verify();
}

#[test]
fn cancel_goes_to_both() {
    let (left, right, subscriber) = by_hand(9);
    left.next(1);
    subscriber.cancel();
    left.assert_cancelled();
    right.assert_cancelled();
    subscriber.verify();
}

#[test]
fn a_panic_of_the_subscriber_cancels_both() {
    let (left, right) = (Side::new(), Side::new());
    let subscriber = TestSubscriber::new().on_next(|_, _| panic!("on_next"));
    left.publisher().combine_latest(right.publisher()).subscribe(subscriber.subscriber());
    left.next(1);
    assert!(catch_unwind(AssertUnwindSafe(|| right.next(1))).is_err());
    left.assert_cancelled();
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn one_at_a_time() {
    let subscriber = TestSubscriber::with_initial_demand(1).on_next(|_, s| s.request(Demand::ONE));
    let both = range(0..500).hide().combine_latest(range(0..500).hide());
    both.subscribe(subscriber.subscriber());
    subscriber.assert_complete().verify();
    assert_eq!(subscriber.take_values().last(), Some(&(499, 499)));
}
