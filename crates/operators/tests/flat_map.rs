//! Tests of `flat_map`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{from_iter, once, range};
use reactive_streams_test::{
    LeakCheck, TestPublisher, TestSubscriber, Tracked, Violation, on_small_stack,
};
use rstest::rstest;
use support::capacity;

type Inner = TestPublisher<u32, &'static str>;
type Downstream = TestSubscriber<u32, &'static str>;

/// An outer stream, and inner streams that have the names of its elements, all of them by hand.
struct ByHand {
    outer: Inner,
    inners: HashMap<u32, Inner>,
    downstream: Downstream,
}

fn by_hand(concurrency: usize, prefetch: usize, demand: u64, delay_errors: bool) -> ByHand {
    // They may lose a race against cancel.
    let source = || Inner::noncompliant([Violation::SignalAfterCancel]);
    let outer = source();
    let inners: HashMap<_, _> = (0..4).map(|n| (n, source())).collect();
    let publishers: HashMap<_, _> = inners.iter().map(|(n, p)| (*n, p.publisher())).collect();
    let downstream = Downstream::with_initial_demand(demand);
    let merged = outer.publisher().flat_map(capacity(concurrency), move |n| publishers[&n].clone());
    let merged = merged.prefetch(capacity(prefetch));
    let merged = if delay_errors { merged.delay_errors() } else { merged };
    merged.subscribe(downstream.subscriber());
    ByHand { outer, inners, downstream }
}

#[test]
fn so_many_publishers_live_at_a_time() {
    let ByHand { outer, inners, downstream } = by_hand(2, 4, 9, false);
    assert_eq!(outer.log(), ["request 2"]);
    outer.next(0);
    outer.next(1);
    assert_eq!(inners[&1].log(), ["request 4"]);
    inners[&0].next(7);
    inners[&0].complete();
    assert_eq!(outer.log(), ["request 2", "request 1"]);
    outer.next(2);
    outer.complete();
    inners[&2].complete();
    inners[&1].complete();
    assert_eq!(outer.log(), ["request 2", "request 1"]);
    assert_eq!(downstream.log(), ["subscribe", "7", "complete"]);
    assert!(!downstream.subscription_leaks());
}

#[test]
fn each_publisher_is_asked_again_when_three_quarters_have_been_delivered() {
    let ByHand { outer, inners, downstream } = by_hand(1, 4, 2, false);
    outer.next(0);
    (1..=4).for_each(|n| inners[&0].next(n)); // two are delivered directly, two wait
    assert_eq!(inners[&0].log(), ["request 4"]);
    downstream.request(1);
    assert_eq!(inners[&0].log(), ["request 4", "request 3"]);
    downstream.request(1);
    assert_eq!(inners[&0].log(), ["request 4", "request 3"]);
    downstream.assert_values([1, 2, 3, 4]);
}

#[test]
fn those_that_wait_take_turns() {
    let ByHand { outer, inners, downstream } = by_hand(3, 4, 0, false);
    for n in 0..3 {
        outer.next(n);
        (0..3).for_each(|i| inners[&n].next(n * 10 + i));
    }
    downstream.request(4);
    assert_eq!(downstream.take_values(), [0, 10, 20, 1]);
    downstream.request(5);
    assert_eq!(downstream.take_values(), [11, 21, 2, 12, 22]);
}

#[test]
fn endless_iterators_take_turns() {
    let downstream = TestSubscriber::with_initial_demand(1);
    let merged = range(0..2).flat_map(capacity(2), |n| from_iter(std::iter::repeat(n)));
    merged.subscribe(downstream.subscriber());
    downstream.request(5);
    assert_eq!(downstream.take_values(), [0, 0, 1, 0, 1, 0]);
    downstream.cancel();
}

#[test]
fn an_end_needs_no_demand() {
    let ByHand { outer, inners, downstream } = by_hand(2, 4, 1, false);
    outer.next(0);
    outer.complete();
    inners[&0].next(1);
    inners[&0].next(2);
    inners[&0].complete();
    downstream.assert_not_terminated();
    downstream.request(1);
    assert_eq!(downstream.log(), ["subscribe", "1", "2", "complete"]);
}

#[test]
fn the_end_of_an_empty_queue_needs_no_demand() {
    let ByHand { outer, inners, downstream } = by_hand(2, 4, 0, false);
    outer.next(0);
    outer.complete();
    inners[&0].next(1);
    downstream.request(1);
    inners[&0].complete();
    assert_eq!(downstream.log(), ["subscribe", "1", "complete"]);
}

