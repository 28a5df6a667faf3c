//! Tests of `from_publisher`.

use reactive_streams::Publisher;
use reactive_streams_operators::from_publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};

type Source = TestPublisher<u32, u8>;

fn behind(source: &Source, demand: u64) -> TestSubscriber<u32, u8> {
    let subscriber = TestSubscriber::with_initial_demand(demand);
    from_publisher(source.publisher()).subscribe(subscriber.subscriber());
    subscriber
}

#[test]
fn passes_on_what_keeps_the_rules() {
    let source = Source::new();
    let subscriber = behind(&source, 2);
    source.next(1);
    subscriber.request(1);
    source.next(2);
    source.error(7);
    source.assert_requests([2, 1]);
    subscriber.assert_values([1, 2]).assert_error(7).verify();
}

#[test]
fn drops_what_was_not_requested() {
    let source = Source::noncompliant([Violation::ExceedDemand]);
    let subscriber = behind(&source, 1);
    source.emit([1, 2, 3]);
    subscriber.assert_values([1]).assert_complete().verify();
}

#[test]
fn an_element_that_used_up_no_demand_makes_room_for_another() {
    let source = Source::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let even = from_publisher(source.publisher()).filter(|n| n % 2 == 0);
    even.subscribe(subscriber.subscriber());
    assert!(!source.try_next(1));
    assert!(source.try_next(2));
    source.complete();
    subscriber.assert_values([2]).assert_complete().verify();
}

#[test]
fn drops_what_comes_after_cancel() {
    let source = Source::noncompliant([Violation::SignalAfterCancel]);
    let subscriber = behind(&source, 5);
    subscriber.cancel();
    source.next(1);
    source.error(2);
    source.assert_cancelled();
    subscriber.assert_values([]).assert_not_terminated();
}

#[test]
fn cancels_a_second_subscription() {
    let source = Source::noncompliant([Violation::SecondSubscription]);
    let subscriber = behind(&source, 1);
    assert_eq!(source.subscribe_again(), ["cancel"]);
    source.next(1);
    source.assert_not_cancelled();
    subscriber.assert_values([1]);
}

#[test]
fn brings_the_subscription_that_is_missing() {
    let source = Source::noncompliant([Violation::NoSubscription]);
    let subscriber = behind(&source, 1);
    source.complete();
    assert_eq!(subscriber.log(), ["subscribe", "complete"]);
}

#[test]
fn nothing_reaches_a_publisher_that_has_ended() {
    let source = Source::new();
    let subscriber = behind(&source, 1);
    let subscription = subscriber.subscription();
    source.complete();
    subscription.request(reactive_streams::Demand::ONE);
    subscription.cancel();
    source.assert_requests([1]).assert_not_cancelled();
    subscriber.assert_complete();
}
