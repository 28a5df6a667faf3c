//! Tests of `when`.

use reactive_streams::Publisher;
use reactive_streams_operators::when;
use reactive_streams_test::{TestPublisher, TestSubscriber};

type Source = TestPublisher<u32, u8>;

fn by_hand(demand: u64) -> ([Source; 2], TestSubscriber<(), u8>) {
    let sources = [Source::new(), Source::new()];
    let subscriber = TestSubscriber::with_initial_demand(demand).tolerating("1.4");
    when(sources.each_ref().map(TestPublisher::publisher)).subscribe(subscriber.subscriber());
    (sources, subscriber)
}

#[test]
fn waits_for_all_and_drops_their_elements() {
    let ([a, b], subscriber) = by_hand(1);
    a.assert_requests([u64::MAX]);
    b.assert_requests([u64::MAX]);
    b.emit([1, 2]);
    subscriber.assert_not_terminated();
    a.complete();
    subscriber.assert_values([()]).assert_complete().verify();
}

#[test]
fn what_it_gives_waits_for_demand() {
    let ([a, b], subscriber) = by_hand(0);
    a.complete();
    b.complete();
    subscriber.assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([()]).assert_complete().verify();
}

#[test]
fn the_first_error_cancels_the_others() {
    let ([a, b], subscriber) = by_hand(0);
    a.error(7);
    b.assert_cancelled();
    subscriber.assert_error(7).verify();
}

#[test]
fn one_that_drops_its_subscriber_abandons_the_downstream() {
    let ([a, b], subscriber) = by_hand(1);
    a.abandon();
    b.assert_cancelled();
    subscriber.assert_abandoned();
}

#[test]
fn cancel_goes_to_all() {
    let ([a, b], subscriber) = by_hand(1);
    b.complete();
    subscriber.cancel();
    a.assert_cancelled();
    b.assert_not_cancelled();
    subscriber.verify();
}

#[test]
fn of_none_it_is_there_at_once() {
    assert_eq!(when(Vec::<reactive_streams_operators::Never<u8>>::new()).block(), Ok(()));
}

#[test]
fn a_delayed_error_waits_for_the_others() {
    let sources = [Source::new(), Source::new(), Source::new()];
    let subscriber = TestSubscriber::with_initial_demand(0);
    let all = when(sources.each_ref().map(TestPublisher::publisher)).delay_errors();
    all.subscribe(subscriber.subscriber());
    let [a, b, c] = sources;
    a.error(7);
    b.error(8);
    c.assert_not_cancelled();
    subscriber.assert_not_terminated();
    c.complete();
    subscriber.assert_error(7).verify();
}

#[test]
fn what_is_abandoned_does_not_wait() {
    let sources = [Source::new(), Source::new()];
    let subscriber = TestSubscriber::<(), u8>::with_initial_demand(1).tolerating("1.4");
    let all = when(sources.each_ref().map(TestPublisher::publisher)).delay_errors();
    all.subscribe(subscriber.subscriber());
    sources[0].abandon();
    sources[1].assert_cancelled();
    subscriber.assert_abandoned();
}
