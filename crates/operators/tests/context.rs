//! Tests of the operators for pairs of a value and a context.

mod support;

use std::future::{pending, ready};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{AnyError, range, timer};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber};
use std::time::Duration;
use support::capacity;

#[test]
fn a_context_stays_with_its_value() {
    let pairs = range(1..4).with_context(|n| n * 10).map_value(|n| n + 1);
    let pairs = pairs.map_context(|context| format!("{context}"));
    let pairs = pairs.filter(|(value, _)| *value != 3).collect::<Vec<_>>().block().unwrap();
    assert_eq!(pairs, [(2, "10".to_owned()), (4, "30".to_owned())]);
}

/// The later values are ready first.
#[test]
fn also_where_values_overtake_one_another() {
    let clock = DeterministicScheduler::new(1);
    let (source, subscriber) = (TestPublisher::new(), TestSubscriber::with_initial_demand(9));
    let pauses = [3, 1, 2].map(|n| timer(Duration::from_secs(n), &clock));
    let mut pauses = pauses.into_iter();
    let stored = source.publisher().map_value_async(capacity(3), &clock, move |n: u32| {
        let pause = pauses.next().unwrap();
        async move {
            pause.await.unwrap();
            n * n
        }
    });
    Publisher::subscribe(stored, subscriber.subscriber());
    clock.run_until_idle();
    (1..4).for_each(|n| source.next((n, format!("context of {n}"))));
    clock.advance(Duration::from_secs(2));
    subscriber.assert_values([]);
    clock.advance(Duration::from_secs(1));
    let expected = [1, 2, 3].map(|n| (n * n, format!("context of {n}")));
    subscriber.assert_values(expected);
    assert_eq!(source.log(), ["request 3", "request 1", "request 1", "request 1"]);
    source.error(AnyError::new("broken"));
    clock.run_until_idle();
    assert_eq!(subscriber.log().last().unwrap(), "error \"broken\"");
}

#[test]
fn a_context_in_flight_is_dropped_with_its_future() {
    let clock = DeterministicScheduler::new(1);
    let leaks = LeakCheck::new();
    let (source, subscriber) = (TestPublisher::new(), TestSubscriber::with_initial_demand(9));
    let stuck = source.publisher().map_value_async(capacity(2), &clock, |()| pending::<()>());
    stuck.map_err(|error: AnyError| error.to_string()).subscribe(subscriber.subscriber());
    clock.run_until_idle();
    source.next(((), leaks.track(1)));
    clock.run_until_idle();
    subscriber.cancel();
    clock.run_until_idle();
    source.assert_cancelled();
    leaks.assert_no_leaks();
}

#[test]
fn a_panic_says_whose_it_is() {
    let clock = DeterministicScheduler::new(1);
    let pairs = range(0..2).fallible::<AnyError>().with_context(|_| ());
    let mapped = pairs.map_value_async(capacity(2), &clock, |n| {
        assert_eq!(n, 0, "not zero");
        ready(n)
    });
    let mut outcome = mapped.count().start();
    clock.run_until_idle();
    let error = outcome.try_take().unwrap().unwrap_err().to_string();
    assert!(error.contains("map_value_async"), "{error}");
}
