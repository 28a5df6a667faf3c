//! Some aggregates need not see everything.

use std::ops::ControlFlow::{Break, Continue};

use reactive_streams_operators::prelude::*;

use super::between;

#[test]
fn all_ends_with_one_that_does_not() {
    let (source, subscriber) = between(1, |head| head.all(|n: u32| n < 2));
    source.next(1);
    source.next(2);
    subscriber.assert_values([false]).assert_complete().verify();
    source.assert_requests([u64::MAX]).assert_cancelled();
}

#[test]
fn any_ends_with_one_that_does() {
    let (source, subscriber) = between(1, |head| head.any(|n: u32| n == 2));
    source.next(1);
    source.next(2);
    subscriber.assert_values([true]).assert_complete().verify();
    source.assert_requests([u64::MAX]).assert_cancelled();
}

#[test]
fn contains_ends_with_it() {
    let (source, subscriber) = between(1, |head| head.contains(2));
    source.next(1);
    source.next(2);
    subscriber.assert_values([true]).assert_complete().verify();
    source.assert_requests([u64::MAX]).assert_cancelled();
}

#[test]
fn fold_while_ends_with_a_break() {
    let (source, subscriber) = between(1, |head| {
        head.fold_while(0, |sum, n| if n == 2 { Break(sum + n) } else { Continue(sum + n) })
    });
    source.next(1);
    source.next(2);
    subscriber.assert_values([3]).assert_complete().verify();
    source.assert_requests([u64::MAX]).assert_cancelled();
}

#[test]
fn is_empty_asks_for_one() {
    let (source, subscriber) = between::<u32, _>(1, |head| head.is_empty());
    source.assert_requests([1]);
    source.next(1);
    subscriber.assert_values([false]).assert_complete().verify();
    source.assert_cancelled();

    let (source, subscriber) = between::<u32, _>(1, |head| head.is_empty());
    source.complete();
    subscriber.assert_values([true]).assert_complete().verify();
}

#[test]
fn the_value_of_an_early_end_waits_for_demand() {
    let (source, subscriber) = between::<u32, _>(0, |head| head.contains(1));
    source.complete();
    subscriber.assert_values([]).assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([false]).assert_complete().verify();
}
