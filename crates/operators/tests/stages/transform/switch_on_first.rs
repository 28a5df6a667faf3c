use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use crate::between;

#[test]
fn requests_one_and_then_what_the_others_are_asked_for() {
    let (source, subscriber) = between::<u32, (), _>(0, |head| {
        head.switch_on_first(|first, others| others.map(move |n| n * first))
    });
    source.assert_requests([]);
    subscriber.request(2);
    source.assert_requests([1]);
    source.next(10);
    source.assert_requests([1, 2]);
    source.next(1);
    source.next(2);
    subscriber.assert_values([10, 20]);
    source.complete();
    subscriber.assert_complete().verify();
}

#[test]
fn is_not_called_without_an_element() {
    let (source, subscriber) = between::<u32, &str, _>(1, |head| {
        head.switch_on_first(|_, _| -> reactive_streams_operators::BoxPublisher<u32, &str> {
            panic!("there is none")
        })
    });
    source.error("broken");
    subscriber.assert_error("broken").verify();
}

#[test]
fn dropping_the_others_cancels_the_upstream() {
    let (source, subscriber) = between::<u32, (), _>(9, |head| {
        head.switch_on_first(|first, _others| range(0..first).fallible())
    });
    source.next(2);
    source.assert_cancelled();
    subscriber.assert_values([0, 1]).assert_complete().verify();
}

#[test]
fn keeps_the_others_apart_from_what_is_dropped_behind_it() {
    let (source, subscriber) = between::<u32, (), _>(2, |head| {
        head.switch_on_first(|first, others| others.filter(move |n| *n > first))
    });
    source.next(5);
    assert!(!source.try_next(3));
    source.next(4);
    source.next(6);
    source.assert_requests([1, 2, 1]);
    subscriber.assert_values([6]);
}
