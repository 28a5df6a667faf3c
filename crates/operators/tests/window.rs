//! Tests of `window` and its relatives; `tests/group_by.rs` has what all streams of streams share.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{GroupError, StreamWindow};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use rstest::rstest;

const fn capacity(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

/// What is in each window.
fn contents<P>(windows: P) -> Vec<Vec<u32>>
where
    P: Publisher<Item = StreamWindow<u32, GroupError>, Error = GroupError>,
{
    windows.concat_map(|window| window.collect::<Vec<_>>()).collect().block().unwrap()
}

#[rstest]
#[case(0, 3, vec![])]
#[case(6, 3, vec![vec![0, 1, 2], vec![3, 4, 5]])]
#[case(4, 3, vec![vec![0, 1, 2], vec![3]])]
#[case(3, 1, vec![vec![0], vec![1], vec![2]])]
fn windows_of_a_size(#[case] count: u32, #[case] size: usize, #[case] expected: Vec<Vec<u32>>) {
    let numbers = range(0..count).fallible::<GroupError>();
    assert_eq!(contents(numbers.window(capacity(size), capacity(4))), expected);
}

#[test]
fn windows_that_are_cut_by_their_elements() {
    let numbers = || range(0..7).fallible::<GroupError>();
    let until = numbers().window_until(capacity(4), |n| n % 3 == 0);
    assert_eq!(contents(until), [vec![0], vec![1, 2, 3], vec![4, 5, 6]]);
    let other = numbers().window_while(capacity(4), |n| n % 3 != 0);
    assert_eq!(contents(other), [vec![1, 2], vec![4, 5]]);
    let changed = numbers().window_until_changed(capacity(4), |n| n / 3);
    assert_eq!(contents(changed), [vec![0, 1, 2], vec![3, 4, 5], vec![6]]);
}

#[test]
fn a_window_that_is_dropped_lets_go_of_its_elements() {
    let source = TestPublisher::<u32, GroupError>::new();
    let windows = TestSubscriber::new();
    source.publisher().window(capacity(3), capacity(4)).map(drop).subscribe(windows.subscriber());
    source.assert_requests([4]);
    (0..3).for_each(|n| source.next(n));
    source.assert_requests([4, 3]);
    windows.assert_value_count(1);
    source.next(3);
    windows.assert_value_count(2);
    windows.cancel();
    source.assert_cancelled();
}

#[test]
fn windows_that_nobody_subscribes_fail_the_stream_and_say_so() {
    let kept = range(0..9).fallible::<GroupError>().window(capacity(2), capacity(4));
    let failed = kept.collect::<Vec<_>>().block().unwrap_err();
    assert!(failed.to_string().contains("nobody has subscribed hold all 4"), "{failed}");
}
