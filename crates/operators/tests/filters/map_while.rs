use reactive_streams_operators::prelude::*;

use super::between;

#[test]
fn gives_what_is_made_and_ends_with_nothing() {
    let (source, subscriber) = between(9, |head| head.map_while(|n: u32| n.checked_sub(5)));
    source.next(7);
    source.next(5);
    source.next(4);
    subscriber.assert_values([2, 0]).assert_complete().verify();
    source.assert_requests([9]).assert_cancelled().verify();
}
