use reactive_streams_operators::prelude::*;

use super::between;

#[test]
fn the_first_that_does_not_hold_ends_it() {
    let (source, subscriber) = between(9, |head| head.take_while(|n| *n < 3));
    source.next(1);
    source.next(2);
    subscriber.assert_not_terminated();
    source.next(3);
    subscriber.assert_values([1, 2]).assert_complete().verify();
    source.assert_requests([9]).assert_cancelled().verify();
}

#[test]
fn a_downstream_that_cancels_is_not_completed() {
    let (source, subscriber) = between::<u32, _>(9, |head| head.take_while(|n| *n < 1));
    subscriber.cancel();
    source.assert_cancelled();
    subscriber.assert_not_terminated();
}
