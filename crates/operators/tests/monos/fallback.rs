use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reactive_streams_operators::mono::{BoxMono, ExactlyOne};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{
    Retry, RetryError, SinkError, empty, error, from_try_callable, once,
};

use super::Failure;

fn broken() -> BoxMono<u32, Failure> {
    error(Failure::Broken).first().boxed_mono()
}

/// The value comes without `Option` where there is one for sure: the compiler says so.
#[test]
fn what_takes_the_place_of_nothing() {
    let value: u32 = empty().default_if_empty(1).block().unwrap();
    assert_eq!(value, 1);
    let value: u32 = empty().switch_if_empty(once(2)).block().unwrap();
    assert_eq!(value, 2);
    let none: Option<u32> = empty().switch_if_empty(empty()).block().unwrap();
    assert_eq!(none, None);
    let value: u32 = once(3).switch_if_empty(empty()).block().unwrap();
    assert_eq!(value, 3);
    assert_eq!(broken().default_if_empty(1).block(), Err(SinkError::Upstream(Failure::Broken)));
}

#[test]
fn what_takes_the_place_of_an_error() {
    assert_eq!(broken().on_error_return(4).block(), Ok(Some(4)));
    assert_eq!(broken().on_error_complete().block(), Ok(None));
    assert_eq!(broken().on_error_resume(|_| once(5)).block(), Ok(Some(5)));
    let value: u32 = once(6).on_error_resume(|_| once(5)).block().unwrap();
    assert_eq!(value, 6);
    let resumed = broken().on_error_resume(|_| broken()).block();
    assert_eq!(resumed, Err(SinkError::Upstream(Failure::Broken)));
}

#[test]
fn errors_are_converted() {
    let length = broken().map_err(|error| format!("{error:?}").len()).block();
    assert_eq!(length, Err(SinkError::Upstream(6)));
    let text: Result<u32, SinkError<String>> = once(7).fallible::<&str>().err_into().block();
    assert_eq!(text, Ok(7));
}

#[test]
fn it_is_tried_again() {
    let attempts = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&attempts);
    let attempt = once(7).fallible().flat_map(move |n| {
        let attempt = counter.fetch_add(1, Ordering::Relaxed);
        if attempt < 2 { broken() } else { once(n).fallible().first().boxed_mono() }
    });
    assert_eq!(attempt.clone().retry(1).block(), Err(SinkError::Upstream(Failure::Broken)));
    assert_eq!(attempts.load(Ordering::Relaxed), 2);
    assert_eq!(attempt.retry_if(|_| panic!("not asked")).block(), Ok(Some(7)));
}

#[test]
fn an_erased_one_says_how_many_there_are() {
    let exactly: BoxMono<u32, std::convert::Infallible, ExactlyOne> = once(1).boxed_mono();
    assert_eq!(exactly.block(), Ok(1));
}

#[test]
fn it_is_tried_again_after_a_delay() {
    let clock = DeterministicScheduler::new(1);
    let second = Duration::from_secs(1);
    let mut attempts = 0;
    let flaky = from_try_callable(move || {
        attempts += 1;
        if attempts < 3 { Err(Failure::Broken) } else { Ok(attempts) }
    });
    let mut outcome = flaky.retry_when(Retry::fixed_delay(1, second), &clock).start();
    clock.advance(second);
    let exhausted = RetryError::Exhausted { retries: 1, error: Failure::Broken };
    assert_eq!(outcome.try_take(), Some(Err(SinkError::Upstream(exhausted))));
    let value: u32 = once(7).retry_when(Retry::immediately(1), &clock).block().unwrap();
    assert_eq!(value, 7);
}
