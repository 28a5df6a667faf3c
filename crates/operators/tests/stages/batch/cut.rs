//! Those that are cut by what the elements are: `buffer_until`, `buffer_while`, `chunk_by`,
//! `aggregate_with`.

use std::ops::ControlFlow::{Break, Continue};

use reactive_streams_operators::BoxPublisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::Scripted;
use rstest::rstest;

use crate::between;

type Head = Scripted<u32, ()>;
type Batches = BoxPublisher<Vec<u32>, ()>;

/// Each of them makes one batch of 1, 2, 3 and then 10.
#[rstest]
#[case::buffer_until(|head: Head| head.buffer_until(|n| *n >= 10).boxed(), &[1, 2, 3, 10])]
#[case::buffer_while(|head: Head| head.buffer_while(|n| *n < 10).boxed(), &[1, 2, 3])]
#[case::chunk_by(|head: Head| head.chunk_by(|_, next| *next < 10).boxed(), &[1, 2, 3])]
#[case::aggregate_with(|head: Head| {
    head.aggregate_with(|batch, n| {
        let mut batch: Vec<_> = batch.unwrap_or_default();
        batch.push(n);
        if n < 10 { Continue(batch) } else { Break(batch) }
    }).boxed()
}, &[1, 2, 3, 10])]
fn requests_one_more_while_a_batch_fills(
    #[case] operator: fn(Head) -> Batches,
    #[case] expected: &[u32],
) {
    let (source, subscriber) = between(2, operator);
    source.next(1);
    assert!(!source.try_next(2)); // this one has been told
    source.next(3);
    source.assert_requests([2, 1, 1]);
    assert!(source.try_next(10));
    subscriber.assert_values([expected.to_vec()]);
    source.assert_requests([2, 1, 1]);
    subscriber.verify();
}

#[test]
fn batches_are_never_empty() {
    let (source, subscriber) = between::<_, (), _>(9, |head| head.buffer_while(|n| *n < 10));
    source.emit([10, 11, 1, 12, 13]);
    subscriber.assert_values([vec![1]]).assert_complete().verify();
}
