use reactive_streams_operators::prelude::*;

use crate::between;

#[test]
fn requests_what_the_first_has_left_unmet() {
    let (source, subscriber) = between::<u32, (), _>(1, |head| head.start_with_iter([1, 2]));
    source.assert_not_subscribed();
    subscriber.request(4);
    source.assert_requests([3]);
    source.emit([3]);
    subscriber.assert_values([1, 2, 3]).assert_complete().verify();
}

#[test]
fn an_error_of_the_first_is_the_end() {
    let (first, subscriber) = between::<u32, _, _>(1, |head| {
        reactive_streams_operators::range(0..9).fallible().start_with(head)
    });
    first.error("broken");
    subscriber.assert_values([]).assert_error("broken").verify();
}
