//! Tests of `processor`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::{Demand, Processor, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{SinkError, Upstream, processor, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked, Violation};

#[test]
fn the_downstream_may_connect_first() {
    let (subscriber, publisher) =
        processor(|upstream: Upstream<u32, ()>| upstream.map(|n| n + 1)).split();
    let downstream = TestSubscriber::with_initial_demand(2);
    publisher.subscribe(downstream.subscriber());
    downstream.request(3);
    let upstream = TestPublisher::<u32, ()>::new();
    upstream.publisher().subscribe(subscriber);
    assert_eq!(upstream.log(), ["request 5"]);
    upstream.next(1);
    upstream.complete();
    assert_eq!(downstream.log(), ["subscribe", "2", "complete"]);
    assert!(!downstream.subscription_leaks());
}

#[test]
fn the_upstream_may_connect_first() {
    let (subscriber, publisher) =
        processor(|upstream: Upstream<u32, ()>| upstream.map(|n| n + 1)).split();
    let upstream = TestPublisher::<u32, ()>::new();
    upstream.publisher().subscribe(subscriber);
    assert!(upstream.log().is_empty());
    let downstream = TestSubscriber::with_initial_demand(2);
    publisher.subscribe(downstream.subscriber());
    assert_eq!(upstream.log(), ["request 2"]);
    upstream.next(1);
    assert_eq!(downstream.log(), ["subscribe", "2"]);
}

#[test]
fn a_synchronous_upstream_waits_until_the_downstream_has_been_greeted() {
    let (subscriber, publisher) = processor(|upstream: Upstream<u32, _>| upstream).split();
    range(0..2).subscribe(subscriber);
    let downstream = TestSubscriber::<u32, _>::with_initial_demand(9);
    publisher.subscribe(downstream.subscriber());
    assert_eq!(downstream.log(), ["subscribe", "0", "1", "complete"]);
}

#[test]
fn an_end_before_there_is_a_downstream_waits_for_it() {
    let (subscriber, publisher) = processor(|upstream: Upstream<u32, &str>| upstream).split();
    let upstream = TestPublisher::<u32, &str>::new();
    upstream.publisher().subscribe(subscriber);
    upstream.error("broken");
    let downstream = TestSubscriber::<u32, _>::with_initial_demand(0);
    publisher.subscribe(downstream.subscriber());
    assert_eq!(downstream.log(), ["subscribe", "error \"broken\""]);
    downstream.request(1);
    downstream.cancel();
    assert!(upstream.log().is_empty());
}

#[test]
fn cancel_before_there_is_an_upstream_cancels_it_when_it_comes() {
    let (subscriber, publisher) = processor(|upstream: Upstream<u32, ()>| upstream).split();
    let downstream = TestSubscriber::<u32, _>::with_initial_demand(1);
    publisher.subscribe(downstream.subscriber());
    downstream.cancel();
    assert!(downstream.is_dropped());
    let upstream = TestPublisher::<u32, ()>::new();
    upstream.publisher().subscribe(subscriber);
    assert_eq!(upstream.log(), ["cancel"]);
}

#[test]
fn dropping_the_publisher_cancels_the_upstream() {
    let (subscriber, publisher) =
        processor(|upstream: Upstream<u32, ()>| upstream.filter(|_| true)).split();
    let upstream = TestPublisher::<u32, ()>::new();
    upstream.publisher().subscribe(subscriber);
    drop(publisher);
    assert_eq!(upstream.log(), ["cancel"]);
}

#[test]
fn dropping_the_subscriber_abandons_the_downstream() {
    let (subscriber, publisher) = processor(|upstream: Upstream<u32, ()>| upstream).split();
    let outcome = publisher.collect::<Vec<_>>().start();
    drop(subscriber);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));

    let (subscriber, publisher) = processor(|upstream: Upstream<u32, ()>| upstream).split();
    drop(subscriber);
    assert_eq!(publisher.collect::<Vec<_>>().block(), Err(SinkError::Abandoned));
}

#[test]
fn elements_after_cancel_are_dropped() {
    let (subscriber, publisher) = processor(|upstream: Upstream<Tracked<()>, ()>| upstream).split();
    let leaks = LeakCheck::new();
    let downstream = TestSubscriber::<Tracked<()>, _>::with_initial_demand(2);
    publisher.subscribe(downstream.subscriber());
    let upstream = TestPublisher::<Tracked<()>, ()>::noncompliant([Violation::SignalAfterCancel]);
    upstream.publisher().subscribe(subscriber);
    downstream.cancel();
    downstream.cancel();
    upstream.next(leaks.track(()));
    upstream.complete();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    assert_eq!(downstream.log(), ["subscribe"]);
    leaks.assert_no_leaks();
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let (subscriber, _publisher) = processor(|upstream: Upstream<u32, ()>| upstream).split();
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SecondSubscription]);
    upstream.publisher().subscribe(subscriber);
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert!(upstream.log().is_empty());
}

#[test]
fn an_element_dropped_in_the_chain_is_requested_again() {
    let (subscriber, publisher) =
        processor(|upstream: Upstream<u32, ()>| upstream.filter(|n| n % 2 == 0)).split();
    let downstream = TestSubscriber::with_initial_demand(1);
    publisher.subscribe(downstream.subscriber());
    let upstream = TestPublisher::<u32, ()>::new();
    upstream.publisher().subscribe(subscriber);
    upstream.next(1);
    assert!(!upstream.try_next(3));
    upstream.next(4);
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
}

#[test]
fn requests_from_on_next_go_to_the_upstream() {
    let (subscriber, publisher) = processor(|upstream: Upstream<u32, _>| upstream.take(3)).split();
    let downstream = TestSubscriber::with_initial_demand(1)
        .on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    publisher.subscribe(downstream.subscriber());
    range(0..1000).subscribe(subscriber);
    assert_eq!(downstream.log(), ["subscribe", "0", "1", "2", "complete"]);
}

#[test]
fn a_panic_cancels_the_upstream_and_unwinds_to_it() {
    let (subscriber, publisher) = processor(|upstream: Upstream<u32, ()>| upstream).split();
    let downstream = TestSubscriber::with_initial_demand(1);
    let downstream = downstream.on_next(|_: &u32, _| panic!("on_next"));
    publisher.subscribe(downstream.subscriber());
    let upstream = TestPublisher::<u32, ()>::new();
    upstream.publisher().subscribe(subscriber);
    assert!(catch_unwind(AssertUnwindSafe(|| upstream.next(1))).is_err());
    assert!(downstream.is_dropped());
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
}
