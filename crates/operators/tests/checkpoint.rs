//! Tests of `checkpoint`.

use std::error::Error;
use std::fmt;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Located;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, Mono, SinkError, error, from_try_callable, range};
use reactive_streams_test::{TestPublisher, TestSubscriber};

fn failing() -> impl Publisher<Item = u32, Error = Located<&'static str>> + Clone {
    error("broken").checkpoint("orders")
}

#[test]
fn an_error_says_where_the_chain_was_put_together() {
    let line = line!() + 1;
    let failed = error::<u8, _>("broken").map(|n| n + 1).checkpoint("prices").count().block();
    let Err(SinkError::Upstream(located)) = failed else { panic!("{failed:?}") };
    assert_eq!((*located.error(), located.name()), ("broken", "prices"));
    assert_eq!((located.location().file(), located.location().line()), (file!(), line));
    let column = located.location().column();
    let text = format!("broken (checkpoint `prices` at {}:{line}:{column})", file!());
    assert_eq!(located.to_string(), text);
    assert_eq!(located.into_inner(), "broken");
}

#[test]
fn everything_else_passes() {
    let upstream = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let checked = upstream.publisher().checkpoint("here").map_err(Located::into_inner);
    checked.subscribe(subscriber.subscriber());
    upstream.next(7);
    upstream.error(1);
    assert_eq!(upstream.log(), ["request 1"]);
    assert_eq!(subscriber.log(), ["subscribe", "7", "error 1"]);
    let numbers = range(0..3).fallible::<AnyError>().checkpoint("numbers");
    assert_eq!(numbers.collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
}

#[test]
fn the_place_is_that_of_the_chain_and_not_of_the_subscription() {
    let [first, second] = [failing(), failing()].map(|chain| chain.count().block().unwrap_err());
    assert_eq!(first, second);
}

#[test]
fn several_are_a_trace() {
    let failed = error::<u8, _>("broken").checkpoint("inner").checkpoint("outer");
    let Err(SinkError::Upstream(outer)) = failed.count().block() else { panic!() };
    assert_eq!((outer.name(), outer.error().name()), ("outer", "inner"));
}

#[test]
fn a_mono_stays_one_and_any_error_carries_it() {
    let answer = from_try_callable(|| "x".parse::<u8>()).checkpoint("answer");
    let error = answer.err_into::<AnyError>().block().unwrap_err();
    assert!(
        error.to_string().starts_with("invalid digit found in string (checkpoint `answer` at ")
    );
    let _: Mono<_> = from_try_callable(|| "7".parse::<u8>()).checkpoint("a mono");
}

#[derive(Debug)]
struct Outer(fmt::Error);

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("outer")
    }
}

impl Error for Outer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn the_cause_is_that_of_the_error() {
    let failed = error::<u8, _>(Outer(fmt::Error)).checkpoint("here").count().block();
    let Err(SinkError::Upstream(located)) = failed else { panic!() };
    assert!(located.source().expect("the error has a cause").is::<fmt::Error>());
}
