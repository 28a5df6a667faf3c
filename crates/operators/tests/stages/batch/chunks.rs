use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};
use rstest::rstest;

use crate::{between, size};

#[rstest]
#[case(3, &[1, 2], &[3, 6])]
#[case(3, &[u64::MAX], &[u64::MAX])]
#[case(3, &[u64::MAX / 2], &[u64::MAX])]
#[case(usize::MAX, &[1, 2], &[u64::MAX, u64::MAX])]
fn requests_so_many_times_as_much(
    #[case] n: usize,
    #[case] requests: &[u64],
    #[case] expected: &[u64],
) {
    let (source, subscriber) = between::<u32, (), _>(0, |head| head.chunks(size(n)));
    requests.iter().for_each(|demand| subscriber.request(*demand));
    source.assert_requests(expected.iter().copied());
}

#[test]
fn the_last_batch_waits_for_demand() {
    let (source, subscriber) = between::<_, (), _>(1, |head| head.chunks(size(2)));
    source.next(1);
    source.next(2);
    subscriber.assert_values([vec![1, 2]]);
    subscriber.request(1);
    source.next(3);
    source.complete();
    subscriber.assert_values([vec![1, 2], vec![3]]).assert_complete().verify();

    // Without demand, that which has arrived already can only be what was requested for the batch before.
    let (source, subscriber) = between::<_, (), _>(1, |head| head.chunk_by(|a, b| a == b));
    source.next(1);
    source.next(2);
    source.complete();
    subscriber.assert_values([vec![1]]).assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([vec![1], vec![2]]).assert_complete().verify();
}

#[test]
fn a_full_last_batch_is_followed_by_completion_at_once() {
    let (source, subscriber) = between::<_, (), _>(1, |head| head.chunks(size(2)));
    source.emit([1, 2]);
    subscriber.assert_values([vec![1, 2]]).assert_complete().verify();
}

#[test]
fn a_batch_that_is_dropped_behind_it_is_requested_anew() {
    let (source, subscriber) =
        between::<_, (), _>(1, |head| head.chunks(size(2)).filter(|batch| batch[0] > 1));
    source.next(1);
    source.next(2);
    source.assert_requests([2, 2]);
    source.next(3);
    source.next(4);
    subscriber.assert_values([vec![3, 4]]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let source = TestPublisher::<u32, ()>::noncompliant([Violation::SecondSubscription]);
    let subscriber = TestSubscriber::with_initial_demand(1);
    source.publisher().chunks(size(2)).subscribe(subscriber.subscriber());
    assert_eq!(source.subscribe_again(), ["cancel"]);
    source.assert_requests([2]);
}
