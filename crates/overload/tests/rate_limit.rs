//! Tests of `RateLimit` and `RateLimits` as values.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::num::NonZeroU32;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use reactive_streams_operators::AnyError;
use reactive_streams_operators::operator::Rate;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_overload::{Limited, RateLimit, RateLimits};
use rstest::rstest;
use support::{SECOND, capacity, count, now};

fn every_second(burst: u32) -> Rate {
    Rate::per_second(NonZeroU32::MIN).burst(count(burst))
}

#[test]
fn what_is_over_the_rate_is_told_when_to_come_again() {
    let clock = DeterministicScheduler::new(1);
    let limit = RateLimit::new(every_second(3), &clock);
    let shared = limit.clone();
    assert_eq!([limit.check(), shared.check(), limit.check()], [Ok(()); 3]);
    let limited = shared.check().unwrap_err();
    assert_eq!(limited, Limited { element: (), retry_after: SECOND });
    clock.advance(SECOND / 4);
    assert_eq!(limit.check().unwrap_err().retry_after, SECOND * 3 / 4);
    clock.advance(SECOND * 3 / 4);
    assert_eq!([limit.check().is_ok(), limit.check().is_ok()], [true, false]);
    clock.advance(SECOND * 100);
    let passed = (0..9).filter(|_| limit.check().is_ok()).count();
    assert_eq!(passed, 3, "a long rest is worth a burst");
}

#[test]
fn a_refusal_is_an_error_that_says_so() {
    let limited = Limited { element: 7, retry_after: SECOND };
    assert_eq!(limited.to_string(), "sooner than the rate allows: again after 1s");
    assert_eq!(format!("{limited:?}"), "Limited { retry_after: 1s, .. }");
    let any = AnyError::from(limited);
    assert_eq!(any.downcast_ref::<Limited<i32>>().unwrap().element, 7);
}

#[test]
fn who_acquires_waits_and_uses_nothing_when_dropped() {
    let clock = DeterministicScheduler::new(1);
    let limit = RateLimit::new(every_second(1), &clock);
    assert_eq!(now(limit.acquire()), Some(Ok(())));
    assert_eq!(now(limit.acquire()), None); // and dropped
    let mut waiting = pin!(limit.acquire());
    let mut cx = Context::from_waker(Waker::noop());
    assert_eq!(waiting.as_mut().poll(&mut cx), Poll::Pending);
    clock.advance(SECOND - Duration::from_nanos(1));
    assert_eq!(waiting.as_mut().poll(&mut cx), Poll::Pending);
    clock.advance(Duration::from_nanos(1));
    assert_eq!(waiting.as_mut().poll(&mut cx), Poll::Ready(Ok(())));
    assert!(limit.check().is_err());
}

#[test]
fn who_acquires_of_a_scheduler_that_has_shut_down_does_not_wait_for_ever() {
    let clock = DeterministicScheduler::new(1);
    let limits = RateLimits::new(every_second(1), capacity(9), &clock);
    let mut waiting = {
        limits.check(&"ann").unwrap();
        Box::pin(limits.acquire("ann"))
    };
    let mut cx = Context::from_waker(Waker::noop());
    assert_eq!(waiting.as_mut().poll(&mut cx), Poll::Pending);
    drop(clock);
    assert!(matches!(waiting.as_mut().poll(&mut cx), Poll::Ready(Err(_))));
}

#[test]
fn a_key_over_its_limit_does_not_hold_others() {
    let clock = DeterministicScheduler::new(1);
    let limits = RateLimits::new(every_second(1), capacity(9), &clock);
    assert!(limits.check(&"ann").is_ok());
    assert_eq!(limits.check(&"ann").unwrap_err().retry_after, SECOND);
    assert!(limits.check(&"ben").is_ok());
    assert_eq!(now(limits.acquire("cid")), Some(Ok(())));
    assert_eq!(limits.known(), 3);
}

#[test]
fn keys_that_are_idle_are_forgotten() {
    let clock = DeterministicScheduler::new(1);
    let limits = RateLimits::new(every_second(2), capacity(1000), &clock);
    for round in 0..50 {
        (0..100).for_each(|key| assert!(limits.check(&(round, key)).is_ok()));
        clock.advance(SECOND * 2); // in which a bucket of two is full again
    }
    assert!(limits.known() <= 200, "{}", limits.known());
}

