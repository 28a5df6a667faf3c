//! Tests of `auto_connect`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use support::capacity;

#[test]
fn the_last_one_needed_connects() {
    let upstream = TestPublisher::<u32, ()>::new();
    let shared = upstream.publisher().publish(capacity(4)).auto_connect(capacity(2));
    let [first, second] = [(); 2].map(|()| TestSubscriber::<u32, _>::with_initial_demand(9));
    shared.clone().subscribe(first.subscriber());
    assert!(upstream.log().is_empty());
    shared.subscribe(second.subscriber());
    assert_eq!(upstream.log(), ["request 4"]);
    upstream.next(1);
    upstream.complete();
    for subscriber in [first, second] {
        assert_eq!(subscriber.log(), ["subscribe", "1", "complete"]);
    }
}

#[test]
fn one_that_has_gone_does_not_count() {
    let upstream = TestPublisher::<u32, ()>::new();
    let shared = upstream.publisher().publish(capacity(4)).auto_connect(capacity(2));
    let [gone, first, second] = [(); 3].map(|()| TestSubscriber::<u32, _>::with_initial_demand(0));
    shared.clone().subscribe(gone.subscriber());
    gone.cancel();
    shared.clone().subscribe(first.subscriber());
    assert!(upstream.log().is_empty());
    shared.subscribe(second.subscriber());
    assert_eq!(upstream.log(), ["request 4"]);
}

#[test]
fn it_stays_connected_until_nobody_can_come() {
    let upstream = TestPublisher::<u32, ()>::new();
    let shared = upstream.publisher().publish(capacity(4)).auto_connect(capacity(1));
    let [first, second] = [(); 2].map(|()| TestSubscriber::<u32, _>::with_initial_demand(9));
    shared.clone().subscribe(first.subscriber());
    first.cancel();
    upstream.next(1);
    shared.clone().subscribe(second.subscriber());
    assert_eq!(second.log(), ["subscribe", "1"]);
    second.cancel();
    assert_eq!(upstream.log(), ["request 4"]);
    drop(shared);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}
