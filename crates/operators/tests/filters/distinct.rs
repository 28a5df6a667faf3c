use reactive_streams_operators::prelude::*;

use super::between;

#[test]
fn drops_what_has_been_and_asks_for_another() {
    let (source, subscriber) = between(3, |head| head.distinct());
    [1, 2, 1, 2, 3].into_iter().for_each(|n| source.next(n));
    subscriber.assert_values([1, 2, 3]);
    source.assert_requests([3, 1, 1]);
}

#[test]
fn tells_an_upstream_that_asks() {
    let (source, _subscriber) = between(2, |head| head.distinct_key(|n| n % 10));
    assert!(source.try_next(1));
    assert!(!source.try_next(11));
    source.assert_requests([2]);
}

#[test]
fn a_clone_remembers_nothing_of_the_other() {
    let numbers = reactive_streams_operators::from_iter([1, 1, 2]).distinct();
    let again = numbers.clone();
    assert_eq!(numbers.collect::<Vec<_>>().block().unwrap(), [1, 2]);
    assert_eq!(again.collect::<Vec<_>>().block().unwrap(), [1, 2]);
}
