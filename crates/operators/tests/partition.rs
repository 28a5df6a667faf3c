//! Tests of `partition` and `divert_to`.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use support::capacity;

#[test]
fn each_element_goes_to_one_of_them() {
    let (even, odd) = range(0..1000).partition(capacity(100), |n| n % 2 == 0);
    let odd = odd.collect::<Vec<_>>().start();
    let even = even.collect::<Vec<_>>().block().unwrap();
    assert_eq!(even, (0..1000).step_by(2).collect::<Vec<_>>());
    assert_eq!(odd.block().unwrap(), (1..1000).step_by(2).collect::<Vec<_>>());
}

#[test]
fn the_slower_holds_the_other_back() {
    let upstream = TestPublisher::<u32, ()>::new();
    let (even, odd) = upstream.publisher().partition(capacity(4), |n| n % 2 == 0);
    let fast = TestSubscriber::<u32, _>::new();
    let slow = TestSubscriber::<u32, _>::with_initial_demand(0);
    even.subscribe(fast.subscriber());
    assert_eq!(upstream.log(), ["request 4"]);
    [1, 3, 0, 5].into_iter().for_each(|n| upstream.next(n));
    assert_eq!(fast.take_log(), ["subscribe", "0"]);
    assert_eq!(upstream.log(), ["request 4", "request 1"]); // nothing else would come
    upstream.next(7);
    assert_eq!(upstream.log().len(), 2); // all that may wait waits for the other
    odd.subscribe(slow.subscriber());
    assert_eq!(slow.take_log(), ["subscribe"]);
    slow.request(3);
    assert_eq!(slow.take_log(), ["1", "3", "5"]);
    assert_eq!(upstream.log(), ["request 4", "request 1", "request 3"]);
    upstream.complete();
    assert_eq!(fast.take_log(), ["complete"]);
    slow.request(1);
    assert_eq!(slow.take_log(), ["7", "complete"]);
}

#[test]
fn an_error_goes_to_both_at_once() {
    let upstream = TestPublisher::<u32, &str>::new();
    let (even, odd) = upstream.publisher().partition(capacity(4), |n| n % 2 == 0);
    let (first, second) = (TestSubscriber::new(), TestSubscriber::with_initial_demand(0));
    even.subscribe(first.subscriber());
    odd.subscribe(second.subscriber());
    upstream.next(1);
    upstream.error("broken");
    assert_eq!(first.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(second.log(), ["subscribe", "error \"broken\""]);
}

#[test]
fn one_that_has_gone_does_not_hold_the_other() {
    let upstream = TestPublisher::<Tracked<u32>, ()>::new();
    let leaks = LeakCheck::new();
    let (even, odd) = upstream.publisher().partition(capacity(2), |n| **n % 2 == 0);
    let subscriber = TestSubscriber::with_initial_demand(9);
    even.subscribe(subscriber.subscriber());
    upstream.next(leaks.track(1));
    upstream.next(leaks.track(3));
    assert_eq!(upstream.log(), ["request 2"]);
    drop(odd);
    assert_eq!(upstream.log(), ["request 2", "request 2"]);
    upstream.next(leaks.track(5));
    upstream.next(leaks.track(6));
    assert_eq!(subscriber.take_values().len(), 1);
    leaks.assert_no_leaks();
    subscriber.cancel();
    assert!(upstream.log().ends_with(&["cancel".to_owned()]));
}

#[test]
fn the_last_to_cancel_cancels_the_upstream() {
    let upstream = TestPublisher::<u32, ()>::new();
    let (even, odd) = upstream.publisher().partition(capacity(2), |n| n % 2 == 0);
    let (first, second) = (TestSubscriber::new(), TestSubscriber::new());
    even.subscribe(first.subscriber());
    odd.subscribe(second.subscriber());
    first.cancel();
    assert_eq!(upstream.log(), ["request 2"]);
    second.cancel();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    assert!(first.is_dropped() && second.is_dropped());
}

#[test]
fn a_panic_of_the_predicate_is_the_end_of_both() {
    let upstream = TestPublisher::<u32, ()>::new();
    let (even, odd) = upstream.publisher().partition(capacity(2), |_| panic!("predicate"));
    let (first, second) = (TestSubscriber::<u32, _>::new(), TestSubscriber::<u32, _>::new());
    even.subscribe(first.subscriber());
    odd.subscribe(second.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| upstream.next(1))).is_err());
    first.assert_abandoned();
    second.assert_abandoned();
}

#[test]
fn diverts_some_and_passes_the_others_on() {
    let upstream = TestPublisher::<u32, ()>::new();
    let (diverted, main) = (TestSubscriber::new(), TestSubscriber::new());
    let publisher =
        upstream.publisher().divert_to(diverted.subscriber(), capacity(4), |n| n % 2 == 0);
    publisher.subscribe(main.subscriber());
    (0..4).for_each(|n| upstream.next(n));
    upstream.complete();
    assert_eq!(main.log(), ["subscribe", "1", "3", "complete"]);
    assert_eq!(diverted.log(), ["subscribe", "0", "2", "complete"]);
    assert_eq!(upstream.log(), ["request 4", "request 3"]);
}
