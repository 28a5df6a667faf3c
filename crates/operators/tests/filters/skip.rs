use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::StepVerifier;
use rstest::rstest;

use super::between;

#[rstest]
#[case(0, &[2, 1], &[2, 1])]
#[case(3, &[2, 1], &[5, 1])]
#[case(3, &[u64::MAX], &[u64::MAX])]
#[case(usize::MAX, &[1, 1], &[u64::MAX, 1])]
fn adds_to_the_first_request(#[case] n: usize, #[case] requests: &[u64], #[case] expected: &[u64]) {
    let (source, subscriber) = between::<u32, _>(0, |head| head.skip(n));
    requests.iter().for_each(|n| subscriber.request(*n));
    source.assert_requests(expected.iter().copied());
}

#[test]
fn what_is_skipped_is_paid_for() {
    let (source, subscriber) = between(1, |head| head.skip(2));
    assert!(source.try_next(1));
    source.next(2);
    subscriber.assert_values([]);
    assert!(source.try_next(3));
    subscriber.assert_values([3]);
    source.assert_requests([3]);
}

#[test]
fn what_is_dropped_behind_it_is_asked_for_again() {
    let (source, subscriber) = between(1, |head| head.skip(1).filter(|n| n % 2 == 0));
    source.next(1);
    source.next(3);
    assert!(!source.try_next(5));
    source.next(6);
    subscriber.assert_values([6]);
    source.assert_requests([2, 1]);
}

#[test]
fn a_burst_is_skipped_and_counted() {
    StepVerifier::create(range(0..9u32).skip(3).hide())
        .with_initial_demand(2)
        .expect_next_sequence([3, 4])
        .expect_no_event()
        .then_request(9)
        .expect_next_sequence([5, 6, 7, 8])
        .verify_complete();
}

#[test]
fn a_stream_that_is_shorter_completes() {
    let (source, subscriber) = between(1, |head| head.skip(2));
    source.next(1);
    source.complete();
    subscriber.assert_values([]).assert_complete().verify();
}
