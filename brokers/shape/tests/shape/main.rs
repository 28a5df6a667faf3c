//! One pipeline, from each place to each.
#![allow(clippy::unwrap_used)] // all of it is test code

mod places;

use std::thread;
use std::time::{Duration, Instant};

use broker_shape::relay;
use places::{InKafka, InNats, OnDisk, Place};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{AnyError, SinkError, from_iter};
use reactive_streams_spill::SpillError;
use rstest::rstest;

const MESSAGES: usize = 500;

/// Ends a test that would hang.
const PATIENCE: Duration = Duration::from_secs(60);

/// Puts the numbers there.
fn fill<P: Place>(place: &P) {
    let record = place.record();
    let sent = from_iter(0..MESSAGES)
        .send_to(place.destination(), move |n| record(n.to_string().into_bytes()))
        .filter(Result::is_ok);
    assert_eq!(sent.count().block().unwrap(), MESSAGES as u64);
}

/// The payloads of so many messages, which are acknowledged.
fn take<P: Place>(place: &P, count: usize) -> Vec<String> {
    let messages = place.deliveries().map(|delivery| delivery.acknowledge()).take(count);
    let text = |message: P::Message| String::from_utf8(message.as_ref().to_vec()).unwrap();
    messages.map(text).collect().block().unwrap()
}

fn expected() -> Vec<String> {
    (0..MESSAGES).map(|n| format!("{n}!")).collect()
}

/// Brokers know in their own time what was acknowledged.
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within a minute");
        thread::sleep(Duration::from_millis(5));
    }
}

fn moves<From: Place, To: Place>() {
    let (from, to, thread) = (From::new(), To::new(), ThreadScheduler::new("relay"));
    fill(&from);
    let receipts = relay(from.deliveries(), to.destination(), to.record(), &thread);
    let receipts = receipts.take(MESSAGES).count().block().unwrap();
    assert_eq!(receipts, MESSAGES as u64);
    eventually("nothing is left", || from.lag() == Some(0));
    assert_eq!(take(&to, MESSAGES), expected());
}

#[rstest]
#[case::kafka_to_kafka(moves::<InKafka, InKafka>)]
#[case::kafka_to_nats(moves::<InKafka, InNats>)]
#[case::kafka_to_disk(moves::<InKafka, OnDisk>)]
#[case::nats_to_kafka(moves::<InNats, InKafka>)]
#[case::nats_to_nats(moves::<InNats, InNats>)]
#[case::nats_to_disk(moves::<InNats, OnDisk>)]
#[case::disk_to_kafka(moves::<OnDisk, InKafka>)]
#[case::disk_to_nats(moves::<OnDisk, InNats>)]
#[case::disk_to_disk(moves::<OnDisk, OnDisk>)]
fn from_each_place_to_each(#[case] moves: fn()) {
    moves();
}

/// Into a queue that is full before all of it is there, and then into another one.
fn goes_on_elsewhere<From: Place>() {
    let (from, thread) = (From::new(), ThreadScheduler::new("relay"));
    fill(&from);
    let (small, rest) = (OnDisk::with_capacity(4096), OnDisk::new());
    let receipts = relay(from.deliveries(), small.destination(), small.record(), &thread);
    let failure = receipts.count().block().unwrap_err();
    assert!(matches!(failure, SinkError::Upstream(error) if is_full(&error)));
    let stored = small.lag().unwrap() as usize;
    assert!(0 < stored && stored < MESSAGES);
    let left = MESSAGES - stored;
    let receipts = relay(from.deliveries(), rest.destination(), rest.record(), &thread);
    assert_eq!(receipts.take(left).count().block().unwrap(), left as u64);
    eventually("nothing is left", || from.lag() == Some(0));
    let mut all = take(&small, stored);
    all.extend(take(&rest, left));
    let mut expected = expected();
    all.sort_unstable();
    expected.sort_unstable();
    assert_eq!(all, expected); // none is lost, and here none comes twice
}

fn is_full(error: &AnyError) -> bool {
    error.downcast_ref::<SpillError>().is_some_and(SpillError::is_full)
}

#[rstest]
#[case::kafka(goes_on_elsewhere::<InKafka>)]
#[case::nats(goes_on_elsewhere::<InNats>)]
#[case::disk(goes_on_elsewhere::<OnDisk>)]
fn what_does_not_arrive_is_delivered_again(#[case] goes_on_elsewhere: fn()) {
    goes_on_elsewhere();
}
