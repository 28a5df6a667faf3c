//! Tests of `zip` with errors that are delayed.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{SinkError, empty, from_try_callable, once};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;
use support::capacity;

type Side = TestPublisher<u32, u8>;

fn by_hand(demand: u64) -> ([Side; 2], TestSubscriber<(u32, u32), u8>) {
    let (left, right) = (TestPublisher::new(), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand).tolerating("1.4");
    let zip = left.publisher().zip(right.publisher()).prefetch(capacity(4)).delay_errors();
    zip.subscribe(subscriber.subscriber());
    ([left, right], subscriber)
}

#[rstest]
fn an_error_waits_for_what_stands_in_its_place(
    #[values(0, 1)] failing: usize,
    #[values("element", "completion", "error")] in_its_place: &str,
) {
    let (sides, subscriber) = by_hand(9);
    let other = &sides[1 - failing];
    sides[failing].next(1);
    sides[failing].error(7);
    subscriber.assert_values([]).assert_not_terminated();
    other.next(1);
    subscriber.assert_values([(1, 1)]).assert_not_terminated();
    match in_its_place {
        "element" => other.next(2),
        "completion" => other.complete(),
        _ => other.error(if failing == 0 { 8 } else { 7 }), // that of the left side counts
    }
    subscriber.assert_error(7).verify();
}

#[test]
fn pairs_wait_for_demand_and_the_end_does_not() {
    let ([left, right], subscriber) = by_hand(0);
    left.next(1);
    right.next(2);
    left.error(7);
    right.complete();
    subscriber.assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([(1, 2)]).assert_error(7).verify();
}

#[test]
fn completion_does_not_wait() {
    let ([left, right], subscriber) = by_hand(1);
    right.complete();
    subscriber.assert_complete().verify();
    left.assert_cancelled();
}

#[test]
fn requests_as_zip_does() {
    let ([left, right], subscriber) = by_hand(9);
    for n in 0..4 {
        left.next(n);
        right.next(n);
    }
    for side in [left, right] {
        side.assert_requests([4, 3]);
    }
    subscriber.assert_values((0..4).map(|n| (n, n)));
}

#[test]
fn one_that_drops_its_subscriber_abandons_the_downstream() {
    let ([left, right], subscriber) = by_hand(1);
    left.abandon();
    right.assert_cancelled();
    subscriber.assert_abandoned();
}

#[test]
fn cancel_goes_to_both_and_drops_what_waits() {
    let leaks = LeakCheck::new();
    let [left, right] = [(); 2].map(|()| TestPublisher::<Tracked<()>, u8>::new());
    let subscriber = TestSubscriber::with_initial_demand(1);
    left.publisher().zip(right.publisher()).delay_errors().subscribe(subscriber.subscriber());
    left.next(leaks.track(()));
    left.next(leaks.track(()));
    subscriber.cancel();
    left.assert_cancelled();
    right.assert_cancelled();
    leaks.assert_no_leaks();
}

#[test]
fn monos_are_all_run() {
    let failing = || from_try_callable(|| Err::<u8, _>("lost"));
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let other = from_try_callable(move || Ok::<_, &str>(counter.fetch_add(1, Ordering::Relaxed)));
    let lost = Err(SinkError::Upstream("lost"));
    assert_eq!(failing().zip(other).delay_errors().block(), lost);
    assert_eq!(runs.load(Ordering::Relaxed), 1);
    assert_eq!(
        once(1).fallible().zip(failing()).delay_errors().block().map(drop),
        Err(SinkError::Upstream("lost"))
    );
    let nothing: Result<Option<(u8, u8)>, SinkError<&str>> =
        empty().fallible().zip(failing()).delay_errors().block();
    assert_eq!(nothing, Ok(None));
}
