//! Tests of `PublisherProbe`.

mod support;

use std::convert::Infallible;
use std::sync::Arc;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{PublisherProbe, TestPublisher, TestSubscriber};
use support::failure;

#[test]
fn sees_how_a_publisher_is_used() {
    let probe = PublisherProbe::new(range(0..9));
    probe.assert_not_subscribed();
    let subscriber = TestSubscriber::with_initial_demand(1);
    probe.publisher().subscribe(subscriber.subscriber());
    probe.assert_subscribed().assert_requested().assert_not_cancelled();
    subscriber.request(2);
    subscriber.cancel();
    probe.assert_cancelled();
    assert_eq!(probe.log(), ["request 1", "request 2", "cancel"]);
    subscriber.assert_values([0, 1, 2]).verify();
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn changes_nothing() {
    let source = TestPublisher::<u8, &str>::new();
    let probe = PublisherProbe::new(source.publisher());
    let subscriber = TestSubscriber::with_initial_demand(1);
    probe.publisher().filter(|n| n % 2 == 0).subscribe(subscriber.subscriber());
    assert!(!source.try_next(1));
    assert!(source.try_next(2));
    subscriber.request(2);
    source.next(3); // and not `try_next`: the filter requests another
    source.error("broken");
    source.assert_requests([1, 2, 1]);
    subscriber.assert_values([2]).assert_error("broken").verify();
    source.verify();
}

#[test]
fn counts_subscriptions() {
    let probe = PublisherProbe::new(range(0..2));
    for _ in 0..3 {
        assert_eq!(probe.publisher().collect::<Vec<_>>().block().unwrap(), [0, 1]);
    }
    assert_eq!(probe.subscriptions(), 3);
}

#[test]
fn assertions_fail_with_what_came() {
    let probe = PublisherProbe::new(range(0..2));
    failure("subscribed", || {
        probe.assert_subscribed();
    });
    failure("requested", || {
        probe.assert_requested();
    });
    failure("cancelled", || {
        probe.assert_cancelled();
    });
    let subscriber = TestSubscriber::with_initial_demand(1);
    probe.publisher().subscribe(subscriber.subscriber());
    subscriber.cancel();
    failure("not_subscribed", || {
        probe.assert_not_subscribed();
    });
    failure("not_cancelled", || {
        probe.assert_not_cancelled();
    });
}

/// Gives an element more than was requested.
#[derive(Clone)]
struct Generous;

struct Nothing;

impl Subscription for Nothing {
    fn request(&self, _: Demand) {}
    fn cancel(&self) {}
}

impl Publisher for Generous {
    type Item = u8;
    type Error = Infallible;

    fn subscribe<S: Subscriber<u8, Infallible>>(self, mut subscriber: S) {
        subscriber.on_subscribe(Arc::new(Nothing));
        subscriber.on_next(1);
        subscriber.on_next(2);
        subscriber.on_complete();
    }
}

#[test]
fn the_oracle_watches_both_ends() {
    failure("oracle", || {
        let probe = PublisherProbe::new(Generous);
        let subscriber = TestSubscriber::with_initial_demand(1).tolerating("1.1");
        probe.publisher().subscribe(subscriber.subscriber());
    });
}
