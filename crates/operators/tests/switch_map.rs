//! Tests of `switch_map`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, range};
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};
use support::capacity;

type Stream = TestPublisher<u32, &'static str>;

fn by_hand(
    demand: u64,
    delay_errors: bool,
) -> (Stream, [Stream; 2], TestSubscriber<u32, &'static str>) {
    let late = || Stream::noncompliant([Violation::SignalAfterCancel]);
    let (outer, inners) = (Stream::new(), [late(), late()]);
    let publishers = inners.each_ref().map(TestPublisher::publisher);
    let downstream = TestSubscriber::with_initial_demand(demand);
    let switched = outer.publisher().switch_map(move |n: u32| publishers[n as usize].clone());
    let switched = switched.prefetch(capacity(4));
    let switched = if delay_errors { switched.delay_errors() } else { switched };
    switched.subscribe(downstream.subscriber());
    (outer, inners, downstream)
}

#[test]
fn the_newest_wins() {
    let (outer, [first, second], downstream) = by_hand(1, false);
    assert_eq!(outer.log(), ["request unbounded"]);
    outer.next(0);
    first.next(10);
    first.next(11);
    outer.next(1);
    assert_eq!(first.log(), ["request 4", "cancel"]);
    first.next(12); // §2.8
    downstream.request(9);
    second.next(20);
    outer.complete();
    downstream.assert_not_terminated();
    second.complete();
    assert_eq!(downstream.log(), ["subscribe", "10", "20", "complete"]);
    drop(first); // it keeps its subscriber, against §3.13
    assert!(!downstream.subscription_leaks());
}

#[test]
fn a_publisher_is_asked_again_when_three_quarters_have_been_delivered() {
    let (outer, [first, _], downstream) = by_hand(9, false);
    outer.next(0);
    (0..4).for_each(|n| first.next(n));
    assert_eq!(first.log(), ["request 4", "request 3"]);
    downstream.assert_values(0..4);
}

#[test]
fn an_error_cancels_the_others() {
    let (outer, [first, _], downstream) = by_hand(9, false);
    outer.next(0);
    first.error("broken");
    assert_eq!(downstream.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(outer.log(), ["request unbounded", "cancel"]);
}

#[test]
fn a_delayed_error_waits_for_all() {
    let (outer, [first, second], downstream) = by_hand(9, true);
    outer.next(0);
    first.error("broken");
    outer.next(1);
    outer.complete();
    second.next(20);
    second.complete();
    assert_eq!(downstream.log(), ["subscribe", "20", "error \"broken\""]);
}

#[test]
fn cancel_goes_to_both() {
    let (outer, [first, _], downstream) = by_hand(0, false);
    outer.next(0);
    downstream.cancel();
    assert_eq!(outer.log(), ["request unbounded", "cancel"]);
    assert_eq!(first.log(), ["request 4", "cancel"]);
    assert!(downstream.is_dropped());
}

#[test]
fn an_abandoned_upstream_abandons_the_downstream() {
    let (outer, [first, _], downstream) = by_hand(9, false);
    outer.next(0);
    outer.abandon();
    downstream.assert_abandoned();
    first.assert_cancelled();
}

#[test]
fn a_panic_of_the_closure_drops_everything() {
    let downstream = TestSubscriber::<u8, _>::new().tolerating("1.4");
    let switched = range(0..3).switch_map(|n| if n == 1 { panic!("f") } else { empty() });
    let subscriber = downstream.subscriber();
    assert!(catch_unwind(AssertUnwindSafe(|| switched.subscribe(subscriber))).is_err());
    assert!(downstream.is_dropped());
}
