use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, once};

use super::{Failure, Source, behind};

#[test]
fn asks_each_for_one() {
    let (source, other) = (Source::new(), Source::new());
    let right = other.publisher();
    let subscriber = behind(1, &source, |head| head.last().zip(right.last()));
    source.assert_requests([u64::MAX]);
    other.assert_requests([u64::MAX]);
    source.emit([1]);
    subscriber.assert_values([]);
    other.emit([2]);
    subscriber.assert_values([(1, 2)]).assert_complete().verify();
}

#[test]
fn one_that_gives_nothing_ends_both() {
    let (source, other) = (Source::new(), Source::new());
    let right = other.publisher();
    let subscriber = behind(1, &source, |head| head.last().zip(right.last()));
    source.complete();
    subscriber.assert_values([]).assert_complete().verify();
    other.assert_cancelled();
}

#[test]
fn one_that_fails_ends_both() {
    let (source, other) = (Source::new(), Source::new());
    let right = other.publisher();
    let subscriber = behind(1, &source, |head| head.last().zip_with(right.last(), |a, b| a + b));
    other.error(Failure::Broken);
    subscriber.assert_error(Failure::Broken).verify();
    source.assert_cancelled();
}

#[test]
fn the_first_to_signal_wins() {
    let (source, other) = (Source::new(), Source::new());
    let right = other.publisher();
    let subscriber = behind(1, &source, |head| head.first().or(right.first()));
    other.next(2);
    subscriber.assert_values([2]).assert_complete().verify();
    source.assert_cancelled();

    let (source, other) = (Source::new(), Source::new());
    let right = other.publisher();
    let subscriber = behind(1, &source, |head| head.first().or(right.first()));
    source.error(Failure::Broken);
    subscriber.assert_error(Failure::Broken).verify();
    other.assert_cancelled();
}

#[test]
fn what_is_derived_is_paired_with_what_it_is_derived_of() {
    let pair: (u32, u32) = once(6).hide().zip_when(|n| once(n * 7)).block().unwrap();
    assert_eq!(pair, (6, 42));
    assert_eq!(once(6).zip_when(|_| empty::<u8>()).block(), Ok(None));
    assert_eq!(empty::<u8>().zip_when(|_| once(7)).block(), Ok(None));
}
