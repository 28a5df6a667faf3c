//! Tests of `publish`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use support::capacity;

#[test]
fn nothing_is_requested_before_the_connection() {
    let upstream = TestPublisher::<u32, ()>::new();
    let published = upstream.publisher().publish(capacity(4));
    let first = TestSubscriber::<u32, _>::with_initial_demand(9);
    let slow = TestSubscriber::<u32, _>::with_initial_demand(1);
    published.clone().subscribe(first.subscriber());
    published.clone().subscribe(slow.subscriber());
    assert!(upstream.log().is_empty());
    let _connection = published.connect();
    assert_eq!(upstream.log(), ["request 4"]);
    (0..3).for_each(|n| upstream.next(n));
    assert_eq!(first.log(), ["subscribe", "0"]);
    slow.request(2);
    assert_eq!(slow.log(), ["subscribe", "0", "1", "2"]);
    assert_eq!(upstream.log(), ["request 4", "request 3"]);
    upstream.error(());
    assert_eq!(first.log(), ["subscribe", "0", "1", "2", "error ()"]);
}

#[test]
fn elements_wait_while_nobody_is_there() {
    let upstream = TestPublisher::<u32, ()>::new();
    let published = upstream.publisher().publish(capacity(4));
    let _connection = published.connect();
    (0..4).for_each(|n| upstream.next(n));
    let first = TestSubscriber::<u32, _>::with_initial_demand(2);
    published.clone().subscribe(first.subscriber());
    first.cancel();
    let second = TestSubscriber::<u32, _>::with_initial_demand(9);
    published.subscribe(second.subscriber());
    upstream.complete();
    assert_eq!(first.log(), ["subscribe", "0", "1"]);
    assert_eq!(second.log(), ["subscribe", "2", "3", "complete"]);
}

#[test]
fn dropping_the_connection_abandons_the_subscribers() {
    let upstream = TestPublisher::<Tracked<()>, ()>::new();
    let published = upstream.publisher().publish(capacity(4));
    let subscriber = TestSubscriber::<Tracked<()>, _>::with_initial_demand(0).tolerating("1.4");
    published.clone().subscribe(subscriber.subscriber());
    let connection = published.connect();
    assert!(!connection.is_disposed());
    let leaks = LeakCheck::new();
    upstream.next(leaks.track(()));
    drop(connection);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    let late = published.collect::<Vec<_>>().block();
    assert!(late.is_err(), "{late:?}");
}

#[test]
fn connecting_twice_is_connecting_once() {
    let upstream = TestPublisher::<u32, ()>::new();
    let published = upstream.publisher().publish(capacity(4));
    published.connect().detach();
    let second = published.connect();
    assert_eq!(upstream.log(), ["request 4"]);
    second.dispose();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn when_nobody_can_come_any_more_the_upstream_is_cancelled() {
    let upstream = TestPublisher::<u32, ()>::new();
    let published = upstream.publisher().publish(capacity(4));
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    published.clone().subscribe(subscriber.subscriber());
    published.connect().detach();
    drop(published);
    assert_eq!(upstream.log(), ["request 4"]);
    subscriber.cancel();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn an_iterator_is_connected_as_it_is() {
    let published = range(0..100).publish(capacity(4));
    let sum = published.clone().fold(0, |sum, n| sum + n).start();
    let count = published.clone().count().start();
    let connection = published.connect();
    assert!(connection.is_disposed());
    assert_eq!((sum.block(), count.block()), (Ok(4950), Ok(100)));
}
