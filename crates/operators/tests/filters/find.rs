use reactive_streams_operators::prelude::*;

use super::between;

#[test]
fn gives_the_first_that_matches_and_cancels() {
    let (source, subscriber) = between(1, |head| head.find(|n| n % 2 == 0));
    source.next(1);
    source.next(2);
    subscriber.assert_values([2]).assert_complete().verify();
    source.assert_requests([u64::MAX]).assert_cancelled().verify();
}

#[test]
fn gives_the_first_that_is_made_and_cancels() {
    let (source, subscriber) = between(1, |head| head.find_map(|n: u32| n.checked_sub(2)));
    source.next(1);
    source.next(7);
    subscriber.assert_values([5]).assert_complete().verify();
    source.assert_requests([u64::MAX]).assert_cancelled().verify();
}

#[test]
fn completes_where_there_is_none() {
    let (source, subscriber) = between(1, |head| head.find(|n| *n > 9));
    source.next(1);
    source.complete();
    subscriber.assert_values([]).assert_complete().verify();
}
