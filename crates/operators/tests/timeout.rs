//! Tests of `timeout` and `timeout_or`.

use std::time::Duration;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::operator::Elapsed;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_operators::{SinkError, interval, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Violation};
use rstest::rstest;

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

#[test]
fn an_element_that_is_late_is_a_failure() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::noncompliant([Violation::SignalAfterCancel]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    upstream.publisher().timeout(SECOND, &scheduler).subscribe(subscriber.subscriber());
    for n in 0..3 {
        scheduler.advance(SECOND - TICK);
        upstream.next(n);
    }
    scheduler.advance(SECOND - TICK);
    assert_eq!(subscriber.take_log(), ["subscribe", "0", "1", "2"]);
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log(), ["error Elapsed { operator: \"timeout\", limit: 1s }"]);
    assert_eq!(upstream.log(), ["request 9", "cancel"]);
    upstream.next(4); // §2.8
    assert!(subscriber.take_log().is_empty());
}

#[test]
fn the_error_names_the_operator_and_the_limit() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let mut outcome = upstream.publisher().timeout(SECOND, &scheduler).collect::<Vec<_>>().start();
    scheduler.advance(SECOND);
    let Some(Err(SinkError::Upstream(elapsed))) = outcome.try_take() else { panic!("no error") };
    assert_eq!((elapsed.operator(), elapsed.limit()), ("timeout", SECOND));
    assert_eq!(elapsed.to_string(), "timeout: 1s have elapsed");
}

#[test]
fn nothing_is_late_that_was_not_requested() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().timeout(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 9);
    subscriber.request(1);
    scheduler.advance(SECOND / 2);
    upstream.next(1);
    scheduler.advance(SECOND * 9);
    subscriber.request(1);
    scheduler.advance(SECOND - TICK);
    assert_eq!(subscriber.take_log(), ["subscribe", "1"]);
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log().len(), 1);
}

#[test]
fn more_demand_does_not_give_more_time() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().timeout(SECOND, &scheduler).subscribe(subscriber.subscriber());
    scheduler.advance(SECOND / 2);
    subscriber.request(u64::MAX);
    scheduler.advance(SECOND / 2);
    assert_eq!(subscriber.take_log().len(), 2);
}

#[test]
fn the_time_that_the_downstream_takes_does_not_count() {
    let scheduler = std::sync::Arc::new(DeterministicScheduler::new(1));
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    let clock = std::sync::Arc::clone(&scheduler);
    let subscriber = subscriber.on_next(move |_, _| {
        clock.advance(SECOND * 5);
    });
    upstream.publisher().timeout(SECOND, &*scheduler).subscribe(subscriber.subscriber());
    upstream.next(1);
    scheduler.advance(SECOND - TICK);
    assert_eq!(subscriber.take_log(), ["subscribe", "1"]);
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log().len(), 1);
}

#[test]
fn there_is_one_timer_for_any_number_of_elements() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::new();
    upstream.publisher().timeout(SECOND, &scheduler).subscribe(subscriber.subscriber());
    (0..100).for_each(|n| upstream.next(n));
    upstream.complete();
    assert_eq!(scheduler.advance(SECOND * 9), 1);
}

#[test]
fn the_end_may_come_before() {
    let scheduler = DeterministicScheduler::new(1);
    for failing in [false, true] {
        let upstream = TestPublisher::<u32, Box<dyn std::error::Error + Send + Sync>>::new();
        let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
        upstream.publisher().timeout(SECOND, &scheduler).subscribe(subscriber.subscriber());
        if failing {
            upstream.error("broken".into())
        } else {
            upstream.complete()
        }
        scheduler.advance(SECOND);
        let end = if failing { "error \"broken\"" } else { "complete" };
        assert_eq!(subscriber.log(), ["subscribe", end]);
        assert_eq!(upstream.log(), ["request 9"]);
        assert!(!subscriber.subscription_leaks());
    }
}

#[test]
fn the_fallback_meets_what_is_left_of_the_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SignalAfterCancel]);
    let fallback = TestPublisher::<u32, ()>::noncompliant([Violation::SignalAfterCancel]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(5);
    upstream
        .publisher()
        .timeout_or(SECOND, &scheduler, fallback.publisher())
        .subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.next(2);
    scheduler.advance(SECOND);
    assert_eq!(upstream.log(), ["request 5", "cancel"]);
    assert_eq!(fallback.log(), ["request 3"]);
    upstream.abandon(); // as §3.13 demands after the cancel
    subscriber.request(4);
    assert_eq!(fallback.log(), ["request 3", "request 4"]);
    scheduler.advance(SECOND * 9); // it may take its time
    fallback.next(3);
    fallback.complete();
    assert_eq!(subscriber.log(), ["subscribe", "1", "2", "3", "complete"]);
}

