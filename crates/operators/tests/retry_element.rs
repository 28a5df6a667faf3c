//! Tests of `retry_element`.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_operators::{BoxPublisher, Retry, RetryError, error, once, range};
use reactive_streams_test::{TestPublisher, TestSubscriber};

const SECOND: Duration = Duration::from_secs(1);

type Failure = RetryError<u32>;

/// Makes publishers of which the first `failures` fail for each element, and logs when.
fn flaky(
    clock: &Arc<DeterministicScheduler>,
    failures: usize,
) -> (impl Fn(u32) -> BoxPublisher<u32, u32> + Clone + use<>, Arc<Mutex<Vec<(u32, u64)>>>) {
    let log = Arc::<Mutex<Vec<_>>>::default();
    let (attempts, clock) = (Arc::clone(&log), Arc::downgrade(clock));
    let attempt = move |n| {
        let mut attempts = attempts.lock().expect("no test panics with it");
        let now = clock.upgrade().map_or(0, |clock| clock.now().as_secs());
        attempts.push((n, now));
        if attempts.iter().filter(|(it, _)| *it == n).count() <= failures {
            error(n).boxed()
        } else {
            once(n * 10).fallible().boxed()
        }
    };
    (attempt, log)
}

#[test]
fn each_element_has_attempts_of_its_own() {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let (attempt, log) = flaky(&clock, 2);
    let retry = Retry::backoff(2, SECOND);
    let elements = range(1..3).fallible::<Failure>();
    let mut all = elements.retry_element(retry, &*clock, attempt).collect::<Vec<_>>().start();
    clock.advance(SECOND * 10);
    assert_eq!(all.try_take(), Some(Ok(vec![10, 20])));
    let log = log.lock().expect("no test panics with it");
    assert_eq!(*log, [(1, 0), (1, 1), (1, 3), (2, 3), (2, 4), (2, 6)]);
}

#[test]
fn the_error_of_an_element_is_the_end() {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let (attempt, _) = flaky(&clock, 2);
    let source = TestPublisher::<u32, Failure>::new();
    let subscriber = TestSubscriber::with_initial_demand(9);
    let retry = Retry::immediately(1);
    source.publisher().retry_element(retry, &*clock, attempt).subscribe(subscriber.subscriber());
    source.assert_requests([1]);
    source.next(7);
    source.assert_cancelled();
    subscriber.assert_error(RetryError::Exhausted { retries: 1, error: 7 }).verify();
}

#[test]
fn an_error_of_the_upstream_is_passed_on() {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let (attempt, _) = flaky(&clock, 0);
    let source = TestPublisher::<u32, Failure>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let retry = Retry::immediately(1);
    source.publisher().retry_element(retry, &*clock, attempt).subscribe(subscriber.subscriber());
    source.next(7);
    source.assert_requests([1, 1]);
    source.error(RetryError::Refused(1));
    subscriber.assert_values([70]).assert_error(RetryError::Refused(1)).verify();
}

#[test]
fn cancel_ends_the_wait_for_the_next_attempt() {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let (attempt, log) = flaky(&clock, 9);
    let source = TestPublisher::<u32, Failure>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let retry = Retry::fixed_delay(9, SECOND);
    source.publisher().retry_element(retry, &*clock, attempt).subscribe(subscriber.subscriber());
    source.next(7);
    clock.advance(SECOND);
    subscriber.cancel();
    source.assert_cancelled();
    assert!(subscriber.is_dropped());
    clock.advance(SECOND * 9);
    assert_eq!(*log.lock().expect("no test panics with it"), [(7, 0), (7, 1)]);
}
