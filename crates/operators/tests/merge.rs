//! Tests of `merge` and `merge_all`. What they do with elements, demand and ends is that of `flat_map`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{FromIter, empty, merge_all, range};
use reactive_streams_test::{TestPublisher, TestSubscriber, on_small_stack};
use support::capacity;

type Stream = TestPublisher<u32, &'static str>;

fn by_hand(demand: u64, delay_errors: bool) -> ([Stream; 2], TestSubscriber<u32, &'static str>) {
    let [left, right] = [Stream::new(), Stream::new()];
    let downstream = TestSubscriber::with_initial_demand(demand);
    let merged = left.publisher().merge(right.publisher()).prefetch(capacity(4));
    let merged = if delay_errors { merged.delay_errors() } else { merged };
    merged.subscribe(downstream.subscriber());
    ([left, right], downstream)
}

#[test]
fn gives_both_and_completes_with_the_last() {
    let ([left, right], downstream) = by_hand(2, false);
    left.next(1);
    right.next(2);
    left.next(3);
    left.next(4);
    right.next(5);
    left.complete();
    downstream.request(9);
    right.complete();
    assert_eq!(left.log(), ["request 4"]); // it had completed when its third was delivered
    assert_eq!(right.log(), ["request 4"]);
    assert_eq!(downstream.log(), ["subscribe", "1", "2", "3", "5", "4", "complete"]);
}

#[test]
fn the_first_error_ends_it() {
    let ([left, right], downstream) = by_hand(0, false);
    left.next(1);
    right.error("broken");
    assert_eq!(downstream.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(left.log(), ["request 4", "cancel"]);
}

#[test]
fn a_delayed_error_waits_for_the_other() {
    let ([left, right], downstream) = by_hand(9, true);
    right.error("broken");
    left.next(1);
    left.complete();
    assert_eq!(downstream.log(), ["subscribe", "1", "error \"broken\""]);
}

#[test]
fn cancel_goes_to_both() {
    let ([left, right], downstream) = by_hand(9, false);
    downstream.cancel();
    assert_eq!(left.log(), ["request 4", "cancel"]);
    assert_eq!(right.log(), ["request 4", "cancel"]);
    assert!(downstream.is_dropped());
}

#[test]
fn iterators_take_turns_without_a_queue() {
    let downstream = TestSubscriber::with_initial_demand(0);
    range(0..3).merge(range(10..12)).merge(range(20..21)).subscribe(downstream.subscriber());
    downstream.request(2);
    downstream.request(8);
    downstream.assert_complete();
    let mut values = downstream.take_values();
    values.sort_unstable();
    assert_eq!(values, [0, 1, 2, 10, 11, 20]);
}

#[test]
fn nothing_merged_completes_without_demand() {
    let downstream = TestSubscriber::<u8, _>::with_initial_demand(0);
    empty().merge(empty().hide()).subscribe(downstream.subscriber());
    assert_eq!(downstream.log(), ["subscribe", "complete"]);
    let downstream = TestSubscriber::<u8, _>::with_initial_demand(0);
    merge_all(Vec::<FromIter<std::ops::Range<u8>>>::new()).subscribe(downstream.subscriber());
    assert_eq!(downstream.log(), ["subscribe", "complete"]);
}

#[test]
fn many_are_merged_one_by_one_on_a_small_stack() {
    on_small_stack(|| {
        let downstream = TestSubscriber::with_initial_demand(1);
        let downstream = downstream.on_next(|_, subscription| subscription.request(Demand::ONE));
        let publishers = (0..1000).map(|n| range(n..n + 2).hide());
        merge_all(publishers).subscribe(downstream.subscriber());
        downstream.assert_complete();
        downstream.assert_value_count(2000);
    });
}

#[test]
fn a_merge_of_a_merge_is_one_merge() {
    let sources = [(); 3].map(|()| TestPublisher::<u32, &str>::new());
    let [a, b, c] = sources.each_ref().map(TestPublisher::publisher);
    let downstream = TestSubscriber::with_initial_demand(2);
    let merged = a.merge(b).delay_errors().prefetch(capacity(4)).merge(c);
    merged.subscribe(downstream.subscriber());
    for (n, source) in (0..).zip(&sources) {
        assert_eq!(source.log(), ["request 4"]);
        source.next(n);
    }
    downstream.request(1);
    downstream.assert_values([0, 1, 2]);
    sources[1].error("broken");
    sources[0].complete();
    sources[2].next(3);
    downstream.request(1);
    sources[2].complete();
    downstream.assert_values([0, 1, 2, 3]).assert_error("broken").verify();
}
