//! Tests of `join`.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::operator::TooManyOpen;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;
use support::capacity;

#[derive(Clone, Debug, PartialEq)]
enum Failure {
    Broken,
    TooManyOpen(usize),
}

impl From<TooManyOpen> for Failure {
    fn from(too_many: TooManyOpen) -> Self {
        Self::TooManyOpen(too_many.max_open.get())
    }
}

type Signals = TestPublisher<(), Failure>;

/// Elements name the publisher that closes them, the numbers from 0 to 3.
struct ByHand {
    left: TestPublisher<usize, Failure>,
    right: TestPublisher<usize, Failure>,
    left_until: [Signals; 4],
    right_until: [Signals; 4],
    subscriber: TestSubscriber<(usize, usize), Failure>,
}

fn by_hand(demand: u64, max_open: usize) -> ByHand {
    let (left, right) = (TestPublisher::new(), TestPublisher::new());
    let left_until: [Signals; 4] = std::array::from_fn(|_| TestPublisher::new());
    let right_until: [Signals; 4] = std::array::from_fn(|_| TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand).tolerating("1.4");
    let mut lefts = left_until.each_ref().map(|it| Some(it.publisher()));
    let mut rights = right_until.each_ref().map(|it| Some(it.publisher()));
    left.publisher()
        .join(
            right.publisher(),
            move |n: &usize| lefts[*n].take().expect("each comes once"),
            move |n: &usize| rights[*n].take().expect("each comes once"),
            capacity(max_open),
            |left, right| (*left, *right),
        )
        .subscribe(subscriber.subscriber());
    ByHand { left, right, left_until, right_until, subscriber }
}

#[test]
fn a_pair_for_each_two_that_are_open_together() {
    let it = by_hand(9, 4);
    it.left.next(0);
    it.left.next(1);
    it.right.next(0);
    it.subscriber.assert_values([(0, 0), (1, 0)]);
    it.left_until[0].next(());
    it.left_until[0].assert_cancelled();
    it.right.next(1);
    it.subscriber.assert_values([(0, 0), (1, 0), (1, 1)]);
    it.right_until[0].complete();
    it.left.next(2);
    it.subscriber.assert_values([(0, 0), (1, 0), (1, 1), (2, 1)]).assert_not_terminated();
}

#[test]
fn nothing_is_taken_while_pairs_wait_for_demand() {
    let it = by_hand(1, 4);
    it.left.next(0);
    it.left.next(1);
    it.right.next(0);
    it.right.next(1);
    it.left.next(2);
    it.subscriber.assert_values([(0, 0)]);
    it.left_until[0].next(()); // (0, 1) has not come about
    it.subscriber.request(9);
    let seen = it.subscriber.take_values();
    assert!(!seen.contains(&(0, 1)) && seen.contains(&(1, 1)), "{seen:?}");
    assert_eq!(seen.len(), 5); // (0, 0), and 1 and 2 with each
}

#[rstest]
fn it_ends_when_nothing_can_follow(#[values(true, false)] of_the_left: bool) {
    let it = by_hand(9, 4);
    it.left.next(0);
    it.right.next(0);
    if of_the_left {
        it.left.complete();
    } else {
        it.right.complete();
    }
    it.subscriber.assert_not_terminated();
    if of_the_left {
        it.left_until[0].complete();
        it.right.assert_cancelled();
        it.right_until[0].assert_cancelled();
    } else {
        it.right_until[0].complete();
        it.left.assert_cancelled();
        it.left_until[0].assert_cancelled();
    }
    it.subscriber.assert_values([(0, 0)]).assert_complete().verify();
}

#[rstest]
#[case::left(|it: &ByHand| it.left.error(Failure::Broken))]
#[case::right(|it: &ByHand| it.right.error(Failure::Broken))]
#[case::closing_of_the_left(|it: &ByHand| it.left_until[0].error(Failure::Broken))]
#[case::closing_of_the_right(|it: &ByHand| it.right_until[0].error(Failure::Broken))]
fn an_error_is_the_end_of_all(#[case] fail: fn(&ByHand)) {
    let it = by_hand(1, 4);
    it.left.next(0);
    it.right.next(0);
    fail(&it);
    it.subscriber.assert_values([(0, 0)]).assert_error(Failure::Broken).verify();
}

#[test]
fn there_may_not_be_more_than_so_many_open() {
    let it = by_hand(9, 2);
    it.left.assert_requests([2]);
    it.right.assert_requests([2]);
    it.left.next(0);
    it.left.next(1);
    it.left.assert_requests([2, 2]);
    it.left_until[1].next(());
    it.left.next(2);
    it.subscriber.assert_not_terminated();
    it.left.next(3);
    it.subscriber.assert_error(Failure::TooManyOpen(2));
    it.left.assert_cancelled();
    it.right.assert_cancelled();
}

#[test]
fn cancel_goes_to_all_and_drops_what_is_open() {
    let leaks = LeakCheck::new();
    let left = TestPublisher::<Tracked<()>, Failure>::new();
    let (right, until) = (TestPublisher::<u8, Failure>::new(), Signals::new());
    let subscriber = TestSubscriber::<(), Failure>::with_initial_demand(1);
    let mut closing = Some(until.publisher());
    left.publisher()
        .join(
            right.publisher(),
            move |_| closing.take().expect("one comes"),
            |_| never_closed(),
            capacity(4),
            |_, _| (),
        )
        .subscribe(subscriber.subscriber());
    left.next(leaks.track(()));
    subscriber.cancel();
    left.assert_cancelled();
    right.assert_cancelled();
    until.assert_cancelled();
    leaks.assert_no_leaks();
    assert!(subscriber.is_dropped() && !subscriber.subscription_leaks());
}

fn never_closed() -> impl Publisher<Item = (), Error = Failure> {
    reactive_streams_operators::never().fallible()
}

#[test]
fn one_that_is_abandoned_abandons_the_downstream() {
    let it = by_hand(1, 4);
    it.right.abandon();
    it.left.assert_cancelled();
    it.subscriber.assert_abandoned();
}

#[test]
fn a_panic_drops_everything() {
    let (left, right) = (TestPublisher::<u8, Failure>::new(), TestPublisher::<u8, Failure>::new());
    let subscriber = TestSubscriber::<(), Failure>::with_initial_demand(1).tolerating("1.4");
    let joined = left.publisher().join(
        right.publisher(),
        |_| never_closed(),
        |_| never_closed(),
        capacity(4),
        |_, _| panic!("f"),
    );
    joined.subscribe(subscriber.subscriber());
    left.next(1);
    assert!(catch_unwind(AssertUnwindSafe(|| right.next(1))).is_err());
    left.assert_cancelled();
    assert!(subscriber.is_dropped() && !subscriber.is_terminated());
}
