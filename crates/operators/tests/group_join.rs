//! Tests of `group_join`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::sync::{Arc, Mutex};

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{TooManyOpen, WindowPublisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use support::capacity;

#[derive(Clone, Debug, PartialEq)]
enum Failure {
    Broken,
    TooManyOpen,
}

impl From<TooManyOpen> for Failure {
    fn from(_: TooManyOpen) -> Self {
        Self::TooManyOpen
    }
}

type Signals = TestPublisher<(), Failure>;

/// Elements name the publisher that closes them, the numbers from 0 to 3.
struct ByHand {
    left: TestPublisher<usize, Failure>,
    right: TestPublisher<usize, Failure>,
    left_until: [Signals; 4],
    right_until: [Signals; 4],
    windows: Arc<Mutex<Vec<WindowPublisher<usize, Failure>>>>,
    subscriber: TestSubscriber<usize, Failure>,
}

fn by_hand(demand: u64, max_open: usize) -> ByHand {
    let (left, right) = (TestPublisher::new(), TestPublisher::new());
    let left_until: [Signals; 4] = std::array::from_fn(|_| TestPublisher::new());
    let right_until: [Signals; 4] = std::array::from_fn(|_| TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand).tolerating("1.4");
    let mut lefts = left_until.each_ref().map(|it| Some(it.publisher()));
    let mut rights = right_until.each_ref().map(|it| Some(it.publisher()));
    let windows = Arc::<Mutex<Vec<_>>>::default();
    let opened = Arc::clone(&windows);
    left.publisher()
        .group_join(
            right.publisher(),
            move |n: &usize| lefts[*n].take().unwrap(),
            move |n: &usize| rights[*n].take().unwrap(),
            capacity(max_open),
            move |left, window| {
                opened.lock().unwrap().push(window);
                *left
            },
        )
        .subscribe(subscriber.subscriber());
    ByHand { left, right, left_until, right_until, windows, subscriber }
}

impl ByHand {
    fn window(&self, demand: u64) -> TestSubscriber<usize, Failure> {
        let subscriber = TestSubscriber::with_initial_demand(demand).tolerating("1.4");
        self.windows.lock().unwrap().remove(0).subscribe(subscriber.subscriber());
        subscriber
    }
}

#[test]
fn a_window_has_what_is_open_and_what_comes() {
    let it = by_hand(9, 4);
    it.right.next(0);
    it.right.next(1);
    it.right_until[0].next(());
    it.left.next(0);
    it.subscriber.assert_values([0]);
    let first = it.window(9);
    first.assert_values([1]);
    it.right.next(2);
    it.left.next(1);
    let second = it.window(9);
    it.left_until[0].complete();
    first.assert_values([1, 2]).assert_complete().verify();
    it.right.next(3);
    second.assert_values([1, 2, 3]).assert_not_terminated();
}

#[test]
fn it_ends_with_the_left_side_and_its_windows() {
    let it = by_hand(9, 4);
    it.left.next(0);
    let window = it.window(9);
    it.right.next(0);
    it.right.complete();
    it.left.complete();
    it.subscriber.assert_not_terminated();
    it.left_until[0].next(());
    window.assert_values([0]).assert_complete().verify();
    it.subscriber.assert_values([0]).assert_complete().verify();
    it.right_until[0].assert_cancelled();
}

#[test]
fn an_error_ends_the_windows_too() {
    let it = by_hand(9, 4);
    it.left.next(0);
    let window = it.window(1);
    it.right.error(Failure::Broken);
    window.assert_error(Failure::Broken).verify();
    it.subscriber.assert_error(Failure::Broken).verify();
    it.left.assert_cancelled();
}

#[test]
fn the_next_window_waits_for_demand() {
    let it = by_hand(1, 4);
    it.left.next(0);
    it.left.next(1);
    it.left.next(2);
    it.subscriber.assert_values([0]);
    it.subscriber.request(1);
    it.subscriber.assert_values([0, 1]);
}

#[test]
fn a_window_that_is_full_holds_the_right_side() {
    let it = by_hand(9, 2);
    it.left.next(0);
    it.right.assert_requests([2]);
    for n in 0..2 {
        it.right.next(n);
        it.right_until[n].next(());
    }
    it.right.assert_requests([2, 2]);
    it.right.next(2);
    it.right_until[2].next(());
    it.right.next(3);
    it.left_until[0].next(()); // it closes when it has given what waits
    let window = it.window(1);
    window.assert_values([0]).assert_not_terminated();
    window.request(2);
    window.assert_values([0, 1, 2]).assert_complete().verify();
}

#[test]
fn a_window_that_is_cancelled_holds_nothing() {
    let it = by_hand(9, 2);
    it.left.next(0);
    it.left.next(1);
    let (first, second) = (it.window(0), it.window(9));
    first.cancel();
    for n in 0..4 {
        it.right.next(n);
        it.right_until[n].next(());
    }
    second.assert_values([0, 1, 2, 3]).assert_not_terminated();
}

#[test]
fn there_may_not_be_more_than_so_many_open() {
    let it = by_hand(9, 2);
    (0..3).for_each(|n| it.left.next(n));
    it.subscriber.assert_values([0, 1]).assert_error(Failure::TooManyOpen);
    it.right.assert_cancelled();
}

#[test]
fn cancel_goes_to_all_and_abandons_the_windows() {
    let it = by_hand(9, 4);
    it.left.next(0);
    it.right.next(0);
    let window = it.window(9);
    it.subscriber.cancel();
    it.left.assert_cancelled();
    it.right.assert_cancelled();
    it.left_until[0].assert_cancelled();
    it.right_until[0].assert_cancelled();
    assert!(it.subscriber.is_dropped());
    window.assert_abandoned();
}
