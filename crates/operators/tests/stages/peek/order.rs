//! When the closures are called.

use reactive_streams::{Publisher, Subscriber, Subscription};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{error, range};
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};
use std::fmt::Debug;
use std::sync::Arc;

use super::Calls;

/// Every closure there is, around an upstream and a downstream that say what they get.
fn chain<P>(upstream: P, calls: &Calls) -> impl Publisher<Item = P::Item, Error = P::Error> + use<P>
where
    P: Publisher<Item: Debug, Error: Debug>,
{
    let [each, next, first, failed, requested, finally] = [(); 6].map(|()| calls.clone());
    upstream
        .do_on_each(move |signal| each.call(format!("each {signal:?}")))
        .inspect(move |item| next.call(format!("inspect {item:?}")))
        .do_on_first(move |item| first.call(format!("first {item:?}")))
        .inspect_err(move |error| failed.call(format!("inspect_err {error:?}")))
        .do_on_complete(calls.once("complete"))
        .do_on_terminate(calls.once("terminate"))
        .do_after_terminate(calls.once("after terminate"))
        .do_on_subscribe(calls.once("subscribe"))
        .do_first(calls.once("do_first"))
        .do_on_request(move |demand| requested.call(format!("request {demand}")))
        .do_on_cancel(calls.once("cancel"))
        .do_finally(move |end| finally.call(format!("finally {end:?}")))
}

/// Writes down what it gets among the calls.
struct Downstream(Calls);

impl<T: Debug, E: Debug> Subscriber<T, E> for Downstream {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.0.call("> on_subscribe");
        subscription.request(reactive_streams::Demand::of(2));
    }
    fn on_next(&mut self, item: T) {
        self.0.call(format!("> {item:?}"));
    }
    fn on_error(self, error: E) {
        self.0.call(format!("> error {error:?}"));
    }
    fn on_complete(self) {
        self.0.call("> complete");
    }
}

#[test]
fn of_a_stream_that_completes() {
    let calls = Calls::default();
    chain(range(0..2), &calls).subscribe(Downstream(calls.clone()));
    let expected = [
        "do_first",
        "subscribe",
        "> on_subscribe",
        "request 2",
        "each Next(0)",
        "inspect 0",
        "first 0",
        "> 0",
        "each Next(1)",
        "inspect 1",
        "> 1",
        "each Complete",
        "complete",
        "terminate",
        "> complete",
        "finally Complete",
        "after terminate",
    ];
    assert_eq!(calls.take(), expected);
}

#[test]
fn of_one_that_fails() {
    let calls = Calls::default();
    chain(error::<u8, _>("no"), &calls).subscribe(Downstream(calls.clone()));
    let expected = [
        "do_first",
        "subscribe",
        "> on_subscribe",
        "request 2",
        "each Error(\"no\")",
        "inspect_err \"no\"",
        "terminate",
        "> error \"no\"",
        "finally Error",
        "after terminate",
    ];
    assert_eq!(calls.take(), expected);
}

#[test]
fn of_one_that_is_cancelled() {
    let calls = Calls::default();
    let subscriber = TestSubscriber::with_initial_demand(1);
    chain(range(0..2), &calls).subscribe(subscriber.subscriber());
    calls.take();
    subscriber.cancel();
    assert_eq!(calls.take(), ["cancel", "finally Cancel"]);
    assert!(subscriber.is_dropped());
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let calls = Calls::default();
    let source = TestPublisher::<u32, ()>::noncompliant([Violation::SecondSubscription]);
    let subscriber = TestSubscriber::with_initial_demand(1);
    let watched = source.publisher().do_on_subscribe(calls.once("subscribe"));
    watched.subscribe(subscriber.subscriber());
    assert_eq!(source.subscribe_again(), ["cancel"]);
    assert_eq!(calls.take(), ["subscribe"]);
}