#[test]
fn an_error_overtakes_what_waits_and_cancels_the_others() {
    let ByHand { outer, inners, downstream } = by_hand(2, 4, 0, false);
    outer.next(0);
    outer.next(1);
    inners[&0].next(1);
    inners[&1].error("broken");
    assert_eq!(downstream.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(inners[&0].log(), ["request 4", "cancel"]);
    assert_eq!(outer.log(), ["request 2", "cancel"]);
    assert_eq!(inners[&1].log(), ["request 4"]);
}

#[test]
fn an_error_of_the_upstream_cancels_all() {
    let ByHand { outer, inners, downstream } = by_hand(2, 4, 0, false);
    outer.next(0);
    outer.error("broken");
    assert_eq!(downstream.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(inners[&0].log(), ["request 4", "cancel"]);
    inners[&0].next(1); // §2.8
}

#[test]
fn a_delayed_error_waits_for_all() {
    let ByHand { outer, inners, downstream } = by_hand(2, 4, 9, true);
    outer.next(0);
    outer.next(1);
    inners[&0].error("first");
    assert_eq!(outer.log(), ["request 2", "request 1"]);
    outer.error("second");
    inners[&1].next(1);
    inners[&1].complete();
    assert_eq!(downstream.log(), ["subscribe", "1", "error \"first\""]);
}

#[test]
fn cancel_goes_to_all_once() {
    let ByHand { outer, inners, downstream } = by_hand(3, 4, 0, false);
    outer.next(0);
    outer.next(1);
    inners[&1].complete();
    downstream.cancel();
    downstream.cancel();
    assert_eq!(outer.log(), ["request 3", "request 1", "cancel"]);
    assert_eq!(inners[&0].log(), ["request 4", "cancel"]);
    assert_eq!(inners[&1].log(), ["request 4"]);
    assert!(downstream.is_dropped());
    outer.next(2); // §2.8
    assert_eq!(inners[&2].subscriptions(), 0);
}

#[test]
fn an_abandoned_publisher_abandons_the_downstream() {
    let ByHand { outer, inners, downstream } = by_hand(3, 4, 0, false);
    outer.next(0);
    inners[&0].abandon();
    downstream.assert_abandoned();
    assert_eq!(outer.log(), ["request 3", "cancel"]);
}

#[test]
fn a_panic_of_the_downstream_cancels_all() {
    let [first, second] = [0, 1].map(|_| Inner::new());
    let downstream = Downstream::new().on_next(|_, _| panic!("downstream"));
    let publishers = Mutex::new(vec![second.publisher(), first.publisher()]);
    range(0..2)
        .fallible()
        .flat_map(capacity(2), move |_| publishers.lock().unwrap().pop().unwrap())
        .subscribe(downstream.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| first.next(1))).is_err());
    second.assert_cancelled();
    assert!(downstream.is_dropped());
}

#[rstest]
#[case::with_demand(9)]
#[case::without(0)]
fn a_panic_of_the_closure_drops_everything(#[case] demand: u64) {
    let leaks = LeakCheck::new();
    let downstream =
        TestSubscriber::<Tracked<()>, _>::with_initial_demand(demand).tolerating("1.4");
    let given = leaks.track(());
    let publisher = range(0..3).flat_map(capacity(3), move |n| match n {
        2 => panic!("f"),
        _ => once(given.clone()),
    });
    let subscriber = downstream.subscriber();
    assert!(catch_unwind(AssertUnwindSafe(|| publisher.subscribe(subscriber))).is_err());
    assert!(downstream.is_dropped());
    drop(downstream.take_values());
    leaks.assert_no_leaks();
}

#[test]
fn what_waits_is_dropped_with_the_subscription() {
    let leaks = LeakCheck::new();
    let downstream = TestSubscriber::with_initial_demand(0);
    let (values, items) = (leaks.track(()), leaks.track(()));
    range(0..2)
        .flat_map(capacity(2), move |n| match n {
            0 => from_iter(vec![values.clone()]).hide().boxed(),
            _ => from_iter(vec![items.clone(), items.clone()]).boxed(),
        })
        .subscribe(downstream.subscriber());
    assert!(leaks.alive() > 0);
    downstream.cancel();
    leaks.assert_no_leaks();
}

#[rstest]
#[case::empty(0)]
#[case::one(1)]
fn a_million_publishers_need_no_stack(#[case] length: u32, #[values(1, 3)] concurrency: usize) {
    on_small_stack(move || {
        let downstream = TestSubscriber::with_initial_demand(1);
        let downstream = downstream.on_next(|_, subscription| subscription.request(Demand::ONE));
        let merged =
            range(0..1_000_000u32).flat_map(capacity(concurrency), move |n| range(n..n + length));
        merged.filter(|n| n % 1000 == 0).subscribe(downstream.subscriber());
        downstream.assert_complete();
        downstream.assert_value_count(1000 * length as usize);
    });
}

#[test]
fn a_million_hidden_publishers_need_no_stack() {
    on_small_stack(|| {
        let downstream = TestSubscriber::with_initial_demand(1);
        let downstream = downstream.on_next(|_, subscription| subscription.request(Demand::ONE));
        let merged = range(0..1_000_000).hide().flat_map(capacity(2), |n| match n % 2 {
            0 => from_iter(vec![n]).boxed(),
            _ => from_iter(vec![]).boxed(),
        });
        merged.filter(|n| n % 1000 == 0).subscribe(downstream.subscriber());
        downstream.assert_complete();
        downstream.assert_value_count(1000);
    });
}

/// On two workers that take turns as the seed says, with demand in small pieces.
#[test]
fn nothing_is_lost_or_reordered_between_threads() {
    for seed in 0..200 {
        let scheduler = Arc::new(DeterministicScheduler::new(seed));
        let downstream = TestSubscriber::with_initial_demand(seed % 7);
        let on = Arc::clone(&scheduler);
        let merged = range(0..3)
            .flat_map(capacity(2), move |n| range(0..50).map(move |i| (n, i)).subscribe_on(&*on));
        merged.prefetch(capacity(3)).subscribe(downstream.subscriber());
        let mut seen = vec![Vec::new(); 3];
        while !downstream.is_terminated() {
            scheduler.run_until_idle();
            downstream.request(1 + seed % 5);
            downstream.take_values().into_iter().for_each(|(n, i)| seen[n as usize].push(i));
        }
        downstream.assert_complete();
        downstream.take_values().into_iter().for_each(|(n, i)| seen[n as usize].push(i));
        assert!(seen.iter().all(|items| items.iter().copied().eq(0..50)), "seed {seed}: {seen:?}");
    }
}
