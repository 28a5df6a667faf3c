//! Tests of `observed` as an operator: signals go through it as if it were not there.
#![allow(clippy::unwrap_used)] // also in helpers

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::{Driver, Publisher};
use reactive_streams_inspect::{InspectExt, Inspector, Observed, Stage, StageState};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{AnyError, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Violation, on_small_stack};

fn observed<P: Publisher>(publisher: P) -> (Inspector, Observed<P>) {
    let inspector = Inspector::new("test");
    let observed = publisher.observed(&inspector, Stage::named("stage"));
    (inspector, observed)
}

fn state(inspector: &Inspector) -> StageState {
    inspector.snapshot().stage("stage").unwrap().state
}

#[test]
fn requests_what_it_is_asked_for() {
    let publisher = TestPublisher::<u32, String>::new();
    let subscriber = TestSubscriber::with_initial_demand(3);
    observed(publisher.publisher()).1.subscribe(subscriber.subscriber());
    publisher.next(1);
    subscriber.request(7);
    publisher.assert_requests([3, 7]);
    subscriber.request(u64::MAX);
    publisher.assert_requests([3, 7, u64::MAX]);
    publisher.complete();
    subscriber.assert_values([1]).assert_complete();
}

#[test]
fn errors_and_cancel_go_straight_through() {
    let publisher = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let (inspector, failing) = observed(publisher.publisher());
    failing.subscribe(subscriber.subscriber());
    publisher.error("broken");
    subscriber.assert_error("broken");
    assert_eq!(state(&inspector), StageState::Failed);

    let publisher = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let (inspector, cancelled) = observed(publisher.publisher());
    cancelled.subscribe(subscriber.subscriber());
    subscriber.cancel();
    publisher.assert_cancelled();
    assert!(subscriber.is_dropped());
    assert_eq!(state(&inspector), StageState::Cancelled);
}

#[test]
fn an_element_that_is_skipped_is_replaced_without_a_request() {
    let publisher = TestPublisher::<u32, String>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let (inspector, numbers) = observed(publisher.publisher());
    numbers.filter(|n| *n > 1).subscribe(subscriber.subscriber());
    assert!(!publisher.try_next(1));
    let stage = inspector.snapshot().stages.remove(0);
    assert_eq!((stage.output, stage.outstanding), (1, Some(1)));
    assert!(publisher.try_next(2));
    publisher.assert_requests([1]);
    subscriber.assert_values([2]);
}

#[test]
fn skipped_elements_of_a_burst_use_up_no_demand() {
    let subscriber = TestSubscriber::with_initial_demand(5);
    let (inspector, numbers) = observed(range(0..100u32));
    numbers.filter(|n| n % 2 == 1).subscribe(subscriber.subscriber());
    subscriber.assert_values([1, 3, 5, 7, 9]);
    let stage = inspector.snapshot().stages.remove(0);
    assert_eq!((stage.output, stage.requested, stage.outstanding), (10, Some(5), Some(0)));
}

#[test]
fn nothing_is_leaked_when_the_subscriber_panics() {
    let leaks = LeakCheck::new();
    let publisher = TestPublisher::new();
    let (inspector, numbers) = observed(publisher.publisher());
    let subscriber = TestSubscriber::<_, String>::with_initial_demand(9)
        .on_next(|_, _| panic!("this test panics"));
    numbers.subscribe(subscriber.subscriber());
    let item = leaks.track(1);
    assert!(catch_unwind(AssertUnwindSafe(|| publisher.next(item))).is_err());
    drop((publisher, subscriber));
    assert_eq!(state(&inspector), StageState::Failed);
    leaks.assert_no_leaks();
}

/// Who demand is watched by has to see all of it.
#[test]
fn it_is_never_fused() {
    struct Refuse;
    impl<T, E> Driver<T, E> for Refuse {
        type Output = ();
        const CANCELLABLE: bool = false;
        fn push<P: Publisher<Item = T, Error = E>>(self, _publisher: P) {}
        fn pull<I: Iterator<Item = T> + Send + 'static>(self, _iterator: I) {
            panic!("an observed edge was fused");
        }
    }
    observed(range(0..3u32)).1.drive(Refuse);
    observed(range(0..3u32)).1.map(|n| n + 1).drive(Refuse);
}

/// §2.5
#[test]
fn a_second_subscription_is_cancelled() {
    let publisher = TestPublisher::<u32, String>::noncompliant([Violation::SecondSubscription]);
    let subscriber = TestSubscriber::with_initial_demand(1);
    observed(publisher.publisher()).1.subscribe(subscriber.subscriber());
    assert_eq!(publisher.subscribe_again(), ["cancel"]);
    publisher.next(1);
    subscriber.assert_values([1]);
}

#[test]
fn a_deep_chain_runs_on_a_small_stack() {
    on_small_stack(|| {
        let inspector = Inspector::new("deep");
        let inner = inspector.clone();
        let mut numbers = range(0..1_000u32).fallible::<AnyError>().boxed();
        for _ in 0..10 {
            numbers = numbers.observed(&inspector, Stage::named("stage")).boxed();
        }
        assert_eq!(numbers.count().block().unwrap(), 1_000);
        let again = range(0..1u32).observed(&inner, Stage::named("again")).repeat(100_000);
        assert_eq!(again.count().block(), Ok(100_000));
    });
}

#[test]
fn what_is_handed_around_goes_to_any_thread() {
    fn assert<T: Send + Sync + std::fmt::Debug>() {}
    assert::<Inspector>();
    assert::<Stage>();
    assert::<reactive_streams_inspect::Snapshot>();
    assert::<reactive_streams_inspect::health::Readiness>();
    assert::<reactive_streams_inspect::health::Liveness>();
}
