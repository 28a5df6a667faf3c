//! Tests of `from_callable`, `from_try_callable` and `from_runnable`, `from_option` and `defer`.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{
    defer, from_callable, from_option, from_runnable, from_try_callable, once,
};
use reactive_streams_test::{StepVerifier, TestPublisher, TestSubscriber};

/// A closure that counts its calls, and the count.
fn counted() -> (impl FnMut() -> usize + Clone + Send + 'static, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    (move || count.fetch_add(1, Ordering::Relaxed), calls)
}

#[test]
fn is_called_when_its_value_is_requested() {
    let (f, calls) = counted();
    let subscriber = TestSubscriber::with_initial_demand(0);
    from_callable(f).subscribe(subscriber.subscriber());
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    subscriber.request(2);
    subscriber.assert_values([0]).assert_complete().verify();
}

#[test]
fn is_called_for_each_subscriber() {
    let (f, calls) = counted();
    let callable = from_callable(f);
    assert_eq!(callable.clone().block(), Ok(0));
    assert_eq!(callable.block(), Ok(1));
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[test]
fn a_failure_is_an_error() {
    let (mut f, calls) = counted();
    let failing = from_try_callable(move || if f() < 2 { Err("not yet") } else { Ok(7) });
    let subscriber = TestSubscriber::with_initial_demand(0);
    failing.retry(0).subscribe(subscriber.subscriber());
    subscriber.assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_error("not yet").verify();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn the_value_of_a_fallible_call_completes() {
    StepVerifier::create(from_try_callable(|| Ok::<_, &str>(7)))
        .with_initial_demand(1)
        .expect_next(7)
        .verify_complete();
}

#[test]
fn one_that_is_cancelled_is_not_called() {
    let (mut f, calls) = counted();
    let subscriber = TestSubscriber::with_initial_demand(0);
    from_try_callable(move || Ok::<_, u8>(f())).subscribe(subscriber.subscriber());
    subscriber.cancel();
    subscriber.request(1);
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    subscriber.verify();
}

#[test]
fn a_panic_drops_the_subscriber() {
    let subscriber = TestSubscriber::<u8, u8>::with_initial_demand(0).tolerating("1.4");
    from_try_callable(|| panic!("call")).subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| subscriber.request(1))).is_err());
    subscriber.assert_abandoned();
}

#[test]
fn a_runnable_runs_without_demand() {
    let (mut f, calls) = counted();
    let subscriber = TestSubscriber::<u8, Infallible>::with_initial_demand(0);
    from_runnable(move || assert_eq!(f(), 0)).subscribe(subscriber.subscriber());
    subscriber.assert_complete().verify();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn a_runnable_that_is_cancelled_at_once_does_not_run() {
    let (mut f, calls) = counted();
    let subscriber = TestSubscriber::<u8, Infallible>::new().on_subscribe(|s| s.cancel());
    from_runnable(move || assert_eq!(f(), 0)).subscribe(subscriber.subscriber());
    assert!(subscriber.is_dropped());
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[test]
fn an_option_is_one_value_or_none() {
    StepVerifier::create(from_option(Some(7))).expect_next(7).verify_complete();
    StepVerifier::create(from_option(None::<u8>)).with_initial_demand(0).verify_complete();
}

#[test]
fn defer_makes_a_publisher_for_each_subscriber() {
    let (mut f, calls) = counted();
    let deferred = defer(move || once(f()));
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    assert_eq!(deferred.clone().collect::<Vec<_>>().block(), Ok(vec![0]));
    assert_eq!(deferred.collect::<Vec<_>>().block(), Ok(vec![1]));
}

#[test]
fn what_defer_makes_is_subscribed_in_its_place() {
    let source = TestPublisher::<u32, u8>::new();
    let made = source.publisher();
    let subscriber = TestSubscriber::with_initial_demand(3);
    defer(|| made).subscribe(subscriber.subscriber());
    source.assert_requests([3]);
    source.next(1);
    source.error(2);
    subscriber.assert_values([1]).assert_error(2).verify();
}
