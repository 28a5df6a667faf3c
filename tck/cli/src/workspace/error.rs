use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reactive_streams_operators::operator::{Located, RetryBudget};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{Retry, RetryError, defer, error, from_iter, once};
use reactive_streams_tck::{Sharing, Suite, TestError};

use super::common::synchronous;
use super::flatten::Failure;
use super::schedulers::simulated;

const SECOND: Duration = Duration::from_secs(1);

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "map_err", |head| head.map_err(|error| error));
    synchronous(suite, "checkpoint", |head| head.checkpoint("here").map_err(Located::into_inner));
    synchronous(suite, "on_error_resume", |head| head.on_error_resume(error)).prefetch(0);
    suite.publisher("on_error_resume (after an error)", |given| {
        let elements = given.elements();
        error(given.error()).on_error_resume(move |_| from_iter(elements))
    });
    synchronous(suite, "on_error_complete", |head| head.on_error_complete()).recovers();
    suite
        .publisher("retry", |given| from_iter(given.elements()).fallible::<u8>().retry(3))
        .fails_at_once(|given| error::<u8, _>(given.error()).retry(1000))
        .many(Sharing::Own);
    suite
        .publisher("retry_when", |given| {
            let retry = Retry::backoff(3, SECOND);
            from_iter(given.elements()).fallible::<u8>().retry_when(retry, &simulated(given))
        })
        .fails_at_once(|given| {
            let retry = Retry::backoff(3, SECOND).jitter_with_seed(1);
            let retry = retry.budget(&RetryBudget::new(0.0, 2));
            error::<u8, _>(given.error()).retry_when(retry, &simulated(given))
        })
        .scheduled()
        .many(Sharing::Own);
    suite
        .publisher("retry_when (second attempt)", |given| {
            let elements = given.elements();
            let failures = Arc::new(AtomicUsize::new(1));
            let failure = given.error();
            let attempt = defer(move || {
                if failures.fetch_sub(1, Ordering::Relaxed) == 1 {
                    error(failure).boxed()
                } else {
                    from_iter(elements).fallible().boxed()
                }
            });
            let retry = Retry::fixed_delay(1, SECOND).full_jitter_with_seed(1);
            attempt.retry_when(retry.budget(&RetryBudget::default()), &simulated(given))
        })
        .scheduled();
    suite
        .publisher("retry_if", |given| {
            from_iter(given.elements()).fallible::<u8>().retry_if(|_| true)
        })
        .fails_at_once(|given| {
            let mut left = 9;
            error::<u8, _>(given.error()).retry_if(move |_| {
                left -= 1;
                left > 0
            })
        })
        .many(Sharing::Own);
    suite.publisher("on_error_return", |given| {
        let elements = given.elements_of(given.len().saturating_sub(1)).map(|it| it.number());
        from_iter(elements)
            .fallible()
            .chain(error(given.error()))
            .on_error_return(7)
            .take(usize::try_from(given.len()).unwrap_or(usize::MAX))
    });
    suite
        .publisher("retry_element", |given| {
            let elements = from_iter(given.elements()).fallible::<RetryError<u8>>();
            let retry = Retry::fixed_delay(1, SECOND);
            // Each element succeeds with its second attempt.
            let attempts = Arc::new(AtomicUsize::new(0));
            elements.retry_element(retry, &simulated(given), move |element| {
                let fails = attempts.fetch_add(1, Ordering::Relaxed) & 1 == 0;
                if fails { error(7).boxed() } else { once(element).fallible().boxed() }
            })
        })
        .scheduled();
    synchronous(suite, "catch_panics", |head| {
        let head = head.map_err(Failure).catch_panics(|it| it.map(|element| element));
        head.map_err(|Failure(error)| error)
    })
    .prefetch(0);
    // It passes an error on as an element: that waits for demand, and so it is no processor here.
    suite
        .publisher("into_results", |given| {
            from_iter(given.elements()).fallible::<TestError>().into_results()
        })
        .many(Sharing::Own);
    synchronous(suite, "lift_results", |head| head.map(Ok).lift_results()).prefetch(0);
    synchronous(suite, "lift_results_with", |head| {
        head.map(Ok).lift_results_with(|never: Infallible| match never {})
    })
    .prefetch(0);
    synchronous(suite, "on_error_continue", |head| {
        head.map(Ok).on_error_continue(|never: Infallible| match never {})
    })
    .prefetch(0);
}
