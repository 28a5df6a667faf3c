use reactive_streams_operators::prelude::*;
use rstest::rstest;

use super::between;

#[rstest]
#[case(0, 1)]
#[case(4, 5)]
#[case(usize::MAX, u64::MAX)]
fn requests_so_many_once(#[case] index: usize, #[case] expected: u64) {
    let (source, subscriber) = between::<u32, _>(0, |head| head.nth(index));
    subscriber.request(1);
    subscriber.request(7);
    source.assert_requests([expected]);
}

#[test]
fn gives_it_and_cancels() {
    let (source, subscriber) = between(1, |head| head.nth(1));
    source.next(1);
    source.next(2);
    subscriber.assert_values([2]).assert_complete().verify();
    source.assert_requests([2]).assert_cancelled().verify();
}

#[test]
fn the_first_is_the_one_at_zero() {
    let (source, subscriber) = between(u64::MAX, |head| head.first());
    source.next(1);
    subscriber.assert_values([1]).assert_complete().verify();
    source.assert_requests([1]).assert_cancelled().verify();
}

#[test]
fn a_stream_that_is_shorter_has_none() {
    let (source, subscriber) = between(1, |head| head.nth(1));
    source.next(1);
    source.complete();
    subscriber.assert_values([]).assert_complete().verify();
}
