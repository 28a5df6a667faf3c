//! Tests of `first_with_signal` and `first_with_value`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{first_with_signal, first_with_value, range};
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};

type Source = TestPublisher<u32, u8>;

fn sources() -> [Source; 3] {
    [Source::new(), Source::new(), Source::new()]
}

fn by_signal(demand: u64) -> ([Source; 3], TestSubscriber<u32, u8>) {
    let sources = sources();
    let subscriber = TestSubscriber::with_initial_demand(demand).tolerating("1.4");
    let publishers = sources.each_ref().map(TestPublisher::publisher);
    first_with_signal(publishers).subscribe(subscriber.subscriber());
    (sources, subscriber)
}

fn by_value(demand: u64) -> ([Source; 3], TestSubscriber<u32, u8>) {
    let sources = sources();
    let subscriber = TestSubscriber::with_initial_demand(demand).tolerating("1.4");
    let publishers = sources.each_ref().map(TestPublisher::publisher);
    first_with_value(publishers).subscribe(subscriber.subscriber());
    (sources, subscriber)
}

#[test]
fn the_winner_gets_the_demand_and_the_others_are_cancelled() {
    for ([a, b, c], subscriber) in [by_signal(2), by_value(2)] {
        subscriber.request(1);
        b.next(1);
        a.assert_cancelled();
        c.assert_cancelled();
        subscriber.request(5);
        a.assert_requests([2, 1]);
        b.assert_requests([2, 1, 5]);
        b.emit([2, 3]);
        subscriber.assert_values([1, 2, 3]).assert_complete().verify();
    }
}

#[test]
fn completion_wins_by_signal() {
    let ([a, b, c], subscriber) = by_signal(0);
    c.complete();
    a.assert_cancelled();
    b.assert_cancelled();
    subscriber.assert_complete().verify();
}

#[test]
fn an_error_wins_by_signal() {
    let ([a, b, _c], subscriber) = by_signal(0);
    b.error(7);
    a.assert_cancelled();
    subscriber.assert_error(7).verify();
}

#[test]
fn those_without_a_value_are_out() {
    let ([a, b, c], subscriber) = by_value(2);
    a.error(7);
    b.complete();
    subscriber.assert_not_terminated();
    c.emit([1]);
    subscriber.assert_values([1]).assert_complete().verify();
}

#[test]
fn without_any_value_the_last_failure_counts() {
    let ([a, b, c], subscriber) = by_value(2);
    a.error(7);
    b.error(8);
    c.complete();
    subscriber.assert_error(8).verify();
}

#[test]
fn without_any_value_and_failure_it_completes() {
    let ([a, b, c], subscriber) = by_value(2);
    a.complete();
    b.complete();
    c.complete();
    subscriber.assert_complete().verify();
}

#[test]
fn an_error_of_the_winner_is_passed_on() {
    let ([a, _b, _c], subscriber) = by_value(2);
    a.next(1);
    a.error(7);
    subscriber.assert_values([1]).assert_error(7).verify();
}

#[test]
fn those_that_drop_their_subscriber_are_out() {
    for ([a, b, c], subscriber) in [by_signal(2), by_value(2)] {
        a.abandon();
        b.abandon();
        subscriber.assert_not_terminated();
        c.abandon();
        subscriber.assert_abandoned();
    }
}

#[test]
fn cancel_goes_to_all() {
    let (sources, subscriber) = by_signal(2);
    subscriber.cancel();
    for source in &sources {
        source.assert_cancelled();
    }
    subscriber.verify();
}

#[test]
fn one_that_wins_while_it_is_subscribed_is_the_last() {
    let late = Source::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let both = [range(0..3).fallible().boxed(), late.publisher().boxed()];
    first_with_value(both).filter(|n| n % 2 == 1).subscribe(subscriber.subscriber());
    late.assert_not_subscribed();
    subscriber.request(1);
    subscriber.assert_values([1]).assert_complete().verify();
}

#[test]
fn what_a_loser_sends_late_is_dropped() {
    let loser = Source::noncompliant([Violation::SignalAfterCancel]);
    let winner = Source::new();
    let subscriber = TestSubscriber::with_initial_demand(5);
    first_with_signal([loser.publisher(), winner.publisher()]).subscribe(subscriber.subscriber());
    winner.next(1);
    loser.next(2);
    loser.error(9);
    winner.complete();
    subscriber.assert_values([1]).assert_complete().verify();
}

#[test]
fn of_none_it_completes() {
    let subscriber = TestSubscriber::with_initial_demand(0);
    first_with_signal(sources().each_ref().map(TestPublisher::publisher).into_iter().take(0))
        .subscribe(subscriber.subscriber());
    subscriber.assert_complete().verify();
}

#[test]
fn one_that_cancels_in_on_subscribe_has_nothing_subscribed() {
    let source = Source::new();
    let subscriber = TestSubscriber::new().on_subscribe(|subscription| subscription.cancel());
    first_with_value([source.publisher()]).subscribe(subscriber.subscriber());
    source.assert_not_subscribed();
    assert!(subscriber.is_dropped());
}

#[test]
fn a_panic_of_the_subscriber_drops_it() {
    let sources = sources();
    let subscriber = TestSubscriber::new().on_next(|_, _| panic!("on_next"));
    let publishers = sources.each_ref().map(TestPublisher::publisher);
    first_with_signal(publishers).subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| sources[0].next(1))).is_err());
    sources[1].assert_cancelled();
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
}
