use reactive_streams_operators::prelude::*;

use crate::between;

#[test]
fn the_seed_takes_one_demand() {
    let (source, subscriber) = between::<u32, (), _>(0, |head| head.scan(10, |sum, n| sum + n));
    source.assert_not_subscribed();
    subscriber.request(3);
    subscriber.assert_values([10]);
    source.assert_requests([2]);
    source.next(1);
    source.next(2);
    subscriber.assert_values([10, 11, 13]);
    source.complete();
    subscriber.assert_complete().verify();
}

#[test]
fn an_empty_stream_gives_the_seed() {
    let (source, subscriber) = between::<u32, (), _>(1, |head| head.scan(10, |sum, n| sum + n));
    source.complete();
    subscriber.assert_values([10]).assert_complete().verify();
}

#[test]
fn without_a_seed_the_first_element_is_one() {
    let (source, subscriber) = between::<u32, (), _>(9, |head| head.scan_reduce(|sum, n| sum + n));
    source.assert_requests([9]);
    source.emit([1, 2, 3]);
    subscriber.assert_values([1, 3, 6]).assert_complete().verify();
}
