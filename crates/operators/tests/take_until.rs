//! Tests of `take_until`.

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, error, never, once, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Violation};
use rstest::rstest;

#[test]
fn passes_elements_and_demand() {
    let upstream = TestPublisher::<u32, ()>::new();
    let notifier = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().take_until(notifier.publisher()).subscribe(subscriber.subscriber());
    subscriber.request(3);
    assert_eq!(upstream.log(), ["request 2", "request 3"]);
    assert_eq!(notifier.log(), ["request 1"]);
    upstream.next(1);
    upstream.complete();
    assert_eq!(subscriber.log(), ["subscribe", "1", "complete"]);
    assert_eq!(notifier.log(), ["request 1", "cancel"]);
    assert_eq!(upstream.log(), ["request 2", "request 3"]);
}

#[rstest]
fn the_notifier_ends_it(#[values(true, false)] by_element: bool) {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SignalAfterCancel]);
    let notifier = TestPublisher::<(), ()>::noncompliant([Violation::SignalAfterCancel]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    upstream.publisher().take_until(notifier.publisher()).subscribe(subscriber.subscriber());
    upstream.next(1);
    if by_element {
        notifier.next(())
    } else {
        notifier.complete()
    }
    assert_eq!(subscriber.log(), ["subscribe", "1", "complete"]);
    assert_eq!(upstream.log(), ["request 9", "cancel"]);
    let all = if by_element { &["request 1", "cancel"][..] } else { &["request 1"] };
    assert_eq!(notifier.log(), all);
    upstream.next(2); // §2.8
    assert_eq!(subscriber.log(), ["subscribe", "1", "complete"]);
}

#[test]
fn an_error_of_the_upstream_cancels_the_notifier() {
    let upstream = TestPublisher::<u32, &str>::new();
    let notifier = TestPublisher::<(), &str>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().take_until(notifier.publisher()).subscribe(subscriber.subscriber());
    upstream.error("broken");
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(notifier.log(), ["request 1", "cancel"]);
}

#[test]
fn an_error_of_the_notifier_cancels_the_upstream() {
    let upstream = TestPublisher::<u32, &str>::new();
    let notifier = TestPublisher::<(), &str>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().take_until(notifier.publisher()).subscribe(subscriber.subscriber());
    notifier.error("broken");
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(upstream.log(), ["cancel"]);
    assert_eq!(notifier.log(), ["request 1"]);
}

#[test]
fn a_notifier_that_is_there_already_leaves_the_upstream_unsubscribed() {
    let leaks = LeakCheck::new();
    for failing in [false, true] {
        let upstream = TestPublisher::<u32, &str>::new();
        let kept = leaks.track(());
        let publisher = upstream.publisher().map(move |n| {
            let _kept = &kept;
            n
        });
        let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
        if failing {
            publisher.take_until(error::<(), _>("broken")).subscribe(subscriber.subscriber());
            assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
        } else {
            publisher.take_until(once(()).fallible()).subscribe(subscriber.subscriber());
            assert_eq!(subscriber.log(), ["subscribe", "complete"]);
        }
        assert!(upstream.log().is_empty());
        leaks.assert_no_leaks();
    }
}

#[test]
fn cancel_goes_to_both() {
    let upstream = TestPublisher::<u32, ()>::new();
    let notifier = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().take_until(notifier.publisher()).subscribe(subscriber.subscriber());
    subscriber.cancel();
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
    assert_eq!(notifier.log(), ["request 1", "cancel"]);
}

#[rstest]
fn one_that_abandons_its_subscriber_abandons_ours(#[values(true, false)] upstream_does: bool) {
    let upstream = TestPublisher::<u32, ()>::new();
    let notifier = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().take_until(notifier.publisher()).subscribe(subscriber.subscriber());
    if upstream_does {
        upstream.abandon()
    } else {
        notifier.abandon()
    }
    subscriber.assert_abandoned();
    assert_eq!(subscriber.log(), ["subscribe"]);
    let cancelled = if upstream_does { notifier.log() } else { upstream.log() };
    assert_eq!(cancelled, ["request 1", "cancel"]);
}

#[test]
fn a_panic_cancels_the_notifier_and_drops_everything() {
    let notifier = TestPublisher::<(), std::convert::Infallible>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_: &u32, _| panic!("on_next"));
    let subscribe = std::panic::AssertUnwindSafe(|| {
        range(0..3).take_until(notifier.publisher()).subscribe(subscriber.subscriber());
    });
    assert!(std::panic::catch_unwind(subscribe).is_err());
    assert!(subscriber.is_dropped());
    assert_eq!(notifier.log(), ["request 1", "cancel"]);
}

#[test]
fn what_is_dropped_behind_it_is_replaced() {
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    range(0..5).take_until(never::<()>()).filter(|n| n % 2 == 0).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "0", "2", "4", "complete"]);
    let upstream = TestPublisher::<u32, std::convert::Infallible>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream
        .publisher()
        .take_until(never::<()>())
        .filter(|n| n % 2 == 0)
        .subscribe(subscriber.subscriber());
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
    assert!(!upstream.try_next(1));
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SecondSubscription]);
    let notifier = TestPublisher::<(), ()>::noncompliant([Violation::SecondSubscription]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().take_until(notifier.publisher()).subscribe(subscriber.subscriber());
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(notifier.subscribe_again(), ["cancel"]);
    assert_eq!(upstream.log(), ["request 1"]);
}

#[test]
fn nothing_is_given_after_an_empty_notifier() {
    let none = range(0..9).take_until(empty::<()>()).collect::<Vec<_>>().block();
    assert!(none.unwrap().is_empty());
}
