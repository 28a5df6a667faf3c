use reactive_streams_operators::prelude::*;

use super::between;

#[test]
fn drops_what_is_as_the_one_before() {
    let (source, subscriber) = between(4, |head| head.distinct_until_changed());
    [1, 1, 2, 2, 1].into_iter().for_each(|n| source.next(n));
    subscriber.assert_values([1, 2, 1]);
    source.assert_requests([4, 1, 1]);
}

#[test]
fn compares_with_the_one_before_also_where_that_was_dropped() {
    let (source, subscriber) = between(9, |head| head.distinct_until_key_changed(|n| n / 10));
    [1, 2, 10, 11, 3].into_iter().for_each(|n: u32| source.next(n));
    subscriber.assert_values([1, 10, 3]);
}
