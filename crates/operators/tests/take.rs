//! Tests of `take`.

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};
use rstest::rstest;

#[rstest]
#[case(&[2, 2, 2], &["request 2", "request 1"])]
#[case(&[u64::MAX, 1], &["request 3"])]
#[case(&[1, 1, 1, 1], &["request 1", "request 1", "request 1"])]
fn requests_no_more_than_it_takes(#[case] requests: &[u64], #[case] expected: &[&str]) {
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().take(3).subscribe(subscriber.subscriber());
    requests.iter().for_each(|n| subscriber.request(*n));
    assert_eq!(upstream.log(), expected);
}

#[test]
fn cancels_and_completes_with_the_last_element() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([
        Violation::SignalAfterCancel,
        Violation::ExceedDemand,
    ]);
    let subscriber = TestSubscriber::with_initial_demand(5);
    upstream.publisher().take(2).subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.next(2);
    upstream.next(3); // §2.8
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    assert_eq!(subscriber.log(), ["subscribe", "1", "2", "complete"]);
    subscriber.cancel();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
}

#[test]
fn a_downstream_that_cancels_with_the_last_element_is_not_completed() {
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_, subscription| subscription.cancel());
    upstream.publisher().take(1).subscribe(subscriber.subscriber());
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
    assert_eq!(subscriber.log(), ["subscribe", "1"]);
    assert!(subscriber.is_dropped());
}

#[test]
fn the_end_may_come_before() {
    let upstream = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::with_initial_demand(5);
    upstream.publisher().take(2).subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.error("broken");
    assert_eq!(subscriber.log(), ["subscribe", "1", "error \"broken\""]);
}

#[test]
fn none_completes_at_once() {
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::with_initial_demand(0);
    upstream.publisher().take(0).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "complete"]);
    assert!(upstream.log().is_empty());
}

#[test]
fn what_is_dropped_behind_it_counts() {
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    range(0..10).take(5).filter(|n| n % 2 == 0).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "0", "2", "4", "complete"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SecondSubscription]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().take(1).subscribe(subscriber.subscriber());
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(upstream.log(), ["request 1"]);
}
