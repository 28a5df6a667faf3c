use reactive_streams_operators::prelude::*;

use crate::between;

#[test]
fn a_separator_takes_one_demand() {
    let (source, subscriber) = between::<u32, (), _>(0, |head| head.intersperse(0));
    source.assert_requests([1]);
    source.next(1);
    subscriber.request(2);
    subscriber.assert_values([1]);
    source.assert_requests([1, 1]);
    source.next(2);
    subscriber.assert_values([1, 0]);
    source.complete();
    subscriber.assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([1, 0, 2]).assert_complete().verify();
}

#[test]
fn an_error_overtakes_what_waits() {
    let (source, subscriber) = between::<u32, _, _>(2, |head| head.intersperse(0));
    source.next(1);
    source.next(2);
    source.error("broken");
    subscriber.assert_values([1, 0]).assert_error("broken").verify();
}
