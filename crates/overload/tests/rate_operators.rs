//! Tests of `rate_hold`, `rate_check` and `rate_shed`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{DropCounter, Observe, Overflowed, Rate, Reason};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_overload::ext::RateLimitExt;
use reactive_streams_overload::{Limited, Limiter, RateLimit, RateLimits};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber};
use support::{SECOND, capacity, count};

struct Bench {
    subscriber: TestSubscriber<u32, &'static str>,
    upstream: TestPublisher<u32, &'static str>,
    clock: DeterministicScheduler,
    limit: RateLimit,
}

impl Bench {
    fn new(burst: u32, demand: u64) -> Self {
        let clock = DeterministicScheduler::new(1);
        let rate = Rate::per_second(NonZeroU32::MIN).burst(count(burst));
        let limit = RateLimit::new(rate, &clock);
        let subscriber = TestSubscriber::with_initial_demand(demand);
        Self { subscriber, upstream: TestPublisher::new(), clock, limit }
    }

    fn holding(burst: u32, demand: u64) -> Self {
        let bench = Self::new(burst, demand);
        let held = bench.upstream.publisher().rate_hold(bench.limit.clone(), &bench.clock);
        held.subscribe(bench.subscriber.subscriber());
        bench
    }
}

#[test]
fn holds_the_upstream_back() {
    let bench = Bench::holding(1, 9);
    bench.upstream.assert_requests([1]);
    bench.upstream.next(1);
    bench.upstream.assert_requests([1, 1]);
    bench.upstream.next(2);
    bench.subscriber.assert_values([1]);
    bench.upstream.assert_requests([1, 1]); // while it waits
    bench.clock.advance(SECOND);
    bench.subscriber.assert_values([1, 2]);
    bench.upstream.assert_requests([1, 1, 1]);
    bench.upstream.complete();
    bench.subscriber.assert_complete().verify();
}

#[test]
fn an_element_uses_what_is_allowed_when_it_is_given_and_not_before() {
    let bench = Bench::holding(1, 0);
    bench.upstream.assert_requests([1]);
    bench.upstream.next(1);
    bench.clock.advance(SECOND * 9);
    assert!(bench.limit.check().is_ok(), "nobody has asked for the element");
    bench.subscriber.request(2);
    bench.clock.advance(SECOND / 2);
    bench.subscriber.assert_values([]);
    bench.clock.advance(SECOND / 2);
    bench.subscriber.assert_values([1]).cancel();
}

#[test]
fn pipelines_share_a_limit() {
    let clock = DeterministicScheduler::new(1);
    let limit = RateLimit::new(Rate::per_second(NonZeroU32::MIN), &clock);
    let seen = Arc::<Mutex<Vec<u32>>>::default();
    let mut runs: Vec<_> = (0..3)
        .map(|n| {
            let seen = Arc::clone(&seen);
            let numbers = range(n * 10..n * 10 + 2).rate_hold(limit.clone(), &clock);
            numbers.for_each(move |n| seen.lock().unwrap().push(n)).start()
        })
        .collect();
    for passed in 1..=6 {
        assert_eq!(seen.lock().unwrap().len(), passed);
        clock.advance(SECOND);
    }
    assert!(runs.iter_mut().all(|run| run.try_take().is_some_and(|it| it.is_ok())));
}

#[test]
fn an_error_does_not_wait_and_drops_what_does() {
    let bench = Bench::holding(1, 9);
    bench.upstream.next(1);
    bench.upstream.next(2);
    bench.upstream.error("lost");
    bench.subscriber.assert_values([1]).assert_error("lost");
    bench.clock.advance(SECOND);
    bench.subscriber.verify();
}

#[test]
fn completion_waits_for_the_last_element() {
    let bench = Bench::holding(1, 9);
    bench.upstream.next(1);
    bench.upstream.next(2);
    bench.upstream.complete();
    bench.subscriber.assert_not_terminated();
    bench.clock.advance(SECOND);
    bench.subscriber.assert_values([1, 2]).assert_complete().verify();
}

#[test]
fn cancel_drops_what_waits() {
    let clock = DeterministicScheduler::new(1);
    let limit = RateLimit::new(Rate::per_second(NonZeroU32::MIN), &clock);
    let (leaks, upstream) = (LeakCheck::new(), TestPublisher::<_, &str>::new());
    let subscriber = TestSubscriber::with_initial_demand(9);
    upstream.publisher().rate_hold(limit.clone(), &clock).subscribe(subscriber.subscriber());
    limit.check().unwrap();
    upstream.next(leaks.track(1));
    subscriber.cancel();
    upstream.assert_cancelled();
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    clock.advance(SECOND);
    assert!(limit.check().is_ok(), "what is dropped uses nothing");
    subscriber.verify();
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let Bench { subscriber, upstream, clock, limit } = Bench::holding(1, 9);
    limit.check().unwrap();
    upstream.next(1);
    let subscriber = subscriber.tolerating("1.4");
    drop(clock);
    subscriber.assert_abandoned();
}

/// Panics when it is asked.
struct Faulty;

impl Limiter<u32> for Faulty {
    fn check(&self, _: &u32) -> Result<(), Limited> {
        panic!("no key");
    }
}

#[test]
fn a_limiter_that_panics_ends_the_stream() {
    let clock = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::new().tolerating("1.4");
    upstream.publisher().rate_hold(Faulty, &clock).subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| upstream.next(1))).is_err());
    upstream.assert_cancelled();
    assert!(subscriber.is_dropped());
}

#[test]
fn a_decision_holds_nobody() {
    let bench = Bench::new(1, 0);
    let limits = RateLimits::new(Rate::per_second(NonZeroU32::MIN), capacity(9), &bench.clock);
    let subscriber = TestSubscriber::with_initial_demand(3);
    let decided = bench.upstream.publisher().rate_check(limits.by(|n: &u32| n % 2));
    decided.subscribe(subscriber.subscriber());
    bench.upstream.assert_requests([3]);
    [1, 3, 4].into_iter().for_each(|n| bench.upstream.next(n));
    let limited = Limited { element: 3, retry_after: SECOND };
    subscriber.assert_values([Ok(1), Err(limited), Ok(4)]);
    bench.upstream.error("lost");
    subscriber.assert_error("lost").verify();
}

#[test]
fn what_is_left_out_is_told_and_asked_for_again() {
    let bench = Bench::new(1, 2);
    let told = Arc::<Mutex<Vec<_>>>::default();
    let log = Arc::clone(&told);
    let observer = Observe::new(move |Overflowed { reason, element }| {
        log.lock().unwrap().push((reason, element));
    });
    let few = bench.upstream.publisher().rate_shed(bench.limit.clone(), observer);
    few.subscribe(bench.subscriber.subscriber());
    [1, 2, 3].into_iter().for_each(|n| bench.upstream.next(n));
    bench.subscriber.assert_values([1]);
    assert_eq!(*told.lock().unwrap(), [(Reason::Limited, 2), (Reason::Limited, 3)]);
    bench.upstream.assert_requests([2, 1, 1]);
    bench.clock.advance(SECOND);
    bench.upstream.emit([4]);
    bench.subscriber.assert_values([1, 4]).assert_complete().verify();
}

#[test]
fn what_is_left_out_is_counted() {
    let bench = Bench::new(3, 0);
    let dropped = DropCounter::new();
    let few = range(0..10).rate_shed(bench.limit, dropped.clone());
    assert_eq!(few.collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
    assert_eq!((dropped.by(Reason::Limited), dropped.total()), (7, 7));
}
