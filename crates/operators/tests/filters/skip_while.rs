use reactive_streams_operators::prelude::*;

use super::between;

#[test]
fn does_not_ask_again_once_it_gives() {
    let mut calls = 0;
    let (source, subscriber) = between(3, |head| {
        head.skip_while(move |n| {
            calls += 1;
            assert!(calls < 3, "asked once too often");
            *n < 5
        })
    });
    [1, 9, 2, 3].into_iter().for_each(|n| source.next(n));
    subscriber.assert_values([9, 2, 3]);
    source.assert_requests([3, 1]);
}

#[test]
fn tells_an_upstream_that_asks() {
    let (source, subscriber) = between(1, |head| head.skip_while(|n| *n < 5));
    assert!(!source.try_next(1));
    assert!(source.try_next(7));
    subscriber.assert_values([7]);
    source.assert_requests([1]);
}
