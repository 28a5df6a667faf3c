use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use rstest::rstest;

use crate::{between, size};

#[rstest]
#[case::overlapping(3, 1, &[2, 1], &[4, 1])]
#[case::side_by_side(2, 2, &[2, 1], &[4, 2])]
#[case::with_gaps(2, 5, &[2, 1], &[7, 5])]
fn requests_what_is_new(
    #[case] length: usize,
    #[case] step: usize,
    #[case] requests: &[u64],
    #[case] expected: &[u64],
) {
    let (source, subscriber) =
        between::<u32, (), _>(0, |head| head.sliding(size(length), size(step)));
    requests.iter().for_each(|demand| subscriber.request(*demand));
    source.assert_requests(expected.iter().copied());
}

#[rstest]
#[case::nothing(0, 3, 1, "[]")]
#[case::too_few(2, 3, 1, "[[0, 1]]")]
#[case::all_shown(4, 3, 1, "[[0, 1, 2], [1, 2, 3]]")]
#[case::one_not_shown(6, 3, 2, "[[0, 1, 2], [2, 3, 4], [4, 5]]")]
#[case::in_a_gap(4, 2, 4, "[[0, 1]]")]
#[case::behind_a_gap(5, 2, 4, "[[0, 1], [4]]")]
fn the_last_one_holds_what_none_has_held(
    #[case] elements: u32,
    #[case] length: usize,
    #[case] step: usize,
    #[case] expected: &str,
) {
    let windows = range(0..elements).sliding(size(length), size(step));
    let windows = windows.collect::<Vec<_>>().block().unwrap();
    assert_eq!(format!("{windows:?}"), expected);
}
