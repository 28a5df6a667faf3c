//! Tests of `AdaptiveLimit` and `map_adaptive`.
#![allow(clippy::unwrap_used)] // also in helpers

#[path = "support/server.rs"]
mod server;
mod support;

use std::future::{Future, pending, ready};
use std::num::NonZeroU32;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{AnyError, range};
use reactive_streams_overload::ext::AdaptiveExt;
use reactive_streams_overload::{AdaptiveLimit, Aimd, Full, Gradient, LimitAlgorithm, Outcome};
use reactive_streams_test::{TestPublisher, TestSubscriber};
use rstest::rstest;
use server::Server;
use support::{capacity, now};

const SERVICE: Duration = Duration::from_millis(10);

fn from_one_to(most: usize, algorithm: impl Into<LimitAlgorithm>) -> AdaptiveLimit {
    AdaptiveLimit::new(algorithm, capacity(1), capacity(most), &DeterministicScheduler::new(1))
}

#[test]
fn no_more_is_in_flight_than_the_limit() {
    let limit = from_one_to(9, Aimd::new());
    let permit = limit.try_acquire().unwrap();
    let full: Full = limit.clone().try_acquire().unwrap_err();
    assert_eq!(full.to_string(), "1 calls are in flight, which is the limit");
    assert_eq!(AnyError::from(full).downcast_ref::<Full>().unwrap().limit, 1);
    assert!(now(limit.acquire()).is_none());
    assert_eq!(limit.in_flight(), 1);
    permit.end(Outcome::Success);
    assert_eq!(limit.in_flight(), 0);
    assert!(now(limit.acquire()).is_some());
}

#[test]
fn those_who_wait_are_served_in_order() {
    let limit = from_one_to(1, Aimd::new());
    let permit = limit.try_acquire().unwrap();
    let mut cx = Context::from_waker(Waker::noop());
    let (mut first, mut second) = (Box::pin(limit.acquire()), pin!(limit.acquire()));
    assert!(first.as_mut().poll(&mut cx).is_pending());
    assert!(second.as_mut().poll(&mut cx).is_pending());
    drop(permit);
    assert!(limit.try_acquire().is_err(), "it is the turn of the first");
    assert!(second.as_mut().poll(&mut cx).is_pending());
    drop(first); // which had a place, and did not know it
    let Poll::Ready(permit) = second.as_mut().poll(&mut cx) else { panic!("its turn") };
    assert_eq!(limit.in_flight(), 1);
    permit.end(Outcome::Ignored);
    assert_eq!(limit.in_flight(), 0);
}

#[test]
fn a_call_that_is_dropped_gives_its_place_back_and_says_nothing() {
    let limit = from_one_to(9, Aimd::new());
    for _ in 0..100 {
        assert!(now(limit.call(pending::<()>(), |()| Outcome::Overloaded)).is_none());
    }
    assert_eq!((limit.limit(), limit.in_flight()), (1, 0));
}

/// Ends a whole round of calls with an outcome.
fn round(limit: &AdaptiveLimit, outcome: Outcome) {
    for _ in 0..limit.limit().div_ceil(8).max(1) * 8 / limit.limit() + 1 {
        let before = limit.limit();
        let all: Vec<_> = std::iter::from_fn(|| limit.try_acquire().ok()).collect();
        all.into_iter().for_each(|permit| permit.end(outcome));
        if limit.limit() != before {
            return;
        }
    }
}

#[test]
fn aimd_adds_one_for_a_round_and_takes_a_tenth_when_something_is_refused() {
    let limit = from_one_to(30, Aimd::new());
    for expected in 2..=30 {
        round(&limit, Outcome::Success);
        assert_eq!(limit.limit(), expected);
    }
    round(&limit, Outcome::Success);
    assert_eq!(limit.limit(), 30, "the most");
    round(&limit, Outcome::Overloaded);
    assert_eq!(limit.limit(), 27, "once, though all of them were refused");
    for outcome in [Outcome::Ignored, Outcome::Failed] {
        round(&limit, outcome);
        assert_eq!(limit.limit(), 27);
    }
}

#[test]
fn a_limit_that_is_not_used_does_not_rise() {
    let limit = from_one_to(30, Aimd::new());
    (0..9).for_each(|_| round(&limit, Outcome::Success));
    assert_eq!(limit.limit(), 10);
    for _ in 0..100 {
        limit.try_acquire().unwrap().end(Outcome::Success);
    }
    assert_eq!(limit.limit(), 10);
}

/// The limit after each of 150 times of service, with a server of 40 workers; and after it has lost half of
/// them. It refuses what is more than `room` times its workers.
fn find(algorithm: impl Into<LimitAlgorithm>, room: usize) -> [Vec<usize>; 2] {
    let clock = DeterministicScheduler::new(1);
    let limit = AdaptiveLimit::new(algorithm, capacity(1), capacity(500), &clock);
    let server = Server::new(40, SERVICE, &clock);
    let serving = server.clone();
    let _run = range(0..u32::MAX)
        .fallible::<AnyError>()
        .map_adaptive(limit.clone(), &clock, move |_| serving.clone().call(room), judge)
        .for_each(drop)
        .start();
    let follow = || {
        let after = |_| {
            let before = limit.limit();
            clock.advance(SERVICE);
            let most = server.peak();
            assert!(most <= before.max(limit.limit()).max(server.workers() * 2), "{most}");
            limit.limit()
        };
        (0..150).map(after).collect()
    };
    let before = follow();
    server.lose(20);
    [before, follow()]
}

