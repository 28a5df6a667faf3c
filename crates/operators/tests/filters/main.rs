//! Tests of the filter family: a file for each operator, and here what all of them keep.
#![allow(clippy::unwrap_used)] // also in helpers

mod distinct;
mod distinct_until_changed;
mod find;
mod ignore_elements;
mod last;
mod limit;
mod map_while;
mod nth;
mod single;
mod skip;
mod skip_last;
mod skip_while;
mod take_last;
mod take_while;
mod take_while_inclusive;
mod values;

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::BoxPublisher;
use reactive_streams_operators::operator::{LimitExceeded, NotSingle};
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{LeakCheck, Scripted, TestPublisher, TestSubscriber, Tracked};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Failure {
    Broken,
    NotSingle(NotSingle),
    Limit(LimitExceeded),
}

impl From<NotSingle> for Failure {
    fn from(error: NotSingle) -> Self {
        Self::NotSingle(error)
    }
}

impl From<LimitExceeded> for Failure {
    fn from(error: LimitExceeded) -> Self {
        Self::Limit(error)
    }
}

/// An operator between a publisher and a subscriber that asks for `demand` elements.
pub(crate) fn between<T, P>(
    demand: u64,
    chain: impl FnOnce(Scripted<T, Failure>) -> P,
) -> (TestPublisher<T, Failure>, TestSubscriber<P::Item, Failure>)
where
    T: std::fmt::Debug + Send + 'static,
    P: Publisher<Item: std::fmt::Debug, Error = Failure>,
{
    let source = TestPublisher::new();
    let subscriber = TestSubscriber::with_initial_demand(demand);
    chain(source.publisher()).subscribe(subscriber.subscriber());
    (source, subscriber)
}

type Item = Tracked<u32>;
type Head = Scripted<Item, Failure>;
type Operator = (&'static str, fn(Head) -> BoxPublisher<Item, Failure>);

/// None of them ends with the first element.
const OPERATORS: &[Operator] = &[
    ("distinct", |head| head.distinct_key(|item| **item).boxed()),
    ("distinct_until_changed", |head| head.distinct_until_key_changed(|item| **item).boxed()),
    ("filter", |head| head.filter(|_| true).boxed()),
    ("find", |head| head.find(|_| false).boxed()),
    ("find_map", |head| head.find_map(|_| None).boxed()),
    ("ignore_elements", |head| head.ignore_elements().boxed()),
    ("last", |head| head.last().boxed()),
    ("limit", |head| head.limit(9).boxed()),
    ("map_while", |head| head.map_while(Some).boxed()),
    ("nth", |head| head.nth(1).boxed()),
    ("single_or_empty", |head| head.single_or_empty().boxed()),
    ("skip", |head| head.skip(1).boxed()),
    ("skip_last", |head| head.skip_last(1).boxed()),
    ("skip_while", |head| head.skip_while(|_| true).boxed()),
    ("take", |head| head.take(2).boxed()),
    ("take_last", |head| head.take_last(1).boxed()),
    ("take_while", |head| head.take_while(|_| true).boxed()),
    ("take_while_inclusive", |head| head.take_while_inclusive(|_| true).boxed()),
];

/// Those with user code, which panics.
const BOMBS: &[Operator] = &[
    ("distinct", |head| head.distinct_key(|_| -> u32 { panic!("bomb") }).boxed()),
    ("distinct_until_changed", |head| {
        head.distinct_until_key_changed(|_| -> u32 { panic!("bomb") }).boxed()
    }),
    ("filter", |head| head.filter(|_| panic!("bomb")).boxed()),
    ("find", |head| head.find(|_| panic!("bomb")).boxed()),
    ("find_map", |head| head.find_map(|_| panic!("bomb")).boxed()),
    ("limit_weighted", |head| head.limit_weighted(9, |_| panic!("bomb")).boxed()),
    ("map_while", |head| head.map_while(|_| panic!("bomb")).boxed()),
    ("skip_while", |head| head.skip_while(|_| panic!("bomb")).boxed()),
    ("take_while", |head| head.take_while(|_| panic!("bomb")).boxed()),
    ("take_while_inclusive", |head| head.take_while_inclusive(|_| panic!("bomb")).boxed()),
];

/// Has `check` look at each of the operators, behind one element, and then looks for leaks.
fn each(
    operators: &[Operator],
    check: impl Fn(&TestPublisher<Item, Failure>, &TestSubscriber<Item, Failure>, Item),
) {
    for (name, operator) in operators {
        println!("{name}"); // shown when the test fails
        let leaks = LeakCheck::new();
        let (source, subscriber) = between(u64::MAX, operator);
        check(&source, &subscriber, leaks.track(1));
        drop(subscriber.take_values());
        leaks.assert_no_leaks();
    }
}

#[test]
fn nothing_is_requested_before_there_is_demand() {
    for (name, operator) in OPERATORS {
        println!("{name}");
        let (source, _subscriber) = between(0, operator);
        source.assert_requests([]).assert_not_cancelled();
    }
}

#[test]
fn an_empty_stream_completes_without_demand() {
    for (name, operator) in OPERATORS {
        println!("{name}");
        let (source, subscriber) = between(0, operator);
        source.complete();
        subscriber.assert_values([]).assert_complete().verify();
    }
}

#[test]
fn an_error_goes_through_and_drops_what_is_held() {
    each(OPERATORS, |source, subscriber, item| {
        source.next(item);
        source.error(Failure::Broken);
        subscriber.assert_error(Failure::Broken).verify();
    });
}

#[test]
fn cancel_goes_through_and_drops_what_is_held() {
    each(OPERATORS, |source, subscriber, item| {
        source.next(item);
        subscriber.cancel();
        source.assert_cancelled();
    });
}

#[test]
fn an_abandoned_stream_is_passed_on_as_that() {
    each(OPERATORS, |source, subscriber, item| {
        source.next(item);
        source.abandon();
        subscriber.assert_abandoned();
    });
}

#[test]
fn a_panic_unwinds_to_whoever_caused_it_and_drops_everything() {
    each(BOMBS, |source, subscriber, item| {
        let panic = catch_unwind(AssertUnwindSafe(|| source.next(item))).unwrap_err();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"bomb"));
        subscriber.assert_abandoned();
    });
}
