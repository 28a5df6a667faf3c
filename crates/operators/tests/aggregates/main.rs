//! Tests of the aggregates: what they give, when they have enough, and what all of them keep.

mod early_end;
mod values;

use std::fmt::Debug;
use std::ops::ControlFlow::Continue;
use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::BoxPublisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{LeakCheck, Scripted, TestPublisher, TestSubscriber, Tracked};

/// An operator between a publisher and a subscriber that asks for `demand` elements.
pub(crate) fn between<T, P>(
    demand: u64,
    chain: impl FnOnce(Scripted<T, &'static str>) -> P,
) -> (TestPublisher<T, &'static str>, TestSubscriber<P::Item, &'static str>)
where
    T: Debug + Send + 'static,
    P: Publisher<Item: Debug, Error = &'static str>,
{
    let source = TestPublisher::new();
    let subscriber = TestSubscriber::with_initial_demand(demand);
    chain(source.publisher()).subscribe(subscriber.subscriber());
    (source, subscriber)
}

type Item = Tracked<u32>;
type Head = Scripted<Item, &'static str>;
type Erased = BoxPublisher<(), &'static str>;
type Operator = (&'static str, fn(Head) -> Erased);

/// None of them has enough with the first element.
const OPERATORS: &[Operator] = &[
    ("all", |head| head.all(|_| true).map(drop).boxed()),
    ("any", |head| head.any(|_| false).map(drop).boxed()),
    ("average", |head| head.map(|item| *item).average().map(drop).boxed()),
    ("collect", |head| head.collect::<Vec<_>>().map(drop).boxed()),
    ("collect_map", |head| head.collect_map(|item| (*item, item)).map(drop).boxed()),
    ("collect_multimap", |head| head.collect_multimap(|item| (*item, item)).map(drop).boxed()),
    ("collect_with", |head| head.collect_with(vec![], Vec::push).map(drop).boxed()),
    ("concat_items", |head| head.map(|item| vec![item]).concat_items().map(drop).boxed()),
    ("count", |head| head.count().map(drop).boxed()),
    ("fold", |head| head.fold(None, |_, item| Some(item)).map(drop).boxed()),
    ("fold_while", |head| head.fold_while(None, |_, item| Continue(Some(item))).map(drop).boxed()),
    ("max", |head| head.max().map(drop).boxed()),
    ("max_by_key", |head| head.max_by_key(|item| **item).map(drop).boxed()),
    ("min", |head| head.min().map(drop).boxed()),
    ("min_by_key", |head| head.min_by_key(|item| **item).map(drop).boxed()),
    ("product", |head| head.map(|item| *item).product::<u32>().map(drop).boxed()),
    ("reduce", |head| head.reduce(|a, _| a).map(drop).boxed()),
    ("sum", |head| head.map(|item| *item).sum::<u32>().map(drop).boxed()),
    ("unzip", |head| {
        let pairs = head.map(|item| (item.clone(), item));
        pairs.unzip::<_, _, Vec<_>, Vec<_>>().map(drop).boxed()
    }),
];

/// Those with user code, which panics.
const BOMBS: &[Operator] = &[
    ("all", |head| head.all(|_| panic!("bomb")).map(drop).boxed()),
    ("any", |head| head.any(|_| panic!("bomb")).map(drop).boxed()),
    ("collect_map", |head| head.collect_map(|_| -> (u8, u8) { panic!("bomb") }).map(drop).boxed()),
    ("collect_with", |head| head.collect_with((), |(), _| panic!("bomb")).map(drop).boxed()),
    ("fold_while", |head| head.fold_while((), |(), _| panic!("bomb")).map(drop).boxed()),
    ("max_by_key", |head| head.max_by_key(|_| -> u8 { panic!("bomb") }).map(drop).boxed()),
    ("min_by_key", |head| head.min_by_key(|_| -> u8 { panic!("bomb") }).map(drop).boxed()),
];

/// Has `check` look at each of the operators, behind one element, and then looks for leaks.
fn each(
    operators: &[Operator],
    check: impl Fn(&TestPublisher<Item, &'static str>, &TestSubscriber<(), &'static str>, Item),
) {
    for (name, operator) in operators {
        println!("{name}"); // shown when the test fails
        let leaks = LeakCheck::new();
        let (source, subscriber) = between(1, operator);
        check(&source, &subscriber, leaks.track(1));
        leaks.assert_no_leaks();
    }
}

#[test]
fn everything_is_requested_with_the_first_demand() {
    for (name, operator) in OPERATORS {
        println!("{name}");
        let (source, subscriber) = between(0, operator);
        source.assert_requests([]);
        subscriber.request(1);
        subscriber.request(1);
        source.assert_requests([u64::MAX]);
    }
}

#[test]
fn the_value_comes_with_the_end() {
    each(OPERATORS, |source, subscriber, item| {
        source.next(item);
        subscriber.assert_values([]);
        source.complete();
        subscriber.assert_values([()]).assert_complete().verify();
    });
}

#[test]
fn an_error_goes_through_and_drops_what_is_held() {
    each(OPERATORS, |source, subscriber, item| {
        source.next(item);
        source.error("broken");
        subscriber.assert_values([]).assert_error("broken").verify();
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
