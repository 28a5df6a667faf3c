//! Tests of `flat_map_sequential`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, once, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked, on_small_stack};
use support::capacity;

type Stream = TestPublisher<u32, &'static str>;

/// An outer stream with a concurrency of two, three inner ones with a prefetch of four, and a demand.
fn by_hand(
    demand: u64,
    delay_errors: bool,
) -> (Stream, [Stream; 3], TestSubscriber<u32, &'static str>) {
    let (outer, inners) = (Stream::new(), [Stream::new(), Stream::new(), Stream::new()]);
    let publishers = inners.each_ref().map(TestPublisher::publisher);
    let downstream = TestSubscriber::with_initial_demand(demand);
    let f = move |n: u32| publishers[n as usize].clone();
    let flattened = outer.publisher().flat_map_sequential(capacity(2), f).prefetch(capacity(4));
    let flattened = if delay_errors { flattened.delay_errors() } else { flattened };
    flattened.subscribe(downstream.subscriber());
    (outer, inners, downstream)
}

#[test]
fn later_publishers_wait_for_earlier_ones() {
    let (outer, [first, second, third], downstream) = by_hand(9, false);
    assert_eq!(outer.log(), ["request 2"]);
    outer.next(0);
    outer.next(1);
    second.next(20);
    second.complete();
    first.next(10);
    assert_eq!(downstream.take_values(), [10]);
    assert_eq!(outer.log(), ["request 2"]);
    first.complete();
    assert_eq!(downstream.take_values(), [20]);
    assert_eq!(outer.requested(), 4);
    outer.next(2);
    outer.complete();
    third.complete();
    downstream.assert_complete();
    assert!(!downstream.subscription_leaks());
}

#[test]
fn a_publisher_is_asked_again_when_three_quarters_have_been_delivered() {
    let (outer, [first, ..], downstream) = by_hand(0, false);
    outer.next(0);
    (0..4).for_each(|n| first.next(n));
    downstream.request(2);
    assert_eq!(first.log(), ["request 4"]);
    downstream.request(2);
    assert_eq!(first.log(), ["request 4", "request 3"]);
    downstream.assert_values(0..4);
}

#[test]
fn an_error_overtakes_what_waits() {
    let (outer, [first, second, _], downstream) = by_hand(9, false);
    outer.next(0);
    outer.next(1);
    second.next(20);
    second.error("broken");
    assert_eq!(downstream.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(first.log(), ["request 4", "cancel"]);
    assert_eq!(outer.log(), ["request 2", "cancel"]);
}

#[test]
fn a_delayed_error_waits_for_all() {
    let (outer, [first, second, _], downstream) = by_hand(9, true);
    outer.next(0);
    outer.next(1);
    second.next(20);
    second.error("second");
    outer.error("outer");
    first.next(10);
    first.complete();
    assert_eq!(downstream.log(), ["subscribe", "10", "20", "error \"outer\""]);
}

#[test]
fn cancel_goes_to_all_and_drops_what_waits() {
    let leaks = LeakCheck::new();
    let (outer, inner) = (Stream::new(), TestPublisher::<Tracked<()>, &str>::new());
    let (publisher, downstream) = (inner.publisher(), TestSubscriber::with_initial_demand(0));
    let flattened = outer.publisher().flat_map_sequential(capacity(1), move |_| publisher.clone());
    flattened.subscribe(downstream.subscriber());
    outer.next(0);
    inner.next(leaks.track(()));
    assert_eq!(leaks.alive(), 1);
    downstream.cancel();
    assert_eq!(leaks.alive(), 0);
    outer.assert_cancelled();
    inner.assert_cancelled();
    assert!(downstream.is_dropped());
}

#[test]
fn an_abandoned_publisher_abandons_the_downstream() {
    let (outer, [first, ..], downstream) = by_hand(9, false);
    outer.next(0);
    first.abandon();
    downstream.assert_abandoned();
    outer.assert_cancelled();
}

#[test]
fn a_panic_of_the_closure_drops_everything() {
    let downstream = TestSubscriber::<u8, _>::new().tolerating("1.4");
    let flattened = range(0..3)
        .flat_map_sequential(capacity(2), |n| if n == 1 { panic!("f") } else { empty() });
    let subscriber = downstream.subscriber();
    assert!(catch_unwind(AssertUnwindSafe(|| flattened.subscribe(subscriber))).is_err());
    assert!(downstream.is_dropped());
}

#[test]
fn many_publishers_need_no_stack() {
    on_small_stack(|| {
        let flattened = range(0..100_000).flat_map_sequential(capacity(3), once);
        assert_eq!(flattened.fold(0, |sum, n: u64| sum + n).block(), Ok(4_999_950_000));
    });
}
