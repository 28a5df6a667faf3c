use reactive_streams_operators::prelude::*;

use super::between;

#[test]
fn takes_everything_and_gives_the_end() {
    let (source, subscriber) = between(1, |head| head.ignore_elements());
    source.next(1);
    source.next(2);
    source.complete();
    subscriber.assert_values([]).assert_complete().verify();
    source.assert_requests([u64::MAX]);
}
