//! Tests of `skip_until`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use rstest::rstest;
use support::{manual, recorder};

#[rstest]
fn drops_elements_until_it_is_notified(#[values(true, false)] by_element: bool) {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.skip_until(notifier).subscribe(recorder);
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 2", "request 1"]); // one in its place
    assert!(!upstream.try_next(2));
    assert_eq!(upstream.log(), ["request 2", "request 1"]);
    if by_element {
        notified.next(())
    } else {
        notified.complete()
    }
    upstream.next(3);
    assert!(upstream.try_next(4));
    upstream.complete();
    assert_eq!(probe.log(), ["subscribe", "3", "4", "complete"]);
    let all = if by_element { &["request 1", "cancel"][..] } else { &["request 1"] };
    assert_eq!(notified.log(), all);
}

#[test]
fn the_upstream_may_end_before() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.skip_until(notifier).subscribe(recorder);
    upstream.complete();
    assert_eq!(probe.log(), ["subscribe", "complete"]);
    assert_eq!(notified.log(), ["request 1", "cancel"]);
}

#[rstest]
fn an_error_of_either_is_passed_on(#[values(true, false)] upstream_fails: bool) {
    let (publisher, upstream) = manual::<u32, &str>();
    let (notifier, notified) = manual::<(), &str>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.skip_until(notifier).subscribe(recorder);
    if upstream_fails {
        upstream.error("broken")
    } else {
        notified.error("broken")
    }
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    let cancelled = if upstream_fails { notified.log() } else { upstream.log() };
    assert_eq!(cancelled.last().map(String::as_str), Some("cancel"));
}

#[test]
fn what_the_notifier_does_after_its_element_does_not_matter() {
    let (publisher, upstream) = manual::<u32, &str>();
    let (notifier, notified) = manual::<(), &str>();
    let (recorder, probe) = recorder::<u32>(3);
    publisher.skip_until(notifier).subscribe(recorder);
    notified.next(());
    notified.next(()); // §2.8
    notified.error("too late");
    upstream.next(1);
    assert_eq!(probe.log(), ["subscribe", "1"]);
}

#[test]
fn a_notifier_that_is_dropped_after_its_element_has_not_abandoned_us() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, probe) = recorder::<u32>(3);
    publisher.skip_until(notifier).subscribe(recorder);
    notified.next(());
    notified.abandon(); // as §3.13 demands after the cancel
    upstream.next(1);
    assert_eq!(probe.log(), ["subscribe", "1"]);
}

#[test]
fn a_notifier_that_abandons_its_subscriber_abandons_ours() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, probe) = recorder::<u32>(3);
    publisher.skip_until(notifier).subscribe(recorder);
    notified.abandon();
    assert!(probe.is_dropped());
    assert_eq!(upstream.log(), ["request 3", "cancel"]);
}

#[test]
fn cancel_goes_to_both() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (notifier, notified) = manual::<(), ()>();
    let (recorder, probe) = recorder::<u32>(1);
    publisher.skip_until(notifier).subscribe(recorder);
    probe.cancel();
    assert!(probe.is_dropped());
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
    assert_eq!(notified.log(), ["request 1", "cancel"]);
}
