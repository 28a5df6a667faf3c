use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::StepVerifier;

use super::between;

#[test]
fn the_first_that_does_not_hold_is_the_last() {
    let (source, subscriber) = between(9, |head| head.take_while_inclusive(|n| *n < 2));
    source.next(1);
    source.next(2);
    subscriber.assert_values([1, 2]).assert_complete().verify();
    source.assert_requests([9]).assert_cancelled().verify();
}

#[test]
fn the_end_needs_no_demand() {
    StepVerifier::create(range(0..9).take_while_inclusive(|n| *n < 1))
        .with_initial_demand(1)
        .expect_next(0)
        .expect_no_event()
        .then_request(1)
        .expect_next(1)
        .verify_complete();
}
