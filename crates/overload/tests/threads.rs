//! With threads: whoever moves a limit, opens a breaker or waits for either, nobody is forgotten.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use reactive_streams_operators::engine::InFlightLimit;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::PoolScheduler;
use reactive_streams_operators::{AnyError, range};
use reactive_streams_overload::ext::{AdaptiveExt, CircuitBreakerExt};
use reactive_streams_overload::{AdaptiveLimit, Aimd, BreakerPolicy, CircuitBreaker, Outcome};
use support::capacity;

const ELEMENTS: u32 = 5000;

/// Elements of which some are not answered at once, but after others have had the worker.
async fn call(n: u32) -> u32 {
    let mut left = n % 3;
    std::future::poll_fn(|cx| {
        if left == 0 {
            return std::task::Poll::Ready(());
        }
        left -= 1;
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
    n
}

#[test]
fn pipelines_that_share_a_limit_all_come_to_their_end() {
    let pool = PoolScheduler::new("pool", capacity(2));
    let limit = AdaptiveLimit::new(Aimd::new(), capacity(1), capacity(16), &pool);
    let peak = Arc::new(AtomicUsize::new(0));
    let pipelines: Vec<_> = (0..3)
        .map(|_| {
            let (seen, of) = (Arc::clone(&peak), limit.clone());
            let judge = move |n: &u32| {
                seen.fetch_max(of.in_flight(), Ordering::Relaxed);
                if n % 97 == 0 { Outcome::Overloaded } else { Outcome::Success }
            };
            let numbers = range(0..ELEMENTS).fallible::<AnyError>();
            let sum = numbers.map_adaptive(limit.clone(), &pool, call, judge);
            sum.fold(0u64, |sum, n| sum + u64::from(n)).start()
        })
        .collect();
    let sum = u64::from(ELEMENTS) * u64::from(ELEMENTS - 1) / 2;
    for pipeline in pipelines {
        assert_eq!(pipeline.block().unwrap(), sum);
    }
    assert_eq!(limit.in_flight(), 0);
    assert!((2..=16).contains(&peak.load(Ordering::Relaxed)), "{peak:?}");
}

#[test]
fn a_breaker_that_opens_all_the_time_lets_everything_through_in_the_end() {
    let pool = PoolScheduler::new("pool", capacity(2));
    let policy = BreakerPolicy::failures_in_a_row(NonZeroU32::MIN, Duration::from_micros(50));
    let breaker = CircuitBreaker::new(policy, &pool);
    let pipelines: Vec<_> = (0..2)
        .map(|_| {
            let judge = |n: &u32| if n % 50 == 7 { Outcome::Failed } else { Outcome::Success };
            range(0..ELEMENTS)
                .fallible::<AnyError>()
                .map_unless_open(capacity(4), breaker.clone(), &pool, call, judge)
                .count()
                .start()
        })
        .collect();
    for pipeline in pipelines {
        assert_eq!(pipeline.block().unwrap(), u64::from(ELEMENTS));
    }
}

#[test]
fn a_limit_that_is_moved_all_the_time_stops_no_stream() {
    let pool = PoolScheduler::new("pool", capacity(2));
    let limit = InFlightLimit::new(0);
    let numbers = range(0..ELEMENTS).fallible::<AnyError>();
    let calls = numbers.map_async(capacity(8), &pool, call).limited_by(&limit).count().start();
    thread::scope(|scope| {
        for seed in 0..2 {
            let limit = &limit;
            scope.spawn(move || (0..20_000).for_each(|n| limit.set((n * 7 + seed) % 5)));
        }
    });
    limit.set(1);
    assert_eq!(calls.block().unwrap(), u64::from(ELEMENTS));
}