fn judge(answer: &Result<(), ()>) -> Outcome {
    if answer.is_ok() { Outcome::Success } else { Outcome::Overloaded }
}

#[test]
fn gradient_finds_the_capacity_of_a_server_and_finds_it_again_when_that_halves() {
    let [before, after] = find(Gradient::new(), 100);
    // A bit above one and a half times as many as there are workers: then calls take that much longer.
    let settled = |limits: &[usize], range: std::ops::Range<usize>| {
        limits.iter().all(|limit| range.contains(limit) || *limit <= 8 /* measuring */)
    };
    assert!(settled(&before[45..], 60..80), "{before:?}");
    assert!(settled(&after[30..], 30..45), "{after:?}");
    let measuring = before[45..].iter().filter(|limit| **limit <= 8).count();
    assert!(measuring <= 10, "{before:?}");
}

#[test]
fn gradient_follows_a_latency_that_has_become_longer_for_good() {
    let clock = DeterministicScheduler::new(1);
    let algorithm = Gradient::new().measure_every(NonZeroU32::new(10).unwrap());
    let limit = AdaptiveLimit::new(algorithm, capacity(1), capacity(500), &clock);
    let calls = |latency: Duration| {
        for _ in 0..200 {
            let all: Vec<_> = std::iter::from_fn(|| limit.try_acquire().ok()).collect();
            clock.advance(latency);
            all.into_iter().for_each(|permit| permit.end(Outcome::Success));
        }
    };
    calls(SERVICE);
    assert_eq!(limit.limit(), 500, "nothing ever waits");
    calls(SERVICE * 5);
    assert_eq!(limit.limit(), 500, "nor does it now");
}

#[test]
fn aimd_finds_the_capacity_of_a_server_and_finds_it_again_when_that_halves() {
    let [before, after] = find(Aimd::new(), 1);
    assert!(before[95..].iter().all(|limit| (36..=40).contains(limit)), "{before:?}");
    assert!(after[5..].iter().all(|limit| (18..=20).contains(limit)), "{after:?}");
}

#[rstest]
#[case(Aimd::new().backoff(f64::NAN).into())]
#[case(Gradient::new().tolerance(f64::NAN).into())]
#[case(Gradient::new().measure_every(NonZeroU32::MIN).into())]
fn there_is_always_a_place(#[case] algorithm: LimitAlgorithm) {
    let limit =
        AdaptiveLimit::new(algorithm, capacity(2), capacity(1), &DeterministicScheduler::new(1));
    for outcome in [Outcome::Success, Outcome::Overloaded, Outcome::Success, Outcome::Ignored] {
        (0..20).for_each(|_| limit.try_acquire().unwrap().end(outcome));
    }
    assert_eq!(limit.limit(), 2, "the most is no less than the least");
}

struct Bench {
    clock: DeterministicScheduler,
    limit: AdaptiveLimit,
    upstream: TestPublisher<u32, AnyError>,
    subscriber: TestSubscriber<u32, AnyError>,
}

fn bench<F: Future<Output = u32> + Send + 'static>(call: fn(u32) -> F) -> Bench {
    let clock = DeterministicScheduler::new(1);
    let limit = AdaptiveLimit::new(Aimd::new(), capacity(2), capacity(9), &clock);
    let (upstream, subscriber) = (TestPublisher::new(), TestSubscriber::new());
    let judge = |_: &u32| Outcome::Success;
    let calls = upstream.publisher().map_adaptive(limit.clone(), &clock, call, judge);
    calls.subscribe(subscriber.subscriber());
    Bench { clock, limit, upstream, subscriber }
}

#[test]
fn demand_follows_the_limit() {
    let bench = bench(ready);
    bench.upstream.assert_requests([2]);
    for n in 0..8 {
        bench.upstream.next(n);
        bench.upstream.next(n);
        bench.clock.run_until_idle();
    }
    assert_eq!(bench.limit.limit(), 3, "of which one is in flight at a time");
    // One for each that is delivered, and one more when the limit has risen.
    let mut requests = vec![2];
    requests.extend([1; 17]);
    bench.upstream.assert_requests(requests);
    bench.upstream.complete();
    bench.clock.run_until_idle();
    bench.subscriber.assert_value_count(16).assert_complete().verify();
}

#[test]
fn cancel_gives_back_what_is_in_flight() {
    let bench = bench(|_| pending());
    bench.upstream.next(1);
    bench.upstream.next(2);
    bench.clock.run_until_idle();
    assert_eq!(bench.limit.in_flight(), 2);
    bench.subscriber.cancel();
    assert_eq!((bench.limit.in_flight(), bench.limit.limit()), (0, 2));
    bench.upstream.assert_cancelled();
}

#[test]
fn a_call_that_panics_is_an_error_and_gives_its_place_back() {
    let bench = bench(|n| async move { if n == 1 { panic!("call") } else { n } });
    bench.upstream.next(1);
    bench.clock.run_until_idle();
    assert!(bench.subscriber.log().last().unwrap().starts_with("error"));
    bench.upstream.assert_cancelled();
    assert_eq!(bench.limit.in_flight(), 0);
}

#[test]
fn an_error_of_the_upstream_does_not_wait() {
    let bench = bench(|_| pending());
    bench.upstream.next(1);
    bench.upstream.error(AnyError::new("lost"));
    bench.clock.run_until_idle();
    assert!(bench.subscriber.log().last().unwrap().starts_with("error"));
    assert_eq!(bench.limit.in_flight(), 0);
}
