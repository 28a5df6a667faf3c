use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams_operators::Mono;
use reactive_streams_operators::mono::Return;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, from_iter, once, range};
use reactive_streams_test::{LeakCheck, StepVerifier};

use super::{Failure, Source, behind};

#[test]
fn the_demand_goes_to_one_after_the_other() {
    let (source, other) = (Source::new(), Source::new());
    let inner = other.publisher();
    let subscriber = behind(0, &source, |head| head.first().flat_map_many(|_| inner));
    source.assert_requests([]);
    subscriber.request(2);
    source.assert_requests([1]);
    other.assert_not_subscribed();
    source.next(1);
    other.assert_requests([2]);
    source.assert_cancelled(); // by `first`
    subscriber.request(3);
    other.assert_requests([2, 3]);
    other.next(7);
    other.next(8);
    other.complete();
    subscriber.assert_values([7, 8]).assert_complete().verify();
}

#[test]
fn completes_where_there_is_no_element() {
    let (source, other) = (Source::new(), Source::new());
    let inner = other.publisher();
    let subscriber = behind(1, &source, |head| head.first().flat_map(|_| inner.first()));
    source.complete();
    subscriber.assert_values([]).assert_complete().verify();
    other.assert_not_subscribed();
}

#[test]
fn an_error_of_either_is_that_of_both() {
    let (source, other) = (Source::new(), Source::new());
    let inner = other.publisher();
    let subscriber = behind(1, &source, |head| head.first().flat_map(|_| inner.first()));
    source.error(Failure::Broken);
    subscriber.assert_error(Failure::Broken).verify();
    other.assert_not_subscribed();

    let (source, other) = (Source::new(), Source::new());
    let inner = other.publisher();
    let subscriber = behind(1, &source, |head| head.first().flat_map(|_| inner.first()));
    source.next(1);
    other.error(Failure::Broken);
    subscriber.assert_error(Failure::Broken).verify();
}

#[test]
fn cancel_goes_to_the_one_that_is_running() {
    let (source, other) = (Source::new(), Source::new());
    let inner = other.publisher();
    let subscriber = behind(1, &source, |head| head.first().flat_map(|_| inner.first()));
    subscriber.cancel();
    source.assert_cancelled();

    let (source, other) = (Source::new(), Source::new());
    let inner = other.publisher();
    let subscriber = behind(1, &source, |head| head.first().flat_map(|_| inner.first()));
    source.next(1);
    subscriber.cancel();
    other.assert_cancelled();
}

#[test]
fn cancelled_while_the_function_runs_it_subscribes_nothing() {
    let (source, other) = (Source::new(), Source::new());
    let inner = other.publisher();
    let cancel: Arc<Mutex<Option<Box<dyn FnOnce() + Send>>>> = Arc::default();
    let in_function = Arc::clone(&cancel);
    let subscriber = behind(1, &source, |head| {
        head.first().flat_map(move |_| {
            let cancel = in_function.lock().unwrap().take().unwrap();
            cancel();
            inner.first()
        })
    });
    let subscription = subscriber.subscription();
    *cancel.lock().unwrap() = Some(Box::new(move || subscription.cancel()));
    source.next(1);
    other.assert_not_subscribed();
    subscriber.assert_not_terminated();
}

#[test]
fn an_abandoned_one_is_passed_on_as_that() {
    let (source, other) = (Source::new(), Source::new());
    let inner = other.publisher();
    let subscriber = behind(1, &source, |head| head.first().flat_map(|_| inner.first()));
    source.next(1);
    other.abandon();
    subscriber.assert_abandoned();
}

#[test]
fn a_panic_unwinds_to_whoever_caused_it_and_drops_everything() {
    let leaks = LeakCheck::new();
    let held = leaks.track(());
    let source = Source::new();
    let subscriber = behind(1, &source, |head| {
        head.first().flat_map(move |_| -> Mono<Fallible> {
            let _held = held;
            panic!("bomb")
        })
    });
    assert!(catch_unwind(AssertUnwindSafe(|| source.next(1))).is_err());
    subscriber.assert_abandoned();
    leaks.assert_no_leaks();
}

type Fallible = Return<u32, Failure>;

/// What user code sees, in order, when the chain is run as an iterator and when it is subscribed.
#[test]
fn fusion_cannot_be_noticed() {
    let [fused, subscribed] = [true, false].map(|fused| {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let call = |what: &'static str| {
            let calls = Arc::clone(&calls);
            move || calls.lock().unwrap().push(what)
        };
        let source = from_iter([7].into_iter().inspect({
            let call = call("source");
            move |_| call()
        }));
        let (first, other, last) = (call("function"), call("other"), call("map"));
        let chain = source
            .first()
            .flat_map(move |n| {
                first();
                once(n).map(move |n| {
                    other();
                    n + 1
                })
            })
            .then(once(9))
            .map(move |n| {
                last();
                n
            });
        let value = if fused { chain.block() } else { chain.hide().block() };
        assert_eq!(value, Ok(9));
        let calls = calls.lock().unwrap();
        calls.clone()
    });
    assert_eq!(fused, ["source", "function", "other", "map"]);
    assert_eq!(fused, subscribed);
}

#[test]
fn it_is_pulled_as_an_iterator_no_earlier_than_requested() {
    let chain = once(1).flat_map(|n| once(n + 1)).map(|n| n * 10);
    StepVerifier::create(chain)
        .with_initial_demand(0)
        .expect_no_event()
        .then_request(1)
        .expect_next(20)
        .verify_complete();
}

#[test]
fn nothing_comes_of_nothing() {
    assert_eq!(empty::<u8>().flat_map(once).block(), Ok(None));
    assert_eq!(once(1).flat_map(|_| empty::<u8>()).block(), Ok(None));
    assert_eq!(once(3).flat_map_many(|n| range(0..n)).count().block(), Ok(3));
}
