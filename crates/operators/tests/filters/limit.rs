use reactive_streams_operators::prelude::*;

use super::{Failure, between};

#[test]
fn fails_with_the_one_that_is_too_many() {
    let (source, subscriber) = between(9, |head| head.limit(2));
    source.next(1);
    source.next(2);
    subscriber.assert_values([1, 2]).assert_not_terminated();
    source.next(3);
    let log = subscriber.log();
    assert!(log.last().is_some_and(|end| end.contains("limit: 2")), "{log:?}");
    subscriber.verify();
    source.assert_requests([9]).assert_cancelled().verify();
}

#[test]
fn what_weighs_as_much_as_there_is_left_goes_through() {
    let (source, subscriber) = between(9, |head| head.limit_weighted(5, |n: &u32| u64::from(*n)));
    source.next(3);
    source.next(2);
    source.next(0);
    source.complete();
    subscriber.assert_values([3, 2, 0]).assert_complete().verify();
}

#[test]
fn a_weight_beyond_all_measure_is_too_much() {
    let (source, subscriber) = between(9, |head| head.limit_weighted(5, |_: &u32| u64::MAX));
    source.next(1);
    assert!(subscriber.is_terminated());
}

#[test]
fn the_error_says_what_the_limit_was() {
    let failed = reactive_streams_operators::range(0..9)
        .map_err(|never| -> Failure { match never {} })
        .limit(4)
        .collect::<Vec<_>>()
        .block();
    let Err(reactive_streams_operators::SinkError::Upstream(Failure::Limit(error))) = failed else {
        panic!("{failed:?}");
    };
    assert_eq!(error.limit(), 4);
    assert_eq!(error.to_string(), "the stream has exceeded its limit of 4");
}
