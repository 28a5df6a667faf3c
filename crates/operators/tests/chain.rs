//! Tests of `chain`; those of the engine under it are in `resume.rs`.

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{StepVerifier, TestPublisher, TestSubscriber};

fn by_hand() -> (TestPublisher<u32, u8>, TestPublisher<u32, u8>, TestSubscriber<u32, u8>) {
    let (first, second) = (TestPublisher::new(), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(3);
    first.publisher().chain(second.publisher()).subscribe(subscriber.subscriber());
    (first, second, subscriber)
}

#[test]
fn the_second_follows_the_first_and_gets_the_demand_that_is_unmet() {
    let (first, second, subscriber) = by_hand();
    first.next(1);
    subscriber.request(2);
    second.assert_not_subscribed();
    first.complete();
    first.assert_requests([3, 2]);
    second.assert_requests([4]);
    second.emit([2, 3]);
    subscriber.assert_values([1, 2, 3]).assert_complete().verify();
}

#[test]
fn an_error_of_the_first_is_the_end() {
    let (first, second, subscriber) = by_hand();
    first.error(7);
    second.assert_not_subscribed();
    subscriber.assert_error(7).verify();
}

#[test]
fn an_error_of_the_second_is_the_end() {
    let (first, second, subscriber) = by_hand();
    first.complete();
    second.error(8);
    subscriber.assert_error(8).verify();
}

#[test]
fn cancel_goes_to_the_one_that_has_its_turn() {
    let (first, second, subscriber) = by_hand();
    first.complete();
    subscriber.cancel();
    first.assert_not_cancelled();
    second.assert_cancelled();
    subscriber.verify();
}

#[test]
fn is_fused_part_by_part() {
    for (fused, script) in [
        (true, StepVerifier::create(range(0..2).chain(range(5..7)))),
        (false, StepVerifier::create(range(0..2).hide().chain(range(5..7)))),
    ] {
        script.expect_next_sequence([0, 1, 5, 6]).verify_complete();
        let sum = |n: u32, m| n * 10 + m;
        let (left, right) = (range(0..2).chain(range(5..7)), range(5..7));
        let folded = if fused {
            left.fold(0, sum).block()
        } else {
            range(0..2).chain(right.hide()).fold(0, sum).block()
        };
        assert_eq!(folded, Ok(156));
    }
}
