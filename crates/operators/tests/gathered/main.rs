//! Tests of `merge_sequential`, `merge_comparing`, `merge_preferred`, `merge_sequence`, `interleave` and lanes:
//! what they have in common is here, and the order of each in a file of its own.
#![allow(clippy::unwrap_used)] // also in helpers

mod interleave;
mod lanes;
mod merge_comparing;
mod merge_preferred;
mod merge_sequence;
mod merge_sequential;
#[path = "../support/mod.rs"]
mod support;

use std::num::NonZeroU32;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Lane;
use reactive_streams_operators::{
    interleave, merge_comparing, merge_preferred, merge_sequence, merge_sequential, strict_lanes,
    weighted_lanes,
};
use reactive_streams_test::{Scripted, TestPublisher, TestSubscriber};
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
    Strict,
    Weighted,
}

fn gather(order: Order, streams: Streams, delay_errors: bool, downstream: &Downstream) {
    macro_rules! subscribe {
        ($gathered:expr) => {{
            let gathered = $gathered;
            let gathered = if delay_errors { gathered.delay_errors() } else { gathered };
            gathered.subscribe(downstream.subscriber());
        }};
    }
    let four = capacity(4);
    let lanes = |streams: Streams| streams.map(|stream| Lane::new(stream, four));
    match order {
        Order::Sequential => subscribe!(merge_sequential(streams).prefetch(four)),
        Order::Comparing => subscribe!(merge_comparing(streams, u64::cmp).prefetch(four)),
        Order::Preferred => subscribe!(merge_preferred(streams).prefetch(four)),
        Order::Sequence => subscribe!(merge_sequence(streams, |n| *n).prefetch(four)),
        Order::Interleave => subscribe!(interleave(streams, capacity(2)).prefetch(four)),
        Order::Strict => subscribe!(strict_lanes(lanes(streams))),
        Order::Weighted => {
            let equal = lanes(streams).map(|lane| lane.weight(NonZeroU32::MIN));
            subscribe!(weighted_lanes(equal));
        }
    }
}

fn by_hand(order: Order, demand: u64, delay_errors: bool) -> ([Stream; 2], Downstream) {
    let streams = [Stream::new(), Stream::new()];
    let downstream = Downstream::with_initial_demand(demand);
    gather(order, streams.each_ref().map(TestPublisher::publisher), delay_errors, &downstream);
    (streams, downstream)
}

/// The tests of what they have in common, in the file of one of them.
macro_rules! in_common {
    ($order:expr) => {
        #[test]
        fn all_are_subscribed_at_once_and_asked_again() {
            crate::all_are_subscribed_at_once_and_asked_again($order);
        }

        #[test]
        fn an_error_cancels_the_others_and_drops_what_waits() {
            crate::an_error_cancels_the_others_and_drops_what_waits($order);
        }

        #[test]
        fn no_more_wait_than_the_prefetch() {
            crate::no_more_wait_than_the_prefetch($order);
        }

        #[test]
        fn a_delayed_error_waits() {
            crate::a_delayed_error_waits($order);
        }

        #[test]
        fn cancel_goes_to_all() {
            crate::cancel_goes_to_all($order);
        }

        #[test]
        fn an_abandoned_one_abandons_the_downstream() {
            crate::an_abandoned_one_abandons_the_downstream($order);
        }
    };
}
use in_common;

fn all_are_subscribed_at_once_and_asked_again(order: Order) {
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

/// Also those that were looked at, and are not given yet.
fn no_more_wait_than_the_prefetch(order: Order) {
    let (streams, downstream) = by_hand(order, 0, false);
    let mut sent = [0; 2];
    for given in 0..16 {
        for (index, stream) in streams.iter().enumerate() {
            while sent[index] < stream.requested() {
                stream.next(sent[index] * 2 + index as u64);
                sent[index] += 1;
            }
        }
        let waiting = sent[0] + sent[1] - given;
        assert!(waiting <= 8, "{waiting} wait, and the prefetch is 4 of each");
        downstream.request(1);
        downstream.assert_value_count(given as usize + 1);
    }
}

fn an_error_cancels_the_others_and_drops_what_waits(order: Order) {
    let ([first, second], downstream) = by_hand(order, 0, false);
    first.next(0);
    second.error("broken");
    assert_eq!(downstream.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(first.log(), ["request 4", "cancel"]);
}

fn a_delayed_error_waits(order: Order) {
    let ([first, second], downstream) = by_hand(order, 9, true);
    second.error("broken");
    first.next(0);
    first.complete();
    assert_eq!(downstream.log(), ["subscribe", "0", "error \"broken\""]);
}

fn cancel_goes_to_all(order: Order) {
    let ([first, second], downstream) = by_hand(order, 0, false);
    first.next(0);
    downstream.cancel();
    assert_eq!(first.log(), ["request 4", "cancel"]);
    assert_eq!(second.log(), ["request 4", "cancel"]);
    assert!(downstream.is_dropped());
}

fn an_abandoned_one_abandons_the_downstream(order: Order) {
    let ([first, second], downstream) = by_hand(order, 9, false);
    first.abandon();
    downstream.assert_abandoned();
    second.assert_cancelled();
}

/// What comes when both have these elements, and have not ended.
fn order_of<const N: usize>(order: Order, streams: [&[u64]; 2], expected: [u64; N]) {
    let (by_hand, downstream) = by_hand(order, 0, false);
    for (stream, elements) in by_hand.iter().zip(streams) {
        elements.iter().for_each(|n| stream.next(*n));
    }
    downstream.request(9);
    downstream.assert_values(expected);
}
