use std::any::Any;

use reactive_streams_operators::prelude::*;

use crate::between;

#[test]
fn requests_one_in_the_place_of_each_of_another_type() {
    let (source, subscriber) = between::<Box<dyn Any + Send>, (), _>(1, |head| head.of_type());
    source.next(Box::new("a word"));
    source.next(Box::new(1_u8));
    source.next(Box::new(2_u32));
    source.assert_requests([1, 1, 1]);
    subscriber.assert_values([2_u32]).verify();
}
