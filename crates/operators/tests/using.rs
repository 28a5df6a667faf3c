//! Tests of `using` and `unfold_resource`: released exactly once, whatever ends the stream.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{unfold_resource, using};
use reactive_streams_test::{StepVerifier, TestPublisher, TestSubscriber};

/// What happened, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    fn push(&self, event: &'static str) {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(event);
    }

    fn events(&self) -> Vec<&'static str> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }
}

type Source = TestPublisher<u32, &'static str>;

fn logged(
    log: &Log,
    source: &Source,
) -> impl Publisher<Item = u32, Error = &'static str> + Clone + use<> {
    let (acquired, released, publisher) = (log.clone(), log.clone(), source.publisher());
    using(
        move || {
            acquired.push("acquired");
            Ok("resource")
        },
        move |_resource| publisher,
        move |_resource| released.push("released"),
    )
}

fn by_hand() -> (Log, Source, TestSubscriber<u32, &'static str>) {
    let (log, source) = (Log::default(), Source::new());
    let subscriber = TestSubscriber::with_initial_demand(2).tolerating("1.4");
    logged(&log, &source).subscribe(subscriber.subscriber());
    (log, source, subscriber)
}

#[test]
fn is_acquired_for_each_subscriber() {
    let (log, source) = (Log::default(), Source::new());
    let publisher = logged(&log, &source);
    assert!(log.events().is_empty());
    for _ in 0..2 {
        let subscriber = TestSubscriber::new();
        publisher.clone().subscribe(subscriber.subscriber());
        source.emit([1]);
        subscriber.assert_values([1]).assert_complete().verify();
    }
    assert_eq!(log.events(), ["acquired", "released", "acquired", "released"]);
}

#[test]
fn is_released_before_completion_is_passed_on() {
    let (log, source) = (Log::default(), Source::new());
    let ended = log.clone();
    let subscriber = TestSubscriber::new();
    logged(&log, &source)
        .on_error_complete()
        .chain(reactive_streams_operators::from_runnable(move || ended.push("ended")))
        .subscribe(subscriber.subscriber());
    source.complete();
    assert_eq!(log.events(), ["acquired", "released", "ended"]);
    subscriber.assert_complete().verify();
}

#[test]
fn is_released_once_after_an_error() {
    let (log, source, subscriber) = by_hand();
    source.error("lost");
    subscriber.assert_error("lost").verify();
    assert_eq!(log.events(), ["acquired", "released"]);
}

#[test]
fn is_released_once_after_cancel() {
    let (log, source, subscriber) = by_hand();
    source.next(1);
    subscriber.cancel();
    subscriber.cancel();
    source.assert_cancelled();
    assert_eq!(log.events(), ["acquired", "released"]);
    subscriber.verify();
}

#[test]
fn is_released_once_when_abandoned() {
    let (log, source, subscriber) = by_hand();
    source.abandon();
    subscriber.assert_abandoned();
    assert_eq!(log.events(), ["acquired", "released"]);
}

#[test]
fn is_released_once_after_a_panic_of_the_subscriber() {
    let (log, source) = (Log::default(), Source::new());
    let subscriber = TestSubscriber::new().on_next(|_, _| panic!("on_next"));
    logged(&log, &source).subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| source.next(1))).is_err());
    assert_eq!(log.events(), ["acquired", "released"]);
}

#[test]
fn is_released_once_after_a_panic_of_the_closure() {
    let log = Log::default();
    let released = log.clone();
    let broken = using(
        || Ok(()),
        |()| -> reactive_streams_test::Scripted<u8, u8> { panic!("closure") },
        move |()| released.push("released"),
    );
    let subscriber = TestSubscriber::<u8, u8>::new();
    assert!(catch_unwind(AssertUnwindSafe(|| broken.subscribe(subscriber.subscriber()))).is_err());
    assert!(subscriber.is_dropped());
    assert_eq!(log.events(), ["released"]);
}

#[test]
fn is_released_once_when_the_outcome_is_dropped() {
    let (log, source) = (Log::default(), Source::new());
    let outcome = logged(&log, &source).collect::<Vec<_>>().start();
    assert_eq!(log.events(), ["acquired"]);
    drop(outcome);
    source.assert_cancelled();
    assert_eq!(log.events(), ["acquired", "released"]);
}

#[test]
fn a_failure_to_acquire_is_the_error_of_the_stream() {
    let source = Source::new();
    let publisher = source.publisher();
    let broken =
        using(|| Err("closed"), |()| publisher, |()| panic!("there is nothing to release"));
    StepVerifier::create(broken).with_initial_demand(0).expect_error_eq("closed").verify();
    source.assert_not_subscribed();
}

fn reading(log: &Log, numbers: u32) -> impl Publisher<Item = u32, Error = &'static str> + use<> {
    let (opened, closed) = (log.clone(), log.clone());
    unfold_resource(
        move || {
            opened.push("opened");
            Ok(0)
        },
        move |read| {
            *read += 1;
            if *read == 7 { Err("seven") } else { Ok((*read <= numbers).then_some(*read)) }
        },
        move |_read| closed.push("closed"),
    )
}

#[test]
fn what_is_read_is_closed_at_the_end() {
    let log = Log::default();
    let (before, after) = (log.clone(), log.clone());
    StepVerifier::create(reading(&log, 2))
        .with_initial_demand(0)
        .then(move || assert!(before.events().is_empty()))
        .then_request(3)
        .expect_next_sequence([1, 2])
        .verify_complete();
    assert_eq!(after.events(), ["opened", "closed"]);
}

#[test]
fn what_is_read_is_closed_after_an_error_and_on_cancel() {
    let log = Log::default();
    StepVerifier::create(reading(&log, 9)).expect_next_count(6).expect_error_eq("seven").verify();
    let subscriber = TestSubscriber::with_initial_demand(1);
    reading(&log, 9).subscribe(subscriber.subscriber());
    subscriber.cancel();
    assert_eq!(log.events(), ["opened", "closed", "opened", "closed"]);
    subscriber.verify();
}

#[test]
fn what_cannot_be_opened_is_not_closed() {
    let broken = unfold_resource(
        || Err::<(), _>("closed"),
        |()| Ok(None::<u8>),
        |()| panic!("there is nothing to close"),
    );
    StepVerifier::create(broken).expect_error_eq("closed").verify();
}
