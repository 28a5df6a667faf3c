use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{from_iter, range};
use reactive_streams_test::{LeakCheck, StepVerifier};

use crate::{between, size};

#[test]
fn gives_what_waits_and_requests_as_much() {
    let (source, subscriber) = between::<_, (), _>(0, |head| head.ready_chunks(size(4)));
    source.assert_requests([4]);
    (1..4).for_each(|n| source.next(n));
    subscriber.request(1);
    subscriber.assert_values([vec![1, 2, 3]]);
    source.assert_requests([4, 3]);
    subscriber.request(1); // with demand, an element does not wait for others
    source.next(4);
    subscriber.assert_values([vec![1, 2, 3], vec![4]]);
    source.assert_requests([4, 3, 1]);
}

#[test]
fn takes_a_burst_that_is_at_hand_as_a_whole() {
    StepVerifier::create(range(0..5).ready_chunks(size(3)))
        .with_initial_demand(1)
        .expect_next(vec![0, 1, 2])
        .then_request(1)
        .expect_next(vec![3, 4])
        .verify_complete();
}

#[test]
fn completion_comes_after_what_waits() {
    let (source, subscriber) = between::<_, (), _>(0, |head| head.ready_chunks(size(4)));
    source.emit([1, 2]);
    subscriber.assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([vec![1, 2]]).assert_complete().verify();
}

#[test]
fn an_error_overtakes_what_waits() {
    let leaks = LeakCheck::new();
    let (source, subscriber) = between::<_, _, _>(0, |head| head.ready_chunks(size(4)));
    source.next(leaks.track(1));
    source.error("broken");
    subscriber.assert_values([]).assert_error("broken").verify();
    leaks.assert_no_leaks();
}

#[test]
fn completes_behind_an_operator_that_takes_one_batch_at_a_time() {
    let (source, subscriber) = between::<u32, (), _>(0, |head| {
        head.ready_chunks(size(8)).concat_map(|batch| from_iter(batch).fallible())
    });
    source.emit([1, 2]);
    subscriber.request(5);
    subscriber.assert_values([1, 2]).assert_complete().verify();
}
