use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use rstest::rstest;

use crate::between;

#[rstest]
#[case::exactly(5, &[2, 3, 5], "[[2, 3], [5]]")]
#[case::too_heavy_together(5, &[3, 3, 1], "[[3], [3, 1]]")]
#[case::too_heavy_alone(5, &[1, 9, 9, 1], "[[1], [9], [9], [1]]")]
#[case::nothing_allowed(0, &[0, 1, 0], "[[0], [1], [0]]")]
#[case::beyond_counting(u64::MAX - 1, &[u64::MAX, u64::MAX], "[[18446744073709551615], [18446744073709551615]]")]
fn weighs_up_to_the_limit(#[case] limit: u64, #[case] items: &[u64], #[case] expected: &str) {
    let batches = from_iter(items.to_vec()).chunks_weighted(limit, |n| *n);
    let batches = batches.collect::<Vec<_>>().block().unwrap();
    assert_eq!(format!("{batches:?}"), expected);
}

#[test]
fn the_element_that_does_not_fit_begins_the_next_batch() {
    let (source, subscriber) = between::<u64, (), _>(1, |head| head.chunks_weighted(5, |n| *n));
    source.next(3);
    source.next(4);
    subscriber.assert_values([vec![3]]);
    source.assert_requests([1, 1]);
    source.complete();
    subscriber.assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([vec![3], vec![4]]).assert_complete().verify();
}
