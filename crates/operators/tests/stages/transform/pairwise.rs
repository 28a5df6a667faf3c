use reactive_streams_operators::prelude::*;

use crate::between;

#[test]
fn requests_one_more_with_the_first_demand() {
    let (source, subscriber) = between::<_, (), _>(1, |head| head.pairwise());
    source.next(1);
    source.next(2);
    subscriber.request(2);
    source.assert_requests([2, 2]);
    subscriber.assert_values([(1, 2)]);
    source.complete();
    subscriber.assert_complete().verify();
}
