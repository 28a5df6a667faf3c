use reactive_streams_operators::prelude::*;
use reactive_streams_test::LeakCheck;

use super::between;

#[test]
fn gives_them_as_they_are_requested_after_the_end() {
    let leaks = LeakCheck::new();
    let (source, subscriber) = between(1, |head| head.take_last(2));
    (1..5).for_each(|n| source.next(leaks.track(n)));
    assert_eq!(leaks.alive(), 2);
    subscriber.assert_values([]);
    source.complete();
    let values = || subscriber.take_values().iter().map(|n| **n).collect::<Vec<_>>();
    assert_eq!(values(), [3]);
    subscriber.request(1);
    assert_eq!(values(), [4]);
    subscriber.assert_complete().verify();
    source.assert_requests([u64::MAX]);
    leaks.assert_no_leaks();
}

#[test]
fn cancelled_between_them_it_drops_the_rest() {
    let leaks = LeakCheck::new();
    let (source, subscriber) = between(1, |head| head.take_last(9));
    (1..5).for_each(|n| source.next(leaks.track(n)));
    source.complete();
    subscriber.cancel();
    drop(subscriber.take_values());
    leaks.assert_no_leaks();
}

#[test]
fn the_last_none_are_none() {
    let (source, subscriber) = between(1, |head| head.take_last(0));
    source.emit([1, 2]);
    subscriber.assert_values([]).assert_complete().verify();
}
