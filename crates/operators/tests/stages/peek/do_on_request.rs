use reactive_streams::Demand;
use reactive_streams_operators::prelude::*;

use super::Calls;
use crate::between;

#[test]
fn sees_each_request_until_the_end() {
    let calls = Calls::default();
    let seen = calls.clone();
    let (source, subscriber) = between::<u32, (), _>(2, |head| {
        head.do_on_request(move |demand| seen.call(format!("{demand}")))
    });
    subscriber.request(u64::MAX);
    source.assert_requests([2, u64::MAX]);
    let subscription = subscriber.subscription();
    subscriber.cancel();
    subscription.request(Demand::of(5)); // §3.6
    source.assert_requests([2, u64::MAX]);
    assert_eq!(calls.take(), ["2", "unbounded"]);
}
