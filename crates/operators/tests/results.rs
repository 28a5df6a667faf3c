//! Tests of `into_results`, `lift_results`, `lift_results_with`, `map_ok` and `on_error_continue`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reactive_streams::Publisher;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{StepVerifier, TestPublisher, TestSubscriber};

#[test]
fn the_error_is_the_last_result_and_waits_for_demand() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    source.publisher().into_results().subscribe(subscriber.subscriber());
    source.next(1);
    source.error(7);
    source.assert_requests([1]);
    subscriber.assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([Ok(1), Err(7)]).assert_complete().verify();
}

#[test]
fn the_first_result_that_is_an_error_is_the_end() {
    let source = TestPublisher::<Result<u32, u8>, u8>::new();
    let subscriber = TestSubscriber::with_initial_demand(5);
    source.publisher().lift_results().subscribe(subscriber.subscriber());
    source.next(Ok(1));
    source.next(Err(7));
    source.assert_requests([5]).assert_cancelled();
    subscriber.assert_values([1]).assert_error(7).verify();
}

#[test]
fn lift_results_with_fails_with_what_is_made_of_the_first_error() {
    let source = TestPublisher::<Result<u32, &str>, usize>::new();
    let subscriber = TestSubscriber::with_initial_demand(5);
    source.publisher().lift_results_with(str::len).subscribe(subscriber.subscriber());
    source.next(Ok(1));
    source.next(Err("lost"));
    source.assert_requests([5]).assert_cancelled();
    subscriber.assert_values([1]).assert_error(4).verify();
}

#[test]
fn there_and_back_is_the_same() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::new();
    source.publisher().into_results().fallible().lift_results().subscribe(subscriber.subscriber());
    source.next(1);
    source.error(7);
    subscriber.assert_values([1]).assert_error(7).verify();
}

#[test]
fn map_ok_leaves_errors_alone() {
    StepVerifier::create(from_iter([Ok(1), Err("lost"), Ok(2)]).map_ok(|n| n * 10))
        .expect_next_sequence([Ok(10), Err("lost"), Ok(20)])
        .verify_complete();
}

#[test]
fn errors_are_reported_and_skipped() {
    let source = TestPublisher::<Result<u32, &str>, u8>::new();
    let subscriber = TestSubscriber::with_initial_demand(2);
    let reported = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&reported);
    source
        .publisher()
        .on_error_continue(move |error: &str| {
            count.fetch_add(error.len(), Ordering::Relaxed);
        })
        .subscribe(subscriber.subscriber());
    source.next(Err("lost"));
    source.next(Ok(1));
    assert!(!source.try_next(Err("gone!")));
    source.assert_requests([2, 1]);
    source.error(7); // that of the stream is none to continue after
    subscriber.assert_values([1]).assert_error(7).verify();
    assert_eq!(reported.load(Ordering::Relaxed), 9);
}
