//! A process without a virtual machine.

use reactive_streams::Publisher;
use reactive_streams_jvm::{JavaObject, JavaPublisher, Registry, java};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{range, sink};

#[test]
fn what_is_in_java_is_an_error() {
    let made = java::<JavaObject>("prices", ());
    let error = made.expect_err("there is nobody to ask");
    assert!(error.throwable().is_none());
    assert!(error.message().is_some_and(|message| !message.is_empty()));
}

#[test]
fn names_are_registered_without_it() {
    let mut streams = Registry::default();
    streams
        .publisher("squares", |n: i64| range(0..n).map(|n| n * n))
        .publisher("both", |(text, _): (String, f64)| range(0..1i64).map(move |_| text.clone()))
        .sink("sum", |()| sink::fold(0, |sum, n: i64| sum + n))
        .processor("same", |upstream: reactive_streams_operators::Upstream<i64, _>| upstream);
    let shown = format!("{streams:?}");
    for name in ["squares", "both", "sum", "same"] {
        assert!(shown.contains(name), "{shown}");
    }
}

#[test]
#[should_panic(expected = "\"squares\" is registered already")]
fn a_name_is_given_once() {
    let mut streams = Registry::default();
    streams.publisher("squares", |n: i64| range(0..n)).publisher("squares", |n: i64| range(0..n));
}

/// Each of them is one of ours by its type; that it works is seen in Java.
#[test]
fn what_is_in_java_is_one_of_ours() {
    fn is_publisher<P: Publisher + Clone>() {}
    is_publisher::<JavaPublisher<i64>>();
    is_publisher::<JavaPublisher<String>>();
}
