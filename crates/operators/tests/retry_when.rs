//! Tests of `retry_when`.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{Retry, RetryError, defer, error, range};
use reactive_streams_test::{
    StepVerifier, TestPublisher, TestSubscriber, VirtualTime, on_small_stack,
};

const SECOND: Duration = Duration::from_secs(1);

/// The times at which a publisher that always fails is subscribed, in seconds.
fn attempts(retry: Retry<u8>) -> (Vec<f64>, RetryError<u8>) {
    let time = Arc::new(VirtualTime::new(1));
    let times = Arc::<Mutex<Vec<f64>>>::default();
    let (clock, log) = (Arc::downgrade(&time), Arc::clone(&times));
    let failing = defer(move || {
        let now = clock.upgrade().map_or(Duration::MAX, |clock| clock.now());
        log.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(now.as_secs_f64());
        error::<u8, u8>(7)
    });
    let mut outcome = failing.retry_when(retry, &*time).collect::<Vec<_>>().start();
    time.advance(SECOND * 1000);
    let times = times.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
    match outcome.try_take() {
        Some(Err(reactive_streams_operators::SinkError::Upstream(error))) => (times, error),
        other => panic!("it has not failed: {other:?}"),
    }
}

#[test]
fn back_off_doubles_up_to_its_maximum() {
    let retry = Retry::backoff(5, SECOND).max_delay(SECOND * 5);
    let (times, error) = attempts(retry);
    assert_eq!(times, [0.0, 1.0, 3.0, 7.0, 12.0, 17.0]);
    assert_eq!(error, RetryError::Exhausted { retries: 5, error: 7 });
}

#[test]
fn a_fixed_delay_is_fixed() {
    assert_eq!(attempts(Retry::fixed_delay(2, SECOND * 2)).0, [0.0, 2.0, 4.0]);
}

#[test]
fn without_a_delay_there_is_no_hop() {
    let subscriber = TestSubscriber::<u8, _>::new();
    let time = VirtualTime::new(1);
    error(7).retry_when(Retry::immediately(3), &time).subscribe(subscriber.subscriber());
    subscriber.assert_error(RetryError::Exhausted { retries: 3, error: 7 }).verify();
}

#[test]
fn jitter_lengthens_by_less_than_the_delay_and_follows_from_its_seed() {
    let jittered = |seed| attempts(Retry::fixed_delay(9, SECOND).jitter_with_seed(seed)).0;
    let times = jittered(1);
    assert_eq!(times, jittered(1));
    assert_ne!(times, jittered(2));
    for pair in times.windows(2) {
        assert!((1.0..2.0).contains(&(pair[1] - pair[0])), "{times:?}");
    }
}

#[test]
fn errors_that_are_none_to_retry_are_passed_on() {
    let (times, error) = attempts(Retry::immediately(3).only_if(|code| *code < 5));
    assert_eq!(times, [0.0]);
    assert_eq!(error, RetryError::Refused(7));
    assert_eq!(error.into_inner(), 7);
}

/// Fails after an element, until it has been subscribed so often.
fn flaky(failures: usize) -> impl Publisher<Item = u32, Error = u8> + Clone {
    let attempts = Arc::new(AtomicUsize::new(0));
    defer(move || {
        let failing = attempts.fetch_add(1, Ordering::Relaxed) < failures;
        let end = if failing { error(7).boxed() } else { range(0..0).fallible().boxed() };
        range(0..1).fallible().chain(end)
    })
}

#[test]
fn failures_in_a_row_begin_anew_with_an_element() {
    StepVerifier::with_virtual_time(|clock| {
        flaky(4).retry_when(Retry::backoff(1, SECOND).in_a_row(), clock)
    })
    .expect_next(0)
    .expect_no_event()
    .then_advance(SECOND)
    .expect_next(0)
    .then_advance(SECOND) // and not two
    .expect_next(0)
    .then_advance(SECOND * 2)
    .expect_next_count(2)
    .verify_complete();
}

#[test]
fn failures_that_are_not_in_a_row_count_as_well_without_that() {
    StepVerifier::with_virtual_time(|clock| {
        flaky(4).retry_when(Retry::fixed_delay(1, SECOND), clock)
    })
    .expect_next(0)
    .then_advance(SECOND)
    .expect_next(0)
    .expect_error_eq(RetryError::Exhausted { retries: 1, error: 7 })
    .verify();
}

#[test]
fn indefinitely_is_for_ever() {
    on_small_stack(|| {
        let time = VirtualTime::new(1);
        let retry = Retry::immediately(0).indefinitely();
        let subscriber = TestSubscriber::new();
        flaky(2000).retry_when(retry, &time).subscribe(subscriber.subscriber());
        subscriber.assert_value_count(2001).assert_complete().verify();
    });
}

