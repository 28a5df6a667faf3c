use reactive_streams_operators::prelude::*;

use super::between;

#[test]
fn gives_the_last_of_everything() {
    let (source, subscriber) = between(1, |head| head.last());
    source.next(1);
    source.next(2);
    subscriber.assert_values([]);
    source.complete();
    subscriber.assert_values([2]).assert_complete().verify();
    source.assert_requests([u64::MAX]);
}
