//! Tests of `concat_map`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, error, once, range};
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation, on_small_stack};

type Source = TestPublisher<u32, u8>;
type Inners = Arc<Mutex<Vec<Source>>>;

/// One that listens to nobody.
fn deaf_source() -> Source {
    TestPublisher::noncompliant([Violation::SignalAfterCancel, Violation::ExceedDemand])
}

/// An outer stream, and the inner streams that it makes, all of them by hand.
fn by_hand() -> (TestSubscriber<u32, u8>, Source, Inners) {
    let outer = deaf_source();
    let inners = Inners::default();
    let made = Arc::clone(&inners);
    let subscriber = TestSubscriber::with_initial_demand(0);
    outer
        .publisher()
        .concat_map(move |_| {
            let inner = deaf_source();
            let publisher = inner.publisher();
            made.lock().unwrap().push(inner);
            publisher
        })
        .subscribe(subscriber.subscriber());
    (subscriber, outer, inners)
}

#[test]
fn the_next_inner_stream_gets_the_demand_that_is_unmet() {
    let (subscriber, outer, inners) = by_hand();
    subscriber.request(5);
    assert_eq!(outer.log(), ["request 1"]);
    outer.next(0);
    let inner = |i: usize| inners.lock().unwrap()[i].clone();
    inner(0).next(1);
    inner(0).next(2);
    subscriber.request(2);
    inner(0).complete();
    assert_eq!(inner(0).log(), ["request 5", "request 2"]);
    assert_eq!(outer.log(), ["request 1", "request 1"]);
    outer.next(0);
    assert_eq!(inner(1).log(), ["request 5"]);
    outer.complete();
    inner(1).next(3);
    inner(1).complete();
    assert_eq!(subscriber.log(), ["subscribe", "1", "2", "3", "complete"]);
    assert_eq!(outer.log(), ["request 1", "request 1"]);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn an_outer_error_is_passed_on_at_once_and_cancels_the_inner_stream() {
    let (subscriber, outer, inners) = by_hand();
    subscriber.request(1);
    outer.next(0);
    outer.error(7);
    assert_eq!(subscriber.log(), ["subscribe", "error 7"]);
    assert_eq!(outer.log(), ["request 1"]);
    assert_eq!(inners.lock().unwrap()[0].log(), ["request 1", "cancel"]);
    inners.lock().unwrap()[0].next(1); // §2.8
    assert_eq!(subscriber.log(), ["subscribe", "error 7"]);
}

#[test]
fn an_inner_error_cancels_the_outer_stream() {
    let (subscriber, outer, inners) = by_hand();
    outer.next(0);
    inners.lock().unwrap()[0].error(7);
    assert_eq!(subscriber.log(), ["subscribe", "error 7"]);
    assert_eq!(outer.log(), ["request 1", "cancel"]);
    assert!(inners.lock().unwrap()[0].log().is_empty());
}

#[test]
fn cancel_goes_to_both() {
    let (subscriber, outer, inners) = by_hand();
    outer.next(0);
    subscriber.cancel();
    subscriber.cancel();
    assert_eq!(outer.log(), ["request 1", "cancel"]);
    assert_eq!(inners.lock().unwrap()[0].log(), ["cancel"]);
    assert!(subscriber.is_dropped());
    outer.next(1); // §2.8
    assert_eq!(inners.lock().unwrap().len(), 1);
}

#[test]
fn an_abandoned_stream_abandons_the_downstream() {
    let (subscriber, outer, inners) = by_hand();
    outer.next(0);
    inners.lock().unwrap()[0].abandon();
    subscriber.assert_abandoned();
    assert_eq!(subscriber.log(), ["subscribe"]);
    assert_eq!(outer.log(), ["request 1", "cancel"]);
}

#[test]
fn elements_dropped_behind_it_do_not_lose_demand() {
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    range(0..3)
        .concat_map(|_| range(0..4))
        .filter(|n| n % 2 == 0)
        .subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "0", "2", "0", "2", "0", "2", "complete"]);
}

#[test]
fn a_million_empty_streams_need_no_stack() {
    on_small_stack(|| {
        let subscriber = TestSubscriber::<u8, _>::with_initial_demand(1);
        range(0..1_000_000).concat_map(|_| empty()).subscribe(subscriber.subscriber());
        assert_eq!(subscriber.log(), ["subscribe", "complete"]);
    });
}

#[test]
fn a_million_streams_of_one_requested_one_by_one_need_no_stack() {
    on_small_stack(|| {
        let subscriber = TestSubscriber::with_initial_demand(1);
        let subscriber =
            subscriber.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
        range(0..1_000_000)
            .concat_map(once)
            .filter(|n| n % 1000 == 0)
            .subscribe(subscriber.subscriber());
        assert_eq!(subscriber.log().len(), 1002);
    });
}

#[test]
fn a_panic_of_the_closure_drops_everything() {
    let subscriber = TestSubscriber::<u8, _>::with_initial_demand(1);
    let publisher = range(0..3).concat_map(|n| if n < 9 { panic!("f") } else { empty() });
    assert!(
        catch_unwind(AssertUnwindSafe(|| publisher.subscribe(subscriber.subscriber()))).is_err()
    );
    subscriber.assert_abandoned();
}

#[test]
fn the_first_error_ends_it() {
    let subscriber = TestSubscriber::<u8, _>::with_initial_demand(9);
    range(1..4).fallible::<u8>().concat_map(error).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "error 1"]);
}
