use reactive_streams_operators::prelude::*;

use crate::between;

#[test]
fn requests_one_in_the_place_of_each_element_that_gives_nothing() {
    let (source, subscriber) =
        between::<u32, (), _>(1, |head| head.filter_map(|n| (n > 2).then_some(n * 10)));
    source.next(1);
    assert!(!source.try_next(2)); // this one has been told
    assert!(source.try_next(3));
    source.assert_requests([1, 1]);
    subscriber.assert_values([30]).verify();
}
