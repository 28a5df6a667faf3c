//! Tests of `circuit_breaker` and `map_unless_open`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{Panicked, Retry, RetryError, defer, empty, error, range};
use reactive_streams_overload::ext::CircuitBreakerExt;
use reactive_streams_overload::{BreakerPolicy, BreakerState, CircuitBreaker, Open, Outcome};
use reactive_streams_test::{TestPublisher, TestSubscriber};
use support::{SECOND, capacity, count};

#[derive(Clone, Debug, PartialEq)]
enum Failure {
    Lost,
    Open(Open),
    Panicked(Panicked),
}

impl From<Open> for Failure {
    fn from(open: Open) -> Self {
        Self::Open(open)
    }
}

impl From<Panicked> for Failure {
    fn from(panicked: Panicked) -> Self {
        Self::Panicked(panicked)
    }
}

fn breaker() -> (DeterministicScheduler, CircuitBreaker) {
    let clock = DeterministicScheduler::new(1);
    let breaker = CircuitBreaker::new(BreakerPolicy::failures_in_a_row(count(1), SECOND), &clock);
    (clock, breaker)
}

#[test]
fn a_subscription_is_a_call() {
    let (clock, breaker) = breaker();
    let (upstream, subscriber) =
        (TestPublisher::<u32, _>::new(), TestSubscriber::with_initial_demand(2));
    upstream.publisher().circuit_breaker(breaker.clone()).subscribe(subscriber.subscriber());
    upstream.assert_requests([2]);
    upstream.next(1);
    upstream.error(Failure::Lost);
    subscriber.assert_values([1]).assert_error(Failure::Lost).verify();
    assert_eq!(breaker.state(), BreakerState::Open);

    let refused = TestSubscriber::<u32, _>::with_initial_demand(0);
    let upstream = TestPublisher::<u32, Failure>::new();
    upstream.publisher().circuit_breaker(breaker.clone()).subscribe(refused.subscriber());
    refused.assert_error(Failure::Open(Open { retry_after: SECOND })).verify();
    assert_eq!(upstream.subscriptions(), 0);

    clock.advance(SECOND);
    let closes = empty::<u32>().fallible::<Failure>().circuit_breaker(breaker.clone());
    assert_eq!(closes.count().block(), Ok(0));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_cancel_says_nothing_and_gives_the_probe_back() {
    let (clock, breaker) = breaker();
    breaker.try_acquire().unwrap().end(Outcome::Failed);
    clock.advance(SECOND);
    let (upstream, subscriber) = (TestPublisher::<u32, Failure>::new(), TestSubscriber::new());
    upstream.publisher().circuit_breaker(breaker.clone()).subscribe(subscriber.subscriber());
    assert!(breaker.try_acquire().is_err());
    subscriber.cancel();
    upstream.assert_cancelled();
    assert!(breaker.try_acquire().is_ok());
}

#[test]
fn an_error_need_not_be_a_failure() {
    let (_clock, breaker) = breaker();
    let failing = error::<u32, _>(Failure::Lost);
    let failing = failing.circuit_breaker_with(breaker.clone(), |_| Outcome::Ignored);
    assert!(failing.count().block().is_err());
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn each_attempt_of_a_retry_is_a_call() {
    let (clock, breaker) = breaker();
    let calls = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let failing = defer(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        error::<u32, _>(Failure::Lost)
    });
    let retry = Retry::fixed_delay(4, SECOND / 2);
    let attempts = failing.circuit_breaker(breaker).retry_when(retry, &clock);
    let subscriber = TestSubscriber::new();
    attempts.subscribe(subscriber.subscriber());
    clock.advance(SECOND * 2);
    assert_eq!(calls.load(Ordering::Relaxed), 3, "two of five attempts met an open breaker");
    subscriber.assert_error(RetryError::Exhausted { retries: 4, error: Failure::Lost }).verify();
}

struct Bench {
    clock: DeterministicScheduler,
    breaker: CircuitBreaker,
    fails: Arc<AtomicBool>,
    upstream: TestPublisher<u32, Failure>,
    subscriber: TestSubscriber<Result<u32, ()>, Failure>,
}

/// Three in flight, each of which takes no time at all.
fn bench() -> Bench {
    let (clock, breaker) = breaker();
    let fails = Arc::new(AtomicBool::new(false));
    let (upstream, subscriber) = (TestPublisher::new(), TestSubscriber::new());
    let failing = Arc::clone(&fails);
    let call = move |n| {
        let failing = Arc::clone(&failing);
        async move { if failing.load(Ordering::Relaxed) { Err(()) } else { Ok(n) } }
    };
    upstream
        .publisher()
        .map_unless_open(capacity(3), breaker.clone(), &clock, call, Outcome::of)
        .subscribe(subscriber.subscriber());
    Bench { clock, breaker, fails, upstream, subscriber }
}

#[test]
fn while_it_is_open_elements_wait_and_the_upstream_is_held_back() {
    let bench = bench();
    bench.upstream.assert_requests([3]);
    bench.fails.store(true, Ordering::Relaxed);
    bench.upstream.next(1);
    bench.clock.run_until_idle();
    bench.subscriber.assert_values([Err(())]);
    assert_eq!(bench.breaker.state(), BreakerState::Open);
    bench.upstream.next(2);
    bench.upstream.next(3);
    bench.clock.advance(SECOND - Duration::from_nanos(1));
    bench.subscriber.assert_values([Err(())]);
    bench.upstream.assert_requests([3]); // nothing in the place of the first
    bench.clock.advance(Duration::from_nanos(1)); // the second is the probe, and fails
    bench.subscriber.assert_values([Err(()), Err(())]);
    bench.upstream.assert_requests([3]);
    bench.fails.store(false, Ordering::Relaxed);
    bench.clock.advance(SECOND);
    bench.subscriber.assert_values([Err(()), Err(()), Ok(3)]);
    assert_eq!(bench.breaker.state(), BreakerState::Closed);
    bench.upstream.assert_requests([3, 2, 1]);
    bench.upstream.complete();
    bench.clock.run_until_idle();
    bench.subscriber.assert_complete().verify();
}

#[test]
fn a_probe_at_a_time_is_requested_when_none_waits() {
    let bench = bench();
    bench.fails.store(true, Ordering::Relaxed);
    bench.breaker.try_acquire().unwrap().end(Outcome::Failed);
    for n in 0..3 {
        bench.clock.advance(SECOND);
        bench.upstream.next(n);
        bench.clock.run_until_idle();
    }
    bench.upstream.assert_requests([3]); // all of which have come by now
    bench.clock.advance(SECOND);
    assert_eq!(bench.breaker.state(), BreakerState::HalfOpen);
    bench.upstream.assert_requests([3, 1]);
    bench.fails.store(false, Ordering::Relaxed);
    bench.upstream.next(9);
    bench.clock.run_until_idle();
    assert_eq!(bench.upstream.requested(), 3 + 1 + 3);
    bench.subscriber.assert_value_count(4).cancel();
}

#[test]
fn cancel_and_errors_drop_what_waits() {
    let bench = bench();
    bench.breaker.try_acquire().unwrap().end(Outcome::Failed);
    bench.upstream.next(1);
    bench.clock.run_until_idle();
    bench.subscriber.cancel();
    bench.upstream.assert_cancelled();
    assert!(bench.subscriber.is_dropped());
    let bench = self::bench();
    bench.breaker.try_acquire().unwrap().end(Outcome::Failed);
    bench.upstream.next(1);
    bench.upstream.error(Failure::Lost);
    bench.clock.run_until_idle();
    bench.subscriber.assert_error(Failure::Lost).verify();
}

#[test]
fn a_probe_that_is_dropped_makes_room_for_another() {
    let (clock, breaker) = breaker();
    let hanging = range(0..1).fallible::<Failure>().map_unless_open(
        capacity(1),
        breaker.clone(),
        &clock,
        |_| pending::<()>(),
        |()| Outcome::Success,
    );
    breaker.try_acquire().unwrap().end(Outcome::Failed);
    let hanging = hanging.for_each(drop).start();
    clock.advance(SECOND);
    assert!(breaker.try_acquire().is_err(), "it is the probe");
    drop(hanging);
    clock.run_until_idle();
    assert!(breaker.try_acquire().is_ok());
}
