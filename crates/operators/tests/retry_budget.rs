//! Tests of `RetryBudget`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::operator::RetryBudget;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ImmediateScheduler};
use reactive_streams_operators::{Retry, RetryError, SinkError, defer, error, once, range};

/// A publisher that fails as often as it is subscribed, and how often that was.
fn failing() -> (impl Publisher<Item = u8, Error = u8> + Clone, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let failing = defer(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        error::<u8, u8>(7)
    });
    (failing, calls)
}

#[test]
fn retries_of_all_pipelines_stay_within_the_budget() {
    let (failing, calls) = failing();
    let budget = RetryBudget::new(0.1, 10);
    let retry = Retry::immediately(3).budget(&budget);
    for _ in 0..1000 {
        let patient = failing.clone().retry_when(retry.clone(), &ImmediateScheduler::new());
        assert!(patient.count().block().is_err());
    }
    let calls = calls.load(Ordering::Relaxed);
    assert!((1100..=1110).contains(&calls), "{calls} calls, and 4000 without a budget");
}

#[test]
fn what_is_over_the_budget_says_so() {
    let (failing, calls) = failing();
    let retry = Retry::immediately(3).budget(&RetryBudget::new(0.0, 2));
    let patient = failing.retry_when(retry, &ImmediateScheduler::new());
    let over = RetryError::OverBudget { retries: 2, error: 7 };
    assert_eq!(patient.count().block(), Err(SinkError::Upstream(over)));
    assert_eq!(calls.load(Ordering::Relaxed), 3);
    assert_eq!(over.to_string(), "failed, and the budget of retries is used up");
    assert_eq!(over.into_inner(), 7);
}

#[test]
fn what_is_not_tried_again_for_another_reason_costs_nothing() {
    let budget = RetryBudget::new(0.0, 1);
    let refused = Retry::immediately(3).only_if(|code| *code != 7).budget(&budget);
    let exhausted = Retry::immediately(0).budget(&budget);
    for retry in [refused, exhausted] {
        let (failing, _) = failing();
        assert!(failing.retry_when(retry, &ImmediateScheduler::new()).count().block().is_err());
    }
    assert!(budget.try_retry());
}

/// Ten elements, each of which fails once: how many calls that is, and what comes of it.
fn flaky_elements(budget: &RetryBudget) -> (usize, Result<u64, SinkError<RetryError<u8>>>) {
    let clock = DeterministicScheduler::new(1);
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let attempt = move |n: u8| match counted.fetch_add(1, Ordering::Relaxed) % 2 {
        0 => error(n).boxed(),
        _ => once(n).fallible().boxed(),
    };
    let retry = Retry::fixed_delay(1, Duration::from_secs(1)).budget(budget);
    let elements = range(0..10).fallible::<RetryError<u8>>().retry_element(retry, &clock, attempt);
    let mut done = elements.count().start();
    clock.advance(Duration::from_secs(100));
    (calls.load(Ordering::Relaxed), done.try_take().expect("it is over"))
}

#[test]
fn each_element_is_a_request() {
    assert_eq!(flaky_elements(&RetryBudget::new(1.0, 1)), (20, Ok(10)));
    let over = RetryError::OverBudget { retries: 0, error: 1 };
    let half = flaky_elements(&RetryBudget::new(0.5, 1));
    assert_eq!(half, (3, Err(SinkError::Upstream(over))));
}

proptest! {
    /// In any part of a run: no more retries than the ratio of the requests, and the reserve.
    #[test]
    fn no_more_retries_than_the_budget_says(
        percent in 0..200u64,
        reserve in 0..5u32,
        steps in vec(any::<bool>(), 1..300),
    ) {
        let budget = RetryBudget::new(percent as f64 / 100.0, reserve);
        // Requests and retries before each step.
        let mut history = vec![(0, 0)];
        for request in steps {
            let (mut requests, mut retries) = *history.last().expect("it has a first");
            if request {
                budget.request();
                requests += 1;
            } else {
                retries += u64::from(budget.try_retry());
            }
            history.push((requests, retries));
        }
        for (first, (requests_before, retries_before)) in history.iter().enumerate() {
            for (requests, retries) in &history[first..] {
                let allowed = u64::from(reserve) * 100 + percent * (requests - requests_before);
                prop_assert!((retries - retries_before) * 100 <= allowed);
            }
        }
    }
}
