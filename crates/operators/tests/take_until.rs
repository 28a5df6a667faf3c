//! Tests of `take_until`.

mod support;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, error, never, once, range};
use rstest::rstest;
use support::{Alive, manual, recorder};

#[test]
fn passes_elements_and_demand() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.take_until(notifier).subscribe(recorder);
    probe.request(3);
    assert_eq!(upstream.log(), ["request 2", "request 3"]);
    assert_eq!(notified.log(), ["request 1"]);
    upstream.next(1);
    upstream.complete();
    assert_eq!(probe.log(), ["subscribe", "1", "complete"]);
    assert_eq!(notified.log(), ["request 1", "cancel"]);
    assert_eq!(upstream.log(), ["request 2", "request 3"]);
}

#[rstest]
fn the_notifier_ends_it(#[values(true, false)] by_element: bool) {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, probe) = recorder::<u32>(9);
    publisher.take_until(notifier).subscribe(recorder);
    upstream.next(1);
    if by_element {
        notified.next(())
    } else {
        notified.complete()
    }
    assert_eq!(probe.log(), ["subscribe", "1", "complete"]);
    assert_eq!(upstream.log(), ["request 9", "cancel"]);
    let all = if by_element { &["request 1", "cancel"][..] } else { &["request 1"] };
    assert_eq!(notified.log(), all);
    upstream.next(2); // §2.8
    assert_eq!(probe.log(), ["subscribe", "1", "complete"]);
}

#[test]
fn an_error_of_the_upstream_cancels_the_notifier() {
    let (publisher, upstream) = manual::<u32, &str>();
    let (notifier, notified) = manual::<(), &str>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.take_until(notifier).subscribe(recorder);
    upstream.error("broken");
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(notified.log(), ["request 1", "cancel"]);
}

#[test]
fn an_error_of_the_notifier_cancels_the_upstream() {
    let (publisher, upstream) = manual::<u32, &str>();
    let (notifier, notified) = manual::<(), &str>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.take_until(notifier).subscribe(recorder);
    notified.error("broken");
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(upstream.log(), ["cancel"]);
    assert_eq!(notified.log(), ["request 1"]);
}

#[test]
fn a_notifier_that_is_there_already_leaves_the_upstream_unsubscribed() {
    let alive = Alive::default();
    for failing in [false, true] {
        let (publisher, upstream) = manual::<u32, &str>();
        let kept = alive.clone();
        let publisher = publisher.map(move |n| (n, kept.others()));
        let (recorder, probe) = recorder::<(u32, usize)>(1);
        if failing {
            publisher.take_until(error::<(), _>("broken")).subscribe(recorder);
            assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
        } else {
            publisher.take_until(once(()).fallible()).subscribe(recorder);
            assert_eq!(probe.log(), ["subscribe", "complete"]);
        }
        assert!(upstream.log().is_empty());
        assert_eq!(alive.others(), 0);
    }
}

#[test]
fn cancel_goes_to_both() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, probe) = recorder::<u32>(1);
    publisher.take_until(notifier).subscribe(recorder);
    probe.cancel();
    probe.cancel();
    assert!(probe.is_dropped());
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
    assert_eq!(notified.log(), ["request 1", "cancel"]);
}

#[rstest]
fn one_that_abandons_its_subscriber_abandons_ours(#[values(true, false)] upstream_does: bool) {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, probe) = recorder::<u32>(1);
    publisher.take_until(notifier).subscribe(recorder);
    if upstream_does {
        upstream.abandon()
    } else {
        notified.abandon()
    }
    assert!(probe.is_dropped());
    assert_eq!(probe.log(), ["subscribe"]);
    let cancelled = if upstream_does { notified.log() } else { upstream.log() };
    assert_eq!(cancelled, ["request 1", "cancel"]);
}

#[test]
fn a_panic_cancels_the_notifier_and_drops_everything() {
    let (notifier, notified) = manual::<(), std::convert::Infallible>();
    let (recorder, probe) = recorder(1);
    let recorder = recorder.on_next(|_: &u32, _| panic!("on_next"));
    let subscribe = std::panic::AssertUnwindSafe(|| {
        range(0..3).take_until(notifier).subscribe(recorder);
    });
    assert!(std::panic::catch_unwind(subscribe).is_err());
    assert!(probe.is_dropped());
    assert_eq!(notified.log(), ["request 1", "cancel"]);
}

#[test]
fn what_is_dropped_behind_it_is_replaced() {
    let (recorder, probe) = recorder(1);
    let recorder = recorder.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    range(0..5).take_until(never::<()>()).filter(|n| n % 2 == 0).subscribe(recorder);
    assert_eq!(probe.log(), ["subscribe", "0", "2", "4", "complete"]);
    let (publisher, upstream) = manual::<u32, std::convert::Infallible>();
    let (recorder, _probe) = support::recorder::<u32>(1);
    publisher.take_until(never::<()>()).filter(|n| n % 2 == 0).subscribe(recorder);
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
    assert!(!upstream.try_next(1));
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, _probe) = recorder::<u32>(1);
    publisher.take_until(notifier).subscribe(recorder);
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(notified.subscribe_again(), ["cancel"]);
    assert_eq!(upstream.log(), ["request 1"]);
}

#[test]
fn nothing_is_given_after_an_empty_notifier() {
    let none = range(0..9).take_until(empty::<()>()).collect::<Vec<_>>().block();
    assert_eq!(none.unwrap(), []);
}
