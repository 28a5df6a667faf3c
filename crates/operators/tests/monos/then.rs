use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, once, range};

use super::{Failure, Source, behind};

#[test]
fn drops_what_comes_first_and_waits_for_its_end() {
    let (source, other) = (Source::new(), Source::new());
    let next = other.publisher();
    let subscriber = behind(2, &source, |head| head.ignore_elements().then_many(next));
    source.assert_requests([u64::MAX]);
    source.next(1);
    source.next(2);
    other.assert_not_subscribed();
    source.complete();
    other.assert_requests([2]);
    other.next(7);
    subscriber.assert_values([7]).assert_not_terminated();
    other.complete();
    subscriber.assert_complete().verify();
}

#[test]
fn an_error_drops_what_would_follow() {
    let (source, other) = (Source::new(), Source::new());
    let next = other.publisher();
    let subscriber = behind(1, &source, |head| head.last().then(next.first()));
    source.next(1);
    source.error(Failure::Broken);
    subscriber.assert_error(Failure::Broken).verify();
    other.assert_not_subscribed();
}

#[test]
fn cancel_goes_to_the_one_that_is_running() {
    let (source, other) = (Source::new(), Source::new());
    let next = other.publisher();
    let subscriber = behind(1, &source, |head| head.last().then(next.first()));
    subscriber.cancel();
    source.assert_cancelled();
    other.assert_not_subscribed();

    let (source, other) = (Source::new(), Source::new());
    let next = other.publisher();
    let subscriber = behind(1, &source, |head| head.last().then(next.first()));
    source.complete();
    subscriber.cancel();
    other.assert_cancelled();
}

#[test]
fn follows_nothing_as_well() {
    assert_eq!(empty::<u8>().then(once(1)).block(), Ok(1));
    assert_eq!(empty::<u8>().hide().then(once(1)).block(), Ok(1));
    assert_eq!(empty::<u8>().then_return(1).block(), Ok(1));
    assert_eq!(once(1).then(empty::<u8>()).block(), Ok(None));
    assert_eq!(once(1).then_many(range(0..3)).count().block(), Ok(3));
}
