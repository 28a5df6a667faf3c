//! Tests of `blocking_iter`.

mod support;

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{SinkError, channel, range};
use reactive_streams_test::TestPublisher;
use support::capacity;

#[test]
fn subscribes_with_the_first_next_and_replenishes_at_three_quarters() {
    let upstream = TestPublisher::<u32, ()>::new();
    let mut items = upstream.publisher().blocking_iter(capacity(4));
    assert!(upstream.log().is_empty());
    let feeder = upstream.clone();
    let fed = thread::spawn(move || {
        while feeder.log().is_empty() {
            thread::yield_now();
        }
        (0..4).for_each(|n| feeder.next(n));
    });
    assert_eq!(items.next(), Some(Ok(0)));
    fed.join().unwrap();
    assert_eq!(items.next(), Some(Ok(1)));
    assert_eq!(items.next(), Some(Ok(2)));
    assert_eq!(upstream.log(), ["request 4"]);
    assert_eq!(items.next(), Some(Ok(3)));
    assert_eq!(upstream.log(), ["request 4", "request 3"]);
    drop(items);
    assert_eq!(upstream.log(), ["request 4", "request 3", "cancel"]);
}

#[test]
fn waits_for_another_thread() {
    let (sender, publisher) = channel::<u32, Infallible>(capacity(1));
    let producer = thread::spawn(move || (0..100).try_for_each(|n| sender.send_blocking(n)));
    let items: Result<Vec<_>, _> = publisher.blocking_iter(capacity(2)).collect();
    assert_eq!(items, Ok((0..100).collect()));
    producer.join().unwrap().unwrap();
}

#[test]
fn an_error_is_the_last_item() {
    let (sender, publisher) = channel(capacity(2));
    sender.try_send(1).unwrap();
    sender.fail("broken");
    let mut items = publisher.blocking_iter(capacity(4));
    assert_eq!(items.next(), Some(Ok(1)));
    assert_eq!(items.next(), Some(Err(SinkError::Upstream("broken"))));
    assert_eq!(items.next(), None);
    assert_eq!(items.next(), None);
}

#[test]
fn an_abandoned_one_says_so() {
    let upstream = TestPublisher::<u32, ()>::new();
    let mut items = upstream.publisher().blocking_iter(capacity(4));
    let feeder = upstream.clone();
    let fed = thread::spawn(move || {
        while feeder.log().is_empty() {
            thread::yield_now();
        }
        feeder.abandon();
    });
    assert_eq!(items.next(), Some(Err(SinkError::Abandoned)));
    assert_eq!(items.next(), None);
    fed.join().unwrap();
}

/// What RxJava has `blockingLatest` for.
#[test]
fn behind_keep_latest_it_gives_what_came_last() {
    let (sender, publisher) = channel::<u32, Infallible>(capacity(16));
    let latest = publisher.on_overflow(capacity(1), Overflow::keep_latest());
    let mut items = latest.blocking_iter(capacity(1));
    sender.try_send(0).unwrap();
    assert_eq!(items.next(), Some(Ok(0))); // the next `next` asks for one more
    (1..10).for_each(|n| sender.try_send(n).unwrap());
    drop(sender);
    assert_eq!(items.by_ref().collect::<Result<Vec<_>, _>>(), Ok(vec![9]));
}

#[test]
fn a_panic_ends_it() {
    let mut items = range(0..3).map(|_| -> u32 { panic!("f") }).blocking_iter(capacity(4));
    assert!(catch_unwind(AssertUnwindSafe(|| items.next())).is_err());
    assert_eq!(items.next(), None);
}