#[rstest]
fn the_fallback_may_fail_or_be_cancelled(#[values(true, false)] fails: bool) {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, &str>::new();
    let fallback = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(5);
    upstream
        .publisher()
        .timeout_or(SECOND, &scheduler, fallback.publisher())
        .subscribe(subscriber.subscriber());
    scheduler.advance(SECOND);
    if fails {
        fallback.error("broken");
        assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    } else {
        subscriber.cancel();
        assert_eq!(fallback.log(), ["request 5", "cancel"]);
        assert!(subscriber.is_dropped());
    }
    assert_eq!(upstream.log(), ["request 5", "cancel"]);
}

#[test]
fn a_fallback_that_is_not_needed_is_dropped() {
    let scheduler = DeterministicScheduler::new(1);
    let leaks = LeakCheck::new();
    let kept = leaks.track(());
    let upstream = TestPublisher::<u32, std::convert::Infallible>::new();
    let fallback = range(0..3).map(move |n| {
        let _kept = &kept;
        n
    });
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(5);
    upstream
        .publisher()
        .timeout_or(SECOND, &scheduler, fallback)
        .subscribe(subscriber.subscriber());
    upstream.complete();
    leaks.assert_no_leaks();
}

#[test]
fn an_upstream_that_subscribes_late_is_cancelled() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let fallback = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(5);
    upstream
        .publisher()
        .delay_subscription(SECOND * 2, &scheduler)
        .timeout_or(
            SECOND,
            &scheduler,
            fallback.publisher().delay_subscription(SECOND * 2, &scheduler),
        )
        .subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 2);
    assert!(upstream.log().is_empty()); // dropped unsubscribed
    scheduler.advance(SECOND);
    assert_eq!(fallback.log(), ["request 5"]);
}

#[test]
fn what_is_dropped_behind_it_is_not_what_was_awaited() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream
        .publisher()
        .timeout(SECOND, &scheduler)
        .filter(|n| n % 2 == 0)
        .subscribe(subscriber.subscriber());
    assert!(!upstream.try_next(1));
    upstream.next(3);
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
    scheduler.advance(SECOND - TICK);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    scheduler.advance(TICK);
    assert_eq!(subscriber.take_log().len(), 1);
}

#[test]
fn cancel_goes_upstream_and_ends_the_watch() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::noncompliant([Violation::SignalAfterCancel]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().timeout(SECOND, &scheduler).subscribe(subscriber.subscriber());
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    scheduler.advance(SECOND);
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
    assert_eq!(subscriber.log(), ["subscribe"]);
    upstream.abandon(); // as §3.13 demands after the cancel
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn one_that_abandons_its_subscriber_abandons_ours() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().timeout(SECOND, &scheduler).subscribe(subscriber.subscriber());
    upstream.abandon();
    subscriber.assert_abandoned();
    assert_eq!(subscriber.log(), ["subscribe"]);
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, Elapsed>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().timeout(SECOND, &scheduler).subscribe(subscriber.subscriber());
    drop(scheduler);
    subscriber.assert_abandoned();
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
}

#[test]
fn a_panic_drops_everything() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_: &u32, _| panic!("on_next"));
    let subscribe = std::panic::AssertUnwindSafe(|| {
        range(0..3)
            .fallible::<Elapsed>()
            .timeout(SECOND, &scheduler)
            .subscribe(subscriber.subscriber());
    });
    assert!(std::panic::catch_unwind(subscribe).is_err());
    assert!(subscriber.is_dropped());
    scheduler.advance(SECOND);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn one_at_a_time_from_on_next() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_: &u64, subscription| subscription.request(Demand::ONE));
    interval(SECOND, &scheduler)
        .fallible::<Elapsed>()
        .timeout(SECOND * 2, &scheduler)
        .take(5)
        .subscribe(subscriber.subscriber());
    scheduler.advance(SECOND * 10);
    assert_eq!(subscriber.log(), ["subscribe", "0", "1", "2", "3", "4", "complete"]);
    assert_eq!(scheduler.now(), SECOND * 10);
}