#[test]
fn the_next_attempt_gets_the_demand_that_is_unmet_and_waits_for_its_time() {
    let (time, source) = (VirtualTime::new(1), TestPublisher::<u32, u8>::new());
    let subscriber = TestSubscriber::with_initial_demand(3);
    let retry = Retry::fixed_delay(1, SECOND);
    source.publisher().retry_when(retry, &time).subscribe(subscriber.subscriber());
    source.next(1);
    source.error(7);
    subscriber.request(2);
    assert_eq!(source.subscriptions(), 1);
    time.advance(SECOND);
    source.assert_requests([3, 4]);
    source.emit([2]);
    subscriber.assert_values([1, 2]).assert_complete().verify();
}

#[test]
fn cancel_ends_the_wait() {
    let (time, source) = (VirtualTime::new(1), TestPublisher::<u32, u8>::new());
    let subscriber = TestSubscriber::new();
    let retry = Retry::fixed_delay(1, SECOND);
    source.publisher().retry_when(retry, &time).subscribe(subscriber.subscriber());
    source.error(7);
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    time.advance(SECOND);
    assert_eq!(source.subscriptions(), 1);
    subscriber.verify();
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let (time, source) = (VirtualTime::new(1), TestPublisher::<u32, u8>::new());
    let subscriber = TestSubscriber::new().tolerating("1.4");
    let retry = Retry::fixed_delay(1, SECOND);
    source.publisher().retry_when(retry, &time).subscribe(subscriber.subscriber());
    source.error(7);
    drop(time);
    subscriber.assert_abandoned();
}

#[test]
fn the_last_error_is_the_source_of_the_one_that_says_so() {
    #[derive(Debug)]
    struct Lost;
    impl fmt::Display for Lost {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("lost")
        }
    }
    impl Error for Lost {}
    let exhausted = RetryError::Exhausted { retries: 3, error: Lost };
    assert_eq!(exhausted.to_string(), "failed again after 3 retries");
    assert_eq!(exhausted.source().map(ToString::to_string).as_deref(), Some("lost"));
    assert_eq!(RetryError::Refused(Lost).to_string(), "lost");
}

#[test]
fn what_cannot_fail_is_fused() {
    let time = VirtualTime::new(1);
    let numbers = range(0..4).fallible::<u8>().retry_when(Retry::immediately(1), &time);
    assert_eq!(numbers.fold(0, |sum, n| sum + n).block(), Ok(6));
}

/// The delays between the times.
fn delays(times: &[f64]) -> Vec<f64> {
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn full_jitter_is_a_part_of_the_delay_and_follows_from_its_seed() {
    let retry = Retry::backoff(6, SECOND).max_delay(SECOND * 8);
    let jittered = |seed| delays(&attempts(retry.clone().full_jitter_with_seed(seed)).0);
    let drawn = jittered(1);
    assert_eq!(drawn, jittered(1));
    assert_ne!(drawn, jittered(2));
    let longest = [1.0, 2.0, 4.0, 8.0, 8.0, 8.0];
    assert!(drawn.iter().zip(longest).all(|(delay, longest)| (0.0..=longest).contains(delay)));
    assert!(drawn.iter().zip(longest).any(|(delay, longest)| *delay < longest / 2.0), "{drawn:?}");
}

#[test]
fn decorrelated_jitter_goes_by_the_delay_before() {
    let retry = Retry::backoff(50, SECOND).max_delay(SECOND * 8);
    let drawn = delays(&attempts(retry.decorrelated_jitter_with_seed(7)).0);
    let mut before = 1.0;
    for delay in &drawn {
        assert!((1.0..=8.0_f64.min(before * 3.0) + 1e-9).contains(delay), "{drawn:?}");
        before = *delay;
    }
    assert!(drawn.windows(2).any(|pair| pair[1] < pair[0] / 2.0), "it falls, too: {drawn:?}");
}

#[test]
fn a_hint_of_the_error_is_a_delay_that_is_not_fallen_short_of() {
    let hinted = |seconds| {
        let hint = move |code: &u8| (*code == 7).then_some(SECOND * seconds);
        attempts(Retry::backoff(3, SECOND).retry_after(hint)).0
    };
    assert_eq!(hinted(3), [0.0, 3.0, 6.0, 10.0]);
    assert_eq!(hinted(0), [0.0, 1.0, 3.0, 7.0]);
    let other = Retry::backoff(2, SECOND).retry_after(|code| (*code == 8).then_some(SECOND * 9));
    assert_eq!(attempts(other).0, [0.0, 1.0, 3.0]);
}
