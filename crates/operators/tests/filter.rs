//! Tests of `filter`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation, on_small_stack};

#[test]
fn requests_one_more_for_each_dropped_element_of_an_upstream_that_does_not_ask() {
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::with_initial_demand(2);
    upstream.publisher().filter(|n| n % 2 == 0).subscribe(subscriber.subscriber());
    (1..5).for_each(|n| upstream.next(n));
    assert_eq!(upstream.log(), ["request 2", "request 1", "request 1"]);
    assert_eq!(subscriber.log(), ["subscribe", "2", "4"]);
}

#[test]
fn tells_an_upstream_that_asks() {
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::with_initial_demand(2);
    upstream.publisher().filter(|n| n % 2 == 0).subscribe(subscriber.subscriber());
    assert!(!upstream.try_next(1));
    assert!(upstream.try_next(2));
    assert_eq!(upstream.log(), ["request 2"]);
    assert_eq!(subscriber.log(), ["subscribe", "2"]);
}

#[test]
fn two_filters_request_one_between_them() {
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    upstream.publisher().filter(|_| true).filter(|_| false).subscribe(subscriber.subscriber());
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SecondSubscription]);
    let subscriber = TestSubscriber::with_initial_demand(1);
    upstream.publisher().filter(|_| true).subscribe(subscriber.subscriber());
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(
        (upstream.log(), subscriber.log()),
        (vec!["request 1".to_owned()], vec!["subscribe".into()])
    );
}

#[test]
fn passes_the_end_through() {
    let upstream = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().filter(|_| true).subscribe(subscriber.subscriber());
    upstream.error("broken");
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
}

#[test]
fn an_endless_source_that_gives_nothing_notices_cancel() {
    let subscriber = TestSubscriber::with_initial_demand(0);
    let mut seen = 0;
    let handle = subscriber.clone();
    range(0..u64::MAX)
        .filter(move |_| {
            seen += 1;
            if seen == 1000 {
                handle.cancel();
            }
            false
        })
        .subscribe(subscriber.subscriber());
    subscriber.request(1); // returns, because of the cancel
    assert!(subscriber.is_dropped());
}

#[test]
fn a_million_drops_need_no_stack() {
    on_small_stack(|| {
        let subscriber = TestSubscriber::with_initial_demand(0);
        let subscriber =
            subscriber.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
        range(0..1_000_000).filter(|n| n % 1000 == 0).subscribe(subscriber.subscriber());
        subscriber.request(1);
        assert_eq!(subscriber.log().len(), 1002);
    });
}

#[test]
fn a_panic_unwinds_to_whoever_caused_it() {
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    range(0..3).filter(|_| panic!("predicate")).subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| subscriber.request(1))).is_err());
    subscriber.assert_abandoned();
}
