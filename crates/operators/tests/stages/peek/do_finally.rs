use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::engine::Listened;
use reactive_streams_operators::operator::{DoFinally, Termination};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, race};

use super::Calls;
use crate::between;

fn watched<P: Publisher>(
    publisher: P,
    calls: &Calls,
) -> Listened<P, DoFinally<impl FnOnce(Termination) + Clone + Send + use<P>>> {
    let calls = calls.clone();
    publisher.do_finally(move |end| calls.call(format!("{end:?}")))
}

#[test]
fn once_after_the_end() {
    let calls = Calls::default();
    let ends: [(fn(&TestPublisher<u32, ()>), _); 2] =
        [(TestPublisher::complete, "Complete"), (|source| source.error(()), "Error")];
    for (end, expected) in ends {
        let (source, subscriber) = between::<u32, (), _>(1, |head| watched(head, &calls));
        end(&source);
        assert_eq!(calls.take(), [expected]);
        drop((source, subscriber));
        assert!(calls.take().is_empty());
    }
}

#[test]
fn once_in_the_place_of_an_end() {
    let calls = Calls::default();
    let (source, subscriber) = between::<u32, (), _>(1, |head| watched(head, &calls));
    source.abandon();
    subscriber.assert_abandoned();
    assert_eq!(calls.take(), ["Abandoned"]);
}

#[test]
fn once_after_cancel() {
    let calls = Calls::default();
    let (source, subscriber) = between::<u32, (), _>(1, |head| watched(head, &calls));
    let subscription = subscriber.subscription();
    subscription.cancel();
    source.assert_cancelled();
    assert_eq!(calls.take(), ["Cancel"]);
    subscription.cancel();
    drop((source, subscriber));
    assert!(calls.take().is_empty());
}

#[test]
fn not_of_a_publisher_that_is_dropped() {
    let calls = Calls::default();
    drop(watched(range(0..1), &calls));
    assert!(calls.take().is_empty());
}

#[test]
fn each_clone_has_its_own() {
    let calls = Calls::default();
    let numbers = watched(range(0..1), &calls);
    let first = numbers.clone().count().block();
    assert_eq!(first, numbers.count().block());
    assert_eq!(calls.take(), ["Complete", "Complete"]);
}

#[test]
fn cancel_from_inside_on_next() {
    let calls = Calls::default();
    let subscriber = TestSubscriber::with_initial_demand(2)
        .on_next(|_: &u32, subscription| subscription.cancel());
    watched(range(0..2), &calls).subscribe(subscriber.subscriber());
    assert_eq!(calls.take(), ["Cancel"]);
}

#[test]
fn of_a_panic_behind_and_before_it() {
    let calls = Calls::default();
    let behind = watched(range(0..2), &calls).map(|_| panic!("bomb"));
    let before = watched(range(0..2).map(|_| panic!("bomb")), &calls);
    let outcomes = [
        catch_unwind(AssertUnwindSafe(|| behind.hide().count().block())).is_err(),
        catch_unwind(AssertUnwindSafe(|| before.hide().count().block())).is_err(),
    ];
    assert_eq!(outcomes, [true, true]);
    assert_eq!(calls.take(), ["Abandoned", "Abandoned"]);
}

/// A publisher whose subscription panics when it is cancelled.
struct Touchy;

impl Subscription for Touchy {
    fn request(&self, _: Demand) {}
    fn cancel(&self) {
        panic!("bomb");
    }
}

impl Publisher for Touchy {
    type Item = u32;
    type Error = ();
    fn subscribe<S: Subscriber<u32, ()>>(self, mut subscriber: S) {
        subscriber.on_subscribe(Arc::new(Self));
    }
}

/// A subscriber that cancels, and lets go of its subscription.
struct Cancels;

impl Subscriber<u32, ()> for Cancels {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let cancelling = AssertUnwindSafe(|| subscription.cancel());
        assert!(catch_unwind(cancelling).is_err());
    }
    fn on_next(&mut self, _: u32) {}
    fn on_error(self, (): ()) {}
    fn on_complete(self) {}
}

#[test]
fn the_outcome_is_told_even_if_the_upstream_panics_when_it_is_cancelled() {
    let calls = Calls::default();
    watched(Touchy, &calls).subscribe(Cancels);
    assert_eq!(calls.take(), ["Cancel"]);
}

#[test]
fn a_race_between_cancel_and_completion_has_one_outcome() {
    for _ in 0..100 {
        let calls = Calls::default();
        let leaks = LeakCheck::new();
        let source = TestPublisher::<u32, ()>::noncompliant([
            reactive_streams_test::Violation::SignalAfterCancel,
        ])
        .tolerating("2.3"); // a cancel that is under way does not know of the completion
        let subscriber = TestSubscriber::with_initial_demand(1);
        let tracked = leaks.track(());
        watched(source.publisher(), &calls)
            .do_finally(move |_| drop(tracked))
            .subscribe(subscriber.subscriber());
        race(|| source.complete(), || subscriber.cancel());
        assert_eq!(calls.take().len(), 1);
        leaks.assert_no_leaks();
    }
}
