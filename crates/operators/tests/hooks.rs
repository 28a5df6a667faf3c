//! Tests of `hooks`: errors after the end are neither lost nor fatal.
//!
//! The observer is one for the whole process, so this is one test.

use std::sync::{Arc, Mutex};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{
    BoxPublisher, first_with_signal, first_with_value, from_publisher, hooks, never, when,
};
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};

/// An error that only this test makes; the number says where.
#[derive(Debug, PartialEq)]
struct Late(&'static str);

type Source = TestPublisher<u32, Late>;
type Chain = fn(BoxPublisher<u32, Late>) -> BoxPublisher<u32, Late>;

fn silent() -> BoxPublisher<u32, Late> {
    never().fallible().boxed()
}

#[test]
fn an_error_after_the_end_is_observed() {
    let observed = Arc::<Mutex<Vec<&str>>>::default();
    let log = Arc::clone(&observed);
    hooks::on_error_dropped(move |dropped| {
        assert!(dropped.type_name().ends_with("Late"));
        let Late(name) = dropped.downcast().expect("there is no other error in this process");
        log.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(name);
    });
    let seen =
        || std::mem::take(&mut *observed.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));

    // The subscriber cancels, and then the source fails.
    let chains: [(&str, Chain); 7] = [
        ("chain", |source| source.chain(silent()).boxed()),
        ("retry", |source| {
            source.on_error_resume(|late| -> BoxPublisher<u32, Late> { panic!("{late:?}") }).boxed()
        }),
        ("zip", |source| source.zip(silent()).map(|(n, _)| n).boxed()),
        ("with_latest_from", |source| source.with_latest_from(silent(), |n, _| n).boxed()),
        ("first_with_value", |source| first_with_value([source, silent()]).boxed()),
        ("first_with_signal", |source| first_with_signal([source, silent()]).boxed()),
        ("from_publisher", |source| from_publisher(source).boxed()),
    ];
    for (name, chain) in chains {
        let source = Source::noncompliant([Violation::SignalAfterCancel]);
        let subscriber = TestSubscriber::new();
        chain(source.publisher().boxed()).subscribe(subscriber.subscriber());
        subscriber.cancel();
        source.error(Late(name));
        assert_eq!(seen(), [name]);
        subscriber.assert_not_terminated();
    }

    // A stage ends the stream, and then the source fails.
    let source = Source::noncompliant([Violation::SignalAfterCancel]);
    let subscriber = TestSubscriber::new();
    source.publisher().take_while(|_| false).subscribe(subscriber.subscriber());
    source.next(1);
    source.error(Late("stage"));
    assert_eq!(seen(), ["stage"]);
    subscriber.assert_complete();

    // A sink is dropped, and then the source fails.
    let source = Source::noncompliant([Violation::SignalAfterCancel]);
    drop(source.publisher().collect::<Vec<_>>().start());
    source.error(Late("sink"));
    assert_eq!(seen(), ["sink"]);

    // Another has failed before.
    let [first, second] = [(); 2].map(|()| Source::noncompliant([Violation::SignalAfterCancel]));
    let subscriber = TestSubscriber::new();
    when([first.publisher(), second.publisher()]).subscribe(subscriber.subscriber());
    first.error(Late("first"));
    second.error(Late("second"));
    assert_eq!(seen(), ["second"]);
    subscriber.assert_error(Late("first"));

    // Without an observer they are counted.
    hooks::reset_on_error_dropped();
    let before = hooks::errors_dropped();
    let source = Source::noncompliant([Violation::SignalAfterCancel]);
    drop(source.publisher().collect::<Vec<_>>().start());
    source.error(Late("nobody"));
    assert_eq!(hooks::errors_dropped(), before + 1);
    assert!(seen().is_empty());
}
