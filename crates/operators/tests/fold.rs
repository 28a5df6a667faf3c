//! Tests of `fold`, and with it of what all sinks that give one value have in common.

use std::error::Error;
use std::future::{Future, IntoFuture};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{SinkError, range, sink};
use reactive_streams_test::{LeakCheck, TestPublisher, Tracked, Violation};
use rstest::rstest;

#[test]
fn requests_everything_and_gives_what_comes_of_it() {
    let upstream = TestPublisher::<u32, ()>::new();
    let mut sum = upstream.publisher().fold(0, |sum, n| sum + n).start();
    assert_eq!(upstream.log(), ["request unbounded"]);
    upstream.next(1);
    upstream.next(2);
    assert!(!sum.is_finished());
    assert_eq!(sum.try_take(), None);
    upstream.complete();
    assert!(sum.is_finished());
    assert_eq!(sum.try_take(), Some(Ok(3)));
    assert_eq!(sum.try_take(), None);
    drop(sum);
    assert_eq!(upstream.log(), ["request unbounded"]); // §2.3, §2.4
}

#[test]
fn does_nothing_before_it_is_polled() {
    let upstream = TestPublisher::<u32, ()>::new();
    let mut sum = pin!(upstream.publisher().fold(0, |sum, n| sum + n).into_future());
    assert!(upstream.log().is_empty());
    let mut cx = Context::from_waker(Waker::noop());
    assert!(sum.as_mut().poll(&mut cx).is_pending());
    upstream.next(1);
    upstream.complete();
    assert_eq!(sum.as_mut().poll(&mut cx), Poll::Ready(Ok(1)));
}

#[test]
fn blocks_until_another_thread_ends_it() {
    let upstream = TestPublisher::<u32, &str>::new();
    let sum = upstream.publisher().fold(0, |sum, n| sum + n).start();
    let other = thread::spawn(move || upstream.error("broken"));
    assert_eq!(sum.block(), Err(SinkError::Upstream("broken")));
    other.join().unwrap();
}

#[test]
fn an_abandoned_one_names_the_rule() {
    let upstream = TestPublisher::<u32, std::fmt::Error>::new();
    let sum = upstream.publisher().fold(0, |sum, n| sum + n).start();
    upstream.abandon();
    let error = sum.block().unwrap_err();
    assert_eq!(error, SinkError::Abandoned);
    assert!(error.to_string().contains("§1.4"));
    assert!(error.source().is_none());
}

#[test]
fn dropping_the_outcome_cancels_once_and_drops_late_elements() {
    let upstream = TestPublisher::<Tracked<()>, ()>::noncompliant([Violation::SignalAfterCancel]);
    let calls = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&calls);
    let leaks = LeakCheck::new();
    let outcome = upstream
        .publisher()
        .fold((), move |(), _| {
            counter.fetch_add(1, Ordering::Relaxed);
        })
        .start();
    drop(outcome);
    upstream.next(leaks.track(())); // §2.8
    upstream.complete();
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    assert_eq!(upstream.log(), ["request unbounded", "cancel"]);
    leaks.assert_no_leaks();
}

#[test]
fn an_outcome_that_is_dropped_early_cancels_the_subscription_when_it_comes() {
    let (subscriber, outcome) = sink::fold(0, |sum: u32, n: u32| sum + n);
    drop(outcome);
    let upstream = TestPublisher::<u32, ()>::new();
    upstream.publisher().subscribe(subscriber);
    assert_eq!(upstream.log(), ["cancel"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SecondSubscription]);
    let outcome = upstream.publisher().fold(0, |sum, n| sum + n).start();
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    upstream.next(1);
    upstream.complete();
    assert_eq!(outcome.block(), Ok(1));
}

#[rstest]
fn a_panic_goes_to_whoever_waits(#[values(false, true)] fused: bool) {
    let bomb = |_: (), n: u32| assert!(n < 2, "two");
    let publisher = range(0..5);
    let waiting = AssertUnwindSafe(move || {
        if fused {
            publisher.fold((), bomb).block()
        } else {
            publisher.hide().fold((), bomb).block()
        }
    });
    let panic = catch_unwind(waiting).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"two"));
}

#[test]
fn a_panic_cancels_the_upstream_and_does_not_reach_it() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SignalAfterCancel]);
    let mut outcome = upstream.publisher().fold((), |(), _| panic!("f")).start();
    upstream.next(1);
    upstream.next(2);
    assert_eq!(upstream.log(), ["request unbounded", "cancel"]);
    upstream.complete();
    assert!(catch_unwind(AssertUnwindSafe(|| outcome.try_take())).is_err());
    assert_eq!(upstream.log(), ["request unbounded", "cancel"]);
}

#[test]
fn an_unsubscribed_half_that_is_dropped_is_an_abandoned_one() {
    let (subscriber, outcome) = sink::collect::<u32, (), Vec<_>>();
    drop(subscriber);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
}

#[test]
fn an_end_without_a_subscription_is_an_end() {
    let (subscriber, outcome) = sink::for_each(|_: u32| {});
    <_ as Subscriber<u32, u8>>::on_error(subscriber, 7);
    assert_eq!(outcome.block(), Err(SinkError::Upstream(7)));
}
