//! Tests of `map`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};

#[test]
fn passes_everything_through() {
    let upstream = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::with_initial_demand(2);
    upstream.publisher().map(|n| n * 10).subscribe(subscriber.subscriber());
    upstream.next(1);
    assert!(upstream.try_next(2));
    subscriber.request(5);
    upstream.error("broken");
    assert_eq!(upstream.log(), ["request 2", "request 5"]);
    assert_eq!(subscriber.log(), ["subscribe", "10", "20", "error \"broken\""]);
}

#[test]
fn passes_completion_and_cancel_through() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SignalAfterCancel]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().map(|n| n).subscribe(subscriber.subscriber());
    subscriber.cancel();
    assert_eq!(upstream.log(), ["cancel"]);
    upstream.complete();
    assert_eq!(subscriber.log(), ["subscribe", "complete"]);
}

#[test]
fn a_panic_unwinds_to_whoever_caused_it() {
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    range(0..3).map(|_| panic!("f")).subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| subscriber.request(1))).is_err());
    subscriber.assert_abandoned();
}
