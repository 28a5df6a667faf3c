//! Tests of `skip_until`.

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};
use rstest::rstest;

#[rstest]
fn drops_elements_until_it_is_notified(#[values(true, false)] by_element: bool) {
    let upstream = TestPublisher::<u32, ()>::new();
    let notifier = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().skip_until(notifier.publisher()).subscribe(subscriber.subscriber());
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 2", "request 1"]); // one in its place
    assert!(!upstream.try_next(2));
    assert_eq!(upstream.log(), ["request 2", "request 1"]);
    if by_element {
        notifier.next(())
    } else {
        notifier.complete()
    }
    upstream.next(3);
    assert!(upstream.try_next(4));
    upstream.complete();
    assert_eq!(subscriber.log(), ["subscribe", "3", "4", "complete"]);
    let all = if by_element { &["request 1", "cancel"][..] } else { &["request 1"] };
    assert_eq!(notifier.log(), all);
}

#[test]
fn the_upstream_may_end_before() {
    let upstream = TestPublisher::<u32, ()>::new();
    let notifier = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().skip_until(notifier.publisher()).subscribe(subscriber.subscriber());
    upstream.complete();
    assert_eq!(subscriber.log(), ["subscribe", "complete"]);
    assert_eq!(notifier.log(), ["request 1", "cancel"]);
}

#[rstest]
fn an_error_of_either_is_passed_on(#[values(true, false)] upstream_fails: bool) {
    let upstream = TestPublisher::<u32, &str>::new();
    let notifier = TestPublisher::<(), &str>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().skip_until(notifier.publisher()).subscribe(subscriber.subscriber());
    if upstream_fails {
        upstream.error("broken")
    } else {
        notifier.error("broken")
    }
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    let cancelled = if upstream_fails { notifier.log() } else { upstream.log() };
    assert_eq!(cancelled.last().map(String::as_str), Some("cancel"));
}

#[test]
fn what_the_notifier_does_after_its_element_does_not_matter() {
    let upstream = TestPublisher::<u32, &str>::noncompliant([Violation::SignalAfterCancel]);
    let notifier = TestPublisher::<(), &str>::noncompliant([
        Violation::SignalAfterCancel,
        Violation::ExceedDemand,
    ]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(3);
    upstream.publisher().skip_until(notifier.publisher()).subscribe(subscriber.subscriber());
    notifier.next(());
    notifier.next(()); // §2.8
    notifier.error("too late");
    upstream.next(1);
    assert_eq!(subscriber.log(), ["subscribe", "1"]);
}

#[test]
fn a_notifier_that_is_dropped_after_its_element_has_not_abandoned_us() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SignalAfterCancel]);
    let notifier = TestPublisher::<(), ()>::noncompliant([Violation::SignalAfterCancel]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(3);
    upstream.publisher().skip_until(notifier.publisher()).subscribe(subscriber.subscriber());
    notifier.next(());
    notifier.abandon(); // as §3.13 demands after the cancel
    upstream.next(1);
    assert_eq!(subscriber.log(), ["subscribe", "1"]);
}

#[test]
fn a_notifier_that_abandons_its_subscriber_abandons_ours() {
    let upstream = TestPublisher::<u32, ()>::new();
    let notifier = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(3);
    upstream.publisher().skip_until(notifier.publisher()).subscribe(subscriber.subscriber());
    notifier.abandon();
    subscriber.assert_abandoned();
    assert_eq!(upstream.log(), ["request 3", "cancel"]);
}

#[test]
fn cancel_goes_to_both() {
    let upstream = TestPublisher::<u32, ()>::new();
    let notifier = TestPublisher::<(), ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().skip_until(notifier.publisher()).subscribe(subscriber.subscriber());
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
    assert_eq!(notifier.log(), ["request 1", "cancel"]);
}
