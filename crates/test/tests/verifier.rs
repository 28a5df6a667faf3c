//! Tests of `StepVerifier`.

mod support;

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::rc::Rc;
use std::time::Duration;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{empty, error, never, range};
use reactive_streams_test::{FRAME, StepVerifier, TestPublisher, marble};
use support::{failure, message};

const HOUR: Duration = Duration::from_secs(3600);
const SHORT: Duration = Duration::from_millis(1);
const LONG: Duration = Duration::from_secs(30);

#[test]
fn goes_through_a_script() {
    StepVerifier::create(range(0..20))
        .expect_next(0)
        .expect_next_sequence([1, 2])
        .expect_next_count(2)
        .expect_next_matches(|n| *n == 5)
        .assert_next(|n| assert_eq!(*n, 6))
        .consume_while(|n| *n < 10)
        .record()
        .expect_next(10)
        .expect_next_count(8)
        .consume_recorded_with(|items| assert_eq!(items, (10..19).collect::<Vec<_>>()))
        .expect_next(19)
        .verify_complete();
}

#[test]
fn errors_are_expected_in_four_ways() {
    StepVerifier::create(error::<u8, _>("broken")).verify_error();
    StepVerifier::create(error::<u8, _>("broken")).expect_error().verify();
    StepVerifier::create(error::<u8, _>("broken")).expect_error_eq("broken").verify();
    StepVerifier::create(error::<u8, _>("broken")).expect_error_matches(|e| e.len() == 6).verify();
}

#[test]
fn demand_is_in_the_hand_of_the_script() {
    let source = TestPublisher::<u8, ()>::new();
    let (sender, seen) = (source.clone(), source.clone());
    StepVerifier::create(source.publisher())
        .with_initial_demand(0)
        .expect_no_event()
        .then_request(2)
        .then(move || sender.next(1))
        .expect_next(1)
        .then(move || {
            seen.assert_requests([2]).assert_not_cancelled();
        })
        .then_cancel()
        .verify();
    source.assert_cancelled().verify();
}

#[test]
fn the_steps_run_in_order_and_only_when_verified() {
    let count = Rc::new(Cell::new(0));
    let (first, second) = (Rc::clone(&count), Rc::clone(&count));
    let script = StepVerifier::create(empty::<u8>())
        .then(move || assert_eq!(first.replace(1), 0))
        .then(move || assert_eq!(second.replace(2), 1))
        .expect_complete();
    assert_eq!(count.get(), 0);
    script.verify();
    assert_eq!(count.get(), 2);
}

#[test]
fn an_hour_of_virtual_time_takes_none() {
    StepVerifier::with_virtual_time(|clock| range(0..2).publish_on(clock, NonZeroUsize::MIN))
        .with_initial_demand(1)
        .expect_next(0)
        .expect_no_event_for(HOUR)
        .then_advance(HOUR)
        .then_request(1)
        .expect_next(1)
        .verify_complete();
    StepVerifier::with_virtual_time(|_| never::<u8>()).expect_timeout(HOUR).verify();
}

#[test]
fn threads_are_waited_for() {
    let thread = ThreadScheduler::new("worker");
    StepVerifier::create(range(0..1000).publish_on(&thread, NonZeroUsize::MIN))
        .expect_next_sequence(0..1000)
        .expect_complete()
        .verify_timeout(LONG);
    StepVerifier::create(range(0..1000).publish_on(&thread, NonZeroUsize::MIN))
        .with_initial_demand(1)
        .expect_next(0)
        .expect_no_event_for(SHORT)
        .then_cancel()
        .verify_timeout(LONG);
}

#[test]
fn another_element_than_expected() {
    failure("another_element", || {
        StepVerifier::create(range(1..9))
            .expect_next(1)
            .expect_next_sequence([2, 3])
            .expect_next(5)
            .expect_next_count(4)
            .verify_complete();
    });
}

#[test]
fn another_end_than_expected() {
    let failing = || range(1..2).fallible().concat_map(|_| error::<u8, _>("broken"));
    failure("error_for_complete", || StepVerifier::create(failing()).verify_complete());
    failure("another_error", || {
        StepVerifier::create(failing()).expect_error_eq("mended").verify();
    });
    failure("complete_for_next", || {
        StepVerifier::create(empty::<u8>()).expect_next(1).verify_complete();
    });
    failure("next_for_complete", || StepVerifier::create(range(1..3)).verify_complete());
}

#[test]
fn an_event_where_none_is_expected() {
    failure("event", || StepVerifier::create(range(1..3)).expect_no_event().verify_complete());
    failure("event_on_virtual_time", || {
        StepVerifier::with_virtual_time(|clock| marble("--a", clock))
            .expect_no_event_for(FRAME)
            .expect_no_event_for(HOUR)
            .then_cancel()
            .verify();
    });
    failure("end_before_timeout", || {
        StepVerifier::with_virtual_time(|clock| marble("-a-|", clock))
            .expect_timeout(HOUR)
            .verify();
    });
}

#[test]
fn nothing_where_something_is_expected() {
    failure("nothing", || StepVerifier::create(never::<u8>()).expect_next(1).verify_complete());
    failure("nothing_in_time", || {
        StepVerifier::create(never::<u8>()).expect_error().verify_timeout(SHORT);
    });
    failure("nothing_for_lack_of_demand", || {
        StepVerifier::create(range(1..3))
            .with_initial_demand(1)
            .expect_next_count(2)
            .verify_error();
    });
    failure("abandoned", || {
        let source = TestPublisher::<u8, ()>::new();
        let publisher = source.publisher();
        StepVerifier::create(publisher)
            .then(move || source.abandon())
            .expect_next(1)
            .verify_error();
    });
}

#[test]
fn an_element_that_does_not_match() {
    failure("no_match", || {
        StepVerifier::create(range(1..3)).expect_next_matches(|n| *n > 1).verify_complete();
    });
    failure("too_few", || StepVerifier::create(range(1..3)).expect_next_count(3).verify_complete());
    failure("error_that_does_not_match", || {
        let failing = error::<u8, _>("broken");
        StepVerifier::create(failing).expect_error_matches(|error| error.is_empty()).verify();
    });
    failure("checked", || {
        StepVerifier::create(range(1..3))
            .assert_next(|n| assert!(*n > 1, "small"))
            .verify_complete();
    });
}

#[test]
fn a_script_that_makes_no_sense() {
    failure("no_record", || {
        StepVerifier::create(empty::<u8>()).consume_recorded_with(|_| ()).verify_complete();
    });
    failure("no_clock", || {
        StepVerifier::create(empty::<u8>()).then_advance(HOUR).verify_complete();
    });
}

#[test]
fn a_script_that_fails_cancels() {
    let source = TestPublisher::<u8, ()>::new();
    let script = StepVerifier::create(source.publisher()).expect_next(1).expect_complete();
    assert!(message(|| script.verify()).starts_with("step 1 of 2"));
    source.assert_cancelled();
}

#[test]
fn consuming_stops_before_what_does_not_match() {
    StepVerifier::create(range(1..5))
        .record()
        .consume_while(|n| *n < 3)
        .consume_recorded_with(|items| assert_eq!(items, [1, 2]))
        .consume_while(|n| *n < 3)
        .expect_next_sequence([3, 4])
        .consume_while(|_| true)
        .verify_complete();
}

#[test]
fn the_order_may_be_left_open() {
    StepVerifier::create(range(1..5)).expect_next_unordered([2, 4, 1, 3]).verify_complete();
    failure("unordered", || {
        StepVerifier::create(range(1..5)).expect_next_unordered([2, 4, 1, 1]).verify_complete();
    });
}
