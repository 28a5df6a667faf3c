//! Tests of what all operators have in common that subscribe one publisher after another.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, error, once, range};
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation, on_small_stack};

const MILLION: usize = 1_000_000;

#[test]
fn many_sources_of_one_requested_one_by_one_need_no_stack() {
    on_small_stack(|| {
        let subscriber = TestSubscriber::with_initial_demand(1)
            .on_next(|_, subscription| subscription.request(Demand::ONE));
        let attempts = once(1).into_flux().fallible().chain(error(7)).retry(MILLION / 20);
        attempts.subscribe(subscriber.subscriber());
        subscriber.assert_value_count(MILLION / 20 + 1).assert_error(7).verify();
    });
}

#[test]
fn a_million_retries_need_no_stack() {
    on_small_stack(|| {
        let subscriber = TestSubscriber::<u8, _>::with_initial_demand(1);
        error(7).retry(MILLION).subscribe(subscriber.subscriber());
        subscriber.assert_error(7).verify();
    });
}

#[test]
fn elements_dropped_behind_it_do_not_lose_demand() {
    let subscriber = TestSubscriber::with_initial_demand(1)
        .on_next(|_, subscription| subscription.request(Demand::ONE));
    let even = range(0..4).chain(range(0..4).hide()).filter(|n| n % 2 == 0);
    even.subscribe(subscriber.subscriber());
    subscriber.assert_values([0, 2, 0, 2]).assert_complete().verify();
}

#[test]
fn elements_dropped_behind_a_source_without_try_on_next_do_not_lose_demand() {
    let (first, second) = (TestPublisher::<u32, u8>::new(), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(2);
    first
        .publisher()
        .chain(second.publisher())
        .filter(|n| n % 2 == 0)
        .subscribe(subscriber.subscriber());
    first.emit([1, 2]);
    second.assert_requests([1]);
    second.emit([4]);
    subscriber.assert_values([2, 4]).assert_complete().verify();
}

#[test]
fn unbounded_demand_stays_unbounded() {
    let (first, second) = (TestPublisher::<u32, u8>::new(), TestPublisher::new());
    let subscriber = TestSubscriber::new();
    first.publisher().chain(second.publisher()).subscribe(subscriber.subscriber());
    first.emit([1]);
    second.assert_requests([u64::MAX]);
    second.complete();
    subscriber.assert_values([1]).assert_complete().verify();
}

#[test]
fn one_that_cancels_in_on_subscribe_has_nothing_subscribed() {
    let source = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::new().on_subscribe(|subscription| subscription.cancel());
    source.publisher().chain(once(1).fallible()).subscribe(subscriber.subscriber());
    source.assert_not_subscribed();
    assert!(subscriber.is_dropped());
}

#[test]
fn one_that_cancels_when_the_source_ends_has_no_other_subscribed() {
    let (first, second) = (TestPublisher::<u32, u8>::new(), TestPublisher::new());
    let subscriber =
        TestSubscriber::with_initial_demand(1).on_next(|_, subscription| subscription.cancel());
    first.publisher().chain(second.publisher()).subscribe(subscriber.subscriber());
    first.next(1);
    first.assert_cancelled();
    second.assert_not_subscribed();
    subscriber.assert_values([1]).assert_not_terminated().verify();
}

#[test]
fn the_end_of_a_source_that_was_cancelled_is_not_the_turn_of_another() {
    let first = TestPublisher::<u32, u8>::noncompliant([Violation::SignalAfterCancel]);
    let second = TestPublisher::new();
    let subscriber = TestSubscriber::new();
    first.publisher().chain(second.publisher()).subscribe(subscriber.subscriber());
    subscriber.cancel();
    first.complete();
    second.assert_not_subscribed();
    subscriber.assert_not_terminated();
}

#[test]
fn a_second_subscription_of_a_source_is_cancelled() {
    let first = TestPublisher::<u32, u8>::noncompliant([Violation::SecondSubscription]);
    let subscriber = TestSubscriber::new();
    first.publisher().chain(once(1).fallible()).subscribe(subscriber.subscriber());
    assert_eq!(first.subscribe_again(), ["cancel"]);
    first.complete();
    subscriber.assert_values([1]).assert_complete();
}

#[test]
fn a_source_that_drops_its_subscriber_abandons_the_downstream() {
    let (first, second) = (TestPublisher::<u32, u8>::new(), TestPublisher::new());
    let subscriber = TestSubscriber::new().tolerating("1.4");
    first.publisher().chain(second.publisher()).subscribe(subscriber.subscriber());
    first.abandon();
    second.assert_not_subscribed();
    subscriber.assert_abandoned();
}

#[test]
fn a_panic_drops_what_waits_for_its_turn() {
    /// Ends, and panics afterwards.
    struct Unruly;
    impl Publisher for Unruly {
        type Item = u8;
        type Error = u8;
        fn subscribe<S: reactive_streams::Subscriber<u8, u8>>(self, subscriber: S) {
            empty().fallible().subscribe(subscriber);
            panic!("afterwards");
        }
    }
    let subscriber = TestSubscriber::new().tolerating("1.4");
    let second = TestPublisher::<u8, u8>::new();
    let chain = Unruly.chain(second.publisher());
    assert!(catch_unwind(AssertUnwindSafe(|| chain.subscribe(subscriber.subscriber()))).is_err());
    second.assert_not_subscribed();
    subscriber.assert_abandoned();
    assert!(!subscriber.subscription_leaks());
}