#[test]
fn keys_without_a_place_share_one() {
    let clock = DeterministicScheduler::new(1);
    let limits = RateLimits::new(every_second(1), capacity(2), &clock);
    let passed: Vec<_> = (0..5).filter(|key| limits.check(key).is_ok()).collect();
    assert_eq!(passed, [0, 1, 2], "2 has taken what 3 and 4 share with it");
    assert_eq!(limits.known(), 2);
    clock.advance(SECOND);
    assert!(limits.check(&3).is_ok());
}

#[rstest]
#[case::no_time(Rate::new(NonZeroU32::MAX, Duration::from_nanos(1)))]
#[case::for_ever(Rate::new(NonZeroU32::MIN, Duration::MAX))]
#[case::all_of_it(Rate::new(NonZeroU32::MIN, Duration::MAX).burst(NonZeroU32::MAX))]
fn rates_at_the_border_do_not_panic(#[case] rate: Rate) {
    let clock = DeterministicScheduler::new(1);
    let (limit, limits) =
        (RateLimit::new(rate, &clock), RateLimits::new(rate, capacity(1), &clock));
    assert!(limit.check().is_ok() && limits.check(&1).is_ok());
    for advance in [Duration::ZERO, SECOND, Duration::MAX] {
        clock.advance(advance);
        // Whether they pass is not the question here.
        let _ = (limit.check(), limits.check(&1), limits.check(&2), limits.check(&3));
    }
}

const TICK: Duration = Duration::from_millis(1);

/// The times at which something passed never break the law: between any two of them, no more than the burst
/// and what the rate allows.
fn assert_lawful(passed: &[Duration], interval: Duration, burst: u32) {
    for (first, from) in passed.iter().enumerate() {
        for (last, to) in passed.iter().enumerate().skip(first) {
            let allowed = u128::from(burst) + (*to - *from).as_nanos() / interval.as_nanos();
            let count = (last - first + 1) as u128;
            assert!(count <= allowed, "{count} in {:?}: {passed:?}", *to - *from);
        }
    }
}

proptest! {
    /// At any times, with any rate: the law is kept, and a rest is used as far as it goes.
    #[test]
    fn no_more_is_let_through_than_the_law_says(
        interval in 1..20u32,
        burst in 1..5u32,
        pauses in vec(0..25u32, 1..60),
    ) {
        let clock = DeterministicScheduler::new(1);
        let rate = Rate::new(NonZeroU32::MIN, TICK * interval).burst(count(burst));
        let limit = RateLimit::new(rate, &clock);
        let mut passed = Vec::new();
        let mut model = f64::from(burst); // tokens
        for pause in pauses {
            clock.advance(TICK * pause);
            model = f64::from(burst).min(model + f64::from(pause) / f64::from(interval));
            let verdict = limit.check();
            prop_assert_eq!(verdict.is_ok(), model > 1.0 - 1e-9, "{} tokens", model);
            match verdict {
                Ok(()) => {
                    model -= 1.0;
                    passed.push(clock.now());
                }
                Err(limited) => {
                    let missing = (1.0 - model) * f64::from(interval) * TICK.as_secs_f64();
                    prop_assert!((limited.retry_after.as_secs_f64() - missing).abs() < 1e-6);
                }
            }
        }
        assert_lawful(&passed, TICK * interval, burst);
    }

    /// Also when there are more keys than places, and keys are forgotten and come again.
    #[test]
    fn no_key_gets_more_than_its_law_says(
        interval in 1..20u32,
        burst in 1..5u32,
        places in 1..4usize,
        checks in vec((0..30u32, 0..6usize), 1..200),
    ) {
        let clock = DeterministicScheduler::new(1);
        let rate = Rate::new(NonZeroU32::MIN, TICK * interval).burst(count(burst));
        let limits = RateLimits::new(rate, capacity(places), &clock);
        let mut passed = vec![Vec::new(); 6];
        for (pause, key) in checks {
            clock.advance(TICK * pause);
            if limits.check(&key).is_ok() {
                passed[key].push(clock.now());
            }
            prop_assert!(limits.known() <= places);
        }
        for passed in &passed {
            assert_lawful(passed, TICK * interval, burst);
        }
    }
}
