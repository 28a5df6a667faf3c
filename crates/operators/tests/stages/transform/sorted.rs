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
    // So many that an unstable sort would not leave them as they are.
    let items = (0..100).map(|n| (n % 2, n));
    let (source, subscriber) =
        between::<(u32, u32), (), _>(u64::MAX, |head| head.sorted_by(|a, b| a.0.cmp(&b.0)));
    source.emit(items.clone());
    let (odd, even): (Vec<_>, Vec<_>) = items.partition(|(key, _)| *key == 1);
    subscriber.assert_values(even.into_iter().chain(odd)).verify();
}

#[test]
fn collected_in_one() {
    let (source, subscriber) = between::<_, (), _>(1, |head| head.collect_sorted());
    source.emit([3, 1, 2]);
    subscriber.assert_values([vec![1, 2, 3]]).assert_complete().verify();
}
