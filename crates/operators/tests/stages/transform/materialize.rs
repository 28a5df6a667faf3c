use std::convert::Infallible;

use reactive_streams_operators::operator::Notification::{Complete, Error, Next};
use reactive_streams_operators::prelude::*;

use crate::between;

#[test]
fn the_end_waits_for_demand() {
    let (source, subscriber) = between::<_, Infallible, _>(1, |head| head.materialize());
    source.assert_requests([1]);
    source.next(1);
    source.complete();
    subscriber.assert_values([Next(1)]).assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([Next(1), Complete]).assert_complete().verify();
}

#[test]
fn so_does_the_error() {
    let (source, subscriber) = between::<u32, _, _>(0, |head| head.materialize());
    source.error("broken");
    subscriber.assert_values([]).assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([Error("broken")]).assert_complete().verify();
}
