//! Tests of `TestPublisher`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::sync::{Arc, Mutex};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};
use support::{failure, message};

type Source = TestPublisher<u32, &'static str>;

/// A source and its subscriber, linked.
fn linked(source: Source, demand: u64) -> (Source, TestSubscriber<u32, &'static str>) {
    let subscriber = TestSubscriber::with_initial_demand(demand);
    source.publisher().subscribe(subscriber.subscriber());
    (source, subscriber)
}

#[test]
fn signals_what_it_is_told_and_records_what_it_is_asked_for() {
    let (source, subscriber) = linked(Source::new(), 2);
    source.assert_subscribed().assert_min_requested(2).assert_not_cancelled();
    source.next(1);
    subscriber.request(1);
    assert!(source.try_next(2));
    source.assert_requests([2, 1]);
    assert_eq!(
        (source.requested(), source.log()),
        (3, vec!["request 2".into(), "request 1".into()])
    );
    source.complete();
    subscriber.assert_values([1, 2]).assert_complete().verify();
    assert!(!subscriber.subscription_leaks());
    source.verify();
}

#[test]
fn emit_completes() {
    let (source, subscriber) = linked(Source::new(), u64::MAX);
    source.emit([1, 2, 3]);
    subscriber.assert_values([1, 2, 3]).assert_complete();
    source.assert_requests([u64::MAX]);
}

#[test]
fn an_element_that_is_declined_uses_up_no_demand() {
    let source = Source::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    source.publisher().filter(|n| n % 2 == 0).subscribe(subscriber.subscriber());
    assert!(!source.try_next(1));
    assert!(source.try_next(2));
    failure("declined_then_exceeds", || source.next(4));
}

#[test]
fn drops_its_subscriber_when_that_cancels() {
    let (source, subscriber) = linked(Source::new(), 1);
    subscriber.cancel();
    source.assert_cancelled();
    assert!(subscriber.is_dropped());
    subscriber.verify();
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn drops_its_subscriber_after_the_signal_from_which_it_cancelled() {
    let source = Source::new();
    let subscriber = TestSubscriber::new().on_next(|_: &u32, subscription| subscription.cancel());
    source.publisher().subscribe(subscriber.subscriber());
    source.next(1);
    assert!(subscriber.is_dropped());
    subscriber.assert_values([1]).verify();
}

#[test]
fn completes_with_its_last_handle() {
    let (source, subscriber) = linked(Source::new(), 1);
    let (clone, publisher) = (source.clone(), source.publisher());
    drop(source);
    assert!(!subscriber.is_dropped());
    drop(clone);
    subscriber.assert_complete().verify();
    assert!(!subscriber.subscription_leaks());

    let late = TestSubscriber::new();
    publisher.subscribe(late.subscriber());
    late.assert_abandoned();
    assert!(!late.subscription_leaks());
}

#[test]
fn serves_one_subscriber_after_another() {
    let (source, first) = linked(Source::new().tolerating("2.3"), 1);
    source.error("again");
    first.assert_error("again");
    let second = TestSubscriber::with_initial_demand(3);
    source.publisher().subscribe(second.subscriber());
    first.request(5); // of a stream that is over: nobody hears it
    assert_eq!((source.subscriptions(), source.requested()), (2, 3));
    source.next(1);
    second.assert_values([1]);
    failure("two_at_once", || {
        source.publisher().subscribe(TestSubscriber::new().subscriber());
    });
}

#[test]
fn a_panic_of_the_subscriber_ends_it_and_comes_out() {
    let source = Source::new();
    let subscriber = TestSubscriber::new().on_next(|_: &u32, _| panic!("no"));
    source.publisher().subscribe(subscriber.subscriber());
    assert_eq!(message(|| source.next(1)), "no");
    assert!(subscriber.is_dropped());
    failure("after_a_panic", || source.next(2));
    subscriber.verify();
}

#[test]
fn refuses_what_the_rules_forbid() {
    failure("not_subscribed", || Source::new().next(1));
    failure("exceeds_demand", || linked(Source::new(), 0).0.next(1));
    failure("after_complete", || {
        let (source, _subscriber) = linked(Source::new(), 1);
        source.complete();
        source.next(1);
    });
    failure("after_cancel", || {
        let (source, subscriber) = linked(Source::new(), 1);
        subscriber.cancel();
        source.complete();
    });
    failure("overlapping", || {
        let source = Source::new();
        let handle = source.clone();
        let subscriber = TestSubscriber::new().on_next(move |_: &u32, _| handle.complete());
        source.publisher().subscribe(subscriber.subscriber());
        source.next(1);
    });
    failure("second_subscription", || {
        linked(Source::new(), 1).0.subscribe_again();
    });
}

#[test]
fn assertions_fail_with_what_came() {
    let (source, subscriber) = linked(Source::new(), 2);
    failure("requests", || {
        source.assert_requests([2, 1]);
    });
    failure("min_requested", || {
        source.assert_min_requested(3);
    });
    failure("cancelled", || {
        source.assert_cancelled();
    });
    failure("not_subscribed_but_is", || {
        source.assert_not_subscribed();
    });
    subscriber.cancel();
    failure("not_cancelled", || {
        source.assert_not_cancelled();
    });
    failure("subscribed", || {
        Source::new().assert_subscribed();
    });
}

#[test]
fn breaks_the_rules_that_it_is_allowed_to_break() {
    let (source, subscriber) =
        linked(Source::noncompliant([Violation::ExceedDemand, Violation::SignalAfterCancel]), 0);
    let subscriber_of_nothing = message(|| {
        source.next(1);
        drop(subscriber);
    });
    assert!(subscriber_of_nothing.starts_with("the publisher broke a rule\n§1.1 "));

    let (source, subscriber) = linked(Source::noncompliant([Violation::SignalAfterCancel]), 3);
    subscriber.cancel();
    source.next(1);
    source.complete();
    subscriber.assert_values([1]).assert_complete();
}

#[test]
fn subscribes_again_if_it_may() {
    let (source, subscriber) = linked(Source::noncompliant([Violation::SecondSubscription]), 1);
    let subscriber = subscriber.tolerating("2.12");
    assert_eq!(source.subscribe_again(), ["cancel"]);
    source.assert_requests([1]).assert_not_cancelled();
    source.next(1);
    subscriber.assert_values([1]);
    source.verify();
}

#[test]
fn does_not_greet_if_it_may() {
    let (source, subscriber) = linked(Source::noncompliant([Violation::NoSubscription]), 1);
    let subscriber = subscriber.tolerating("1.9");
    source.complete();
    subscriber.assert_complete();
}

/// Does in a terminal signal what §2.3 forbids, and keeps the subscription, as §2.4 forbids.
struct Clingy(Arc<Mutex<Option<Arc<dyn Subscription>>>>);

impl Subscriber<u32, &'static str> for Clingy {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        *self.0.lock().unwrap() = Some(subscription);
    }
    fn on_next(&mut self, _: u32) {}
    fn on_error(self, _: &'static str) {}
    fn on_complete(self) {
        self.0.lock().unwrap().as_ref().unwrap().request(Demand::ONE);
    }
}

#[test]
fn the_oracle_watches_the_subscriber() {
    failure("oracle_subscriber", || {
        let source = Source::new();
        source.publisher().subscribe(Clingy(Arc::default()));
        source.complete();
    });
    let held = Arc::default();
    let source = Source::new().tolerating("2.3");
    source.publisher().subscribe(Clingy(Arc::clone(&held)));
    source.complete();
    failure("oracle_subscriber_owes", || source.verify());
    source.tolerating("2.4").verify();
}
