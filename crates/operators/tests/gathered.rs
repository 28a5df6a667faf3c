//! Tests of what `merge_sequential`, `merge_comparing`, `merge_preferred`, `merge_sequence` and
//! `interleave` have in common, and of the order of each.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::{
    interleave, merge_comparing, merge_preferred, merge_sequence, merge_sequential,
};
use reactive_streams_test::{Scripted, TestPublisher, TestSubscriber};
use rstest::rstest;
use support::capacity;

type Stream = TestPublisher<u64, &'static str>;
type Streams = [Scripted<u64, &'static str>; 2];
type Downstream = TestSubscriber<u64, &'static str>;

#[derive(Clone, Copy)]
enum Order {
    Sequential,
    Comparing,
    Preferred,
    Sequence,
    Interleave,
}

fn gather(order: Order, streams: Streams, delay_errors: bool, downstream: &Downstream) {
    macro_rules! subscribe {
        ($gathered:expr) => {{
            let gathered = $gathered.prefetch(capacity(4));
            let gathered = if delay_errors { gathered.delay_errors() } else { gathered };
            gathered.subscribe(downstream.subscriber());
        }};
    }
    match order {
        Order::Sequential => subscribe!(merge_sequential(streams)),
        Order::Comparing => subscribe!(merge_comparing(streams, u64::cmp)),
        Order::Preferred => subscribe!(merge_preferred(streams)),
        Order::Sequence => subscribe!(merge_sequence(streams, |n| *n)),
        Order::Interleave => subscribe!(interleave(streams, capacity(2))),
    }
}

fn by_hand(order: Order, demand: u64, delay_errors: bool) -> ([Stream; 2], Downstream) {
    let streams = [Stream::new(), Stream::new()];
    let downstream = Downstream::with_initial_demand(demand);
    gather(order, streams.each_ref().map(TestPublisher::publisher), delay_errors, &downstream);
    (streams, downstream)
}

// ===== what they have in common =====

#[rstest]
fn all_are_subscribed_at_once_and_asked_again(
    #[values(
        Order::Sequential,
        Order::Comparing,
        Order::Preferred,
        Order::Sequence,
        Order::Interleave
    )]
    order: Order,
) {
    let ([first, second], downstream) = by_hand(order, 2, false);
    assert_eq!(second.log(), ["request 4"]);
    second.complete();
    (0..4).for_each(|n| first.next(n));
    assert_eq!(first.log(), ["request 4"]);
    downstream.request(2);
    assert_eq!(first.log(), ["request 4", "request 3"]);
    first.complete();
    assert_eq!(downstream.log(), ["subscribe", "0", "1", "2", "3", "complete"]);
    assert!(!downstream.subscription_leaks());
}

#[rstest]
fn an_error_cancels_the_others_and_drops_what_waits(
    #[values(
        Order::Sequential,
        Order::Comparing,
        Order::Preferred,
        Order::Sequence,
        Order::Interleave
    )]
    order: Order,
) {
    let ([first, second], downstream) = by_hand(order, 0, false);
    first.next(0);
    second.error("broken");
    assert_eq!(downstream.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(first.log(), ["request 4", "cancel"]);
}

#[rstest]
fn a_delayed_error_waits(
    #[values(
        Order::Sequential,
        Order::Comparing,
        Order::Preferred,
        Order::Sequence,
        Order::Interleave
    )]
    order: Order,
) {
    let ([first, second], downstream) = by_hand(order, 9, true);
    second.error("broken");
    first.next(0);
    first.complete();
    assert_eq!(downstream.log(), ["subscribe", "0", "error \"broken\""]);
}

#[rstest]
fn cancel_goes_to_all(
    #[values(
        Order::Sequential,
        Order::Comparing,
        Order::Preferred,
        Order::Sequence,
        Order::Interleave
    )]
    order: Order,
) {
    let ([first, second], downstream) = by_hand(order, 0, false);
    first.next(0);
    downstream.cancel();
    assert_eq!(first.log(), ["request 4", "cancel"]);
    assert_eq!(second.log(), ["request 4", "cancel"]);
    assert!(downstream.is_dropped());
}

#[rstest]
fn an_abandoned_one_abandons_the_downstream(
    #[values(
        Order::Sequential,
        Order::Comparing,
        Order::Preferred,
        Order::Sequence,
        Order::Interleave
    )]
    order: Order,
) {
    let ([first, second], downstream) = by_hand(order, 9, false);
    first.abandon();
    downstream.assert_abandoned();
    second.assert_cancelled();
}

// ===== their orders =====

/// What is given when both have elements, and when the first has nothing more.
#[rstest]
#[case::one_after_another(Order::Sequential, [0, 2, 5], [1, 3, 4], [0, 2, 5])]
#[case::the_least_first(Order::Comparing, [0, 2, 5], [1, 3, 4], [0, 1, 2, 3, 4])]
#[case::the_first_preferred(Order::Preferred, [0, 2, 5], [1, 3, 4], [0, 2, 5, 1, 3, 4])]
#[case::by_number(Order::Sequence, [0, 2, 5], [1, 3, 4], [0, 1, 2, 3, 4, 5])]
#[case::a_number_is_missing(Order::Sequence, [0, 3], [2], [0, 2, 3])]
#[case::two_of_each_in_turn(Order::Interleave, [0, 2, 5], [1, 3, 4], [0, 2, 1, 3, 5])]
fn the_order(
    #[case] order: Order,
    #[case] first: impl IntoIterator<Item = u64>,
    #[case] second: impl IntoIterator<Item = u64>,
    #[case] expected: impl IntoIterator<Item = u64>,
) {
    let (streams, downstream) = by_hand(order, 0, false);
    first.into_iter().for_each(|n| streams[0].next(n));
    second.into_iter().for_each(|n| streams[1].next(n));
    downstream.request(9);
    downstream.assert_values(expected);
}

#[test]
fn who_has_completed_is_left_out_of_the_turns() {
    let ([first, second], downstream) = by_hand(Order::Interleave, 9, false);
    first.next(1);
    first.complete();
    (2..5).for_each(|n| second.next(n));
    downstream.assert_values(1..5);
    second.complete();
    downstream.assert_complete();
}

#[test]
fn a_number_that_comes_too_late_is_given_at_once() {
    let ([first, second], downstream) = by_hand(Order::Sequence, 9, false);
    first.next(5);
    second.next(6);
    second.next(3);
    assert_eq!(downstream.take_values(), [5, 6, 3]);
    first.next(7);
    assert_eq!(downstream.take_values(), [7]);
}
