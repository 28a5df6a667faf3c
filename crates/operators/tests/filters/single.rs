use reactive_streams_operators::operator::NotSingle;
use reactive_streams_operators::prelude::*;

use super::{Failure, between};

#[test]
fn gives_the_only_one_when_it_knows_that() {
    let (source, subscriber) = between(1, |head| head.single());
    source.assert_requests([2]);
    source.next(1);
    subscriber.assert_values([]);
    source.complete();
    subscriber.assert_values([1]).assert_complete().verify();
}

#[test]
fn a_second_one_is_a_failure() {
    let (source, subscriber) = between(1, |head| head.single_or_empty());
    source.next(1);
    source.next(2);
    source.assert_requests([2]).assert_cancelled();
    subscriber.assert_values([]).assert_error(Failure::NotSingle(NotSingle::Several)).verify();
}

#[test]
fn none_is_a_failure_that_needs_no_demand() {
    let (source, subscriber) = between::<u32, _>(0, |head| head.single());
    source.complete();
    subscriber.assert_error(Failure::NotSingle(NotSingle::Empty)).verify();
}

#[test]
fn the_errors_say_what_is_wrong() {
    assert!(NotSingle::Empty.to_string().contains("no element"));
    assert!(NotSingle::Several.to_string().contains("several"));
}
