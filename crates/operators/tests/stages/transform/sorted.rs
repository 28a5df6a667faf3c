use reactive_streams_operators::prelude::*;

use crate::between;

#[test]
fn gives_what_is_requested_once_it_has_all() {
    let (source, subscriber) = between::<_, (), _>(2, |head| head.sorted());
    source.assert_requests([u64::MAX]);
    source.emit([3, 1, 2]);
    subscriber.assert_values([1, 2]).assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([1, 2, 3]).assert_complete().verify();
}

#[test]
fn equal_elements_keep_their_order() {
    let (source, subscriber) =
        between::<(u32, char), (), _>(9, |head| head.sorted_by(|a, b| a.0.cmp(&b.0)));
    source.emit([(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')]);
    subscriber.assert_values([(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]).verify();
}

#[test]
fn collected_in_one() {
    let (source, subscriber) = between::<_, (), _>(1, |head| head.collect_sorted());
    source.emit([3, 1, 2]);
    subscriber.assert_values([vec![1, 2, 3]]).assert_complete().verify();
}
