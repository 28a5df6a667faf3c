//! Tests of `take`.

mod support;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use rstest::rstest;
use support::{manual, recorder};

#[rstest]
#[case(&[2, 2, 2], &["request 2", "request 1"])]
#[case(&[u64::MAX, 1], &["request 3"])]
#[case(&[1, 1, 1, 1], &["request 1", "request 1", "request 1"])]
fn requests_no_more_than_it_takes(#[case] requests: &[u64], #[case] expected: &[&str]) {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.take(3).subscribe(recorder);
    requests.iter().for_each(|n| probe.request(*n));
    assert_eq!(upstream.log(), expected);
}

#[test]
fn cancels_and_completes_with_the_last_element() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder(5);
    publisher.take(2).subscribe(recorder);
    upstream.next(1);
    upstream.next(2);
    upstream.next(3); // §2.8
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    assert_eq!(probe.log(), ["subscribe", "1", "2", "complete"]);
    probe.cancel();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
}

#[test]
fn a_downstream_that_cancels_with_the_last_element_is_not_completed() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder(1);
    let recorder = recorder.on_next(|_, subscription| subscription.cancel());
    publisher.take(1).subscribe(recorder);
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
    assert_eq!(probe.log(), ["subscribe", "1"]);
    assert!(probe.is_dropped());
}

#[test]
fn the_end_may_come_before() {
    let (publisher, upstream) = manual::<u32, &str>();
    let (recorder, probe) = recorder(5);
    publisher.take(2).subscribe(recorder);
    upstream.next(1);
    upstream.error("broken");
    assert_eq!(probe.log(), ["subscribe", "1", "error \"broken\""]);
}

#[test]
fn none_completes_at_once() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder(0);
    publisher.take(0).subscribe(recorder);
    assert_eq!(probe.log(), ["subscribe", "complete"]);
    assert!(upstream.log().is_empty());
}

#[test]
fn what_is_dropped_behind_it_counts() {
    let (recorder, probe) = recorder(1);
    let recorder = recorder.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    range(0..10).take(5).filter(|n| n % 2 == 0).subscribe(recorder);
    assert_eq!(probe.log(), ["subscribe", "0", "2", "4", "complete"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, _probe) = recorder::<u32>(1);
    publisher.take(1).subscribe(recorder);
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(upstream.log(), ["request 1"]);
}
