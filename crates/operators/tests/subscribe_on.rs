//! Tests of `subscribe_on`.

use std::sync::mpsc;
use std::thread;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::{SinkError, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Violation, on_small_stack};

#[test]
fn subscribes_and_requests_on_the_worker() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().subscribe_on(&scheduler).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe"]);
    assert!(upstream.log().is_empty());
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 2"]);
    subscriber.request(3);
    subscriber.request(4);
    assert_eq!(upstream.log(), ["request 2"]);
    assert_eq!(scheduler.run_until_idle(), 1); // one task for both
    assert_eq!(upstream.log(), ["request 2", "request 7"]);
    upstream.next(1);
    upstream.error("broken");
    assert_eq!(subscriber.log(), ["subscribe", "1", "error \"broken\""]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 2", "request 7"]);
}

#[test]
fn a_request_on_the_worker_goes_straight_to_the_upstream() {
    let scheduler = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    range(0..100).subscribe_on(&scheduler).subscribe(subscriber.subscriber());
    assert_eq!(scheduler.run_until_idle(), 2); // to subscribe, and the first request
    assert_eq!(subscriber.log().len(), 102);
}

#[test]
fn requests_do_not_recurse() {
    on_small_stack(|| {
        let scheduler = DeterministicScheduler::new(1);
        let subscriber = TestSubscriber::with_initial_demand(1);
        let subscriber =
            subscriber.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
        range(0..20_000).subscribe_on(&scheduler).subscribe(subscriber.subscriber());
        scheduler.run_until_idle();
        assert_eq!(subscriber.log().last().map(String::as_str), Some("complete"));
    });
}

#[test]
fn works_on_the_thread_of_the_scheduler_whoever_requests() {
    let scheduler = ThreadScheduler::new("subscribe_on");
    let (seen, threads) = mpsc::channel();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let subscriber = subscriber.on_next(move |_: &u32, _| {
        seen.send(thread::current().name().map(str::to_owned)).unwrap();
    });
    range(0..2).subscribe_on(&scheduler).subscribe(subscriber.subscriber());
    assert_eq!(threads.recv().unwrap().as_deref(), Some("subscribe_on"));
    subscriber.request(1);
    assert_eq!(threads.recv().unwrap().as_deref(), Some("subscribe_on"));
}

#[test]
fn a_cancel_before_it_subscribes_drops_the_upstream_unsubscribed() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let leaks = LeakCheck::new();
    let kept = leaks.track(());
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    let publisher = upstream.publisher().map(move |n| {
        let _kept = &kept;
        n
    });
    publisher.subscribe_on(&scheduler).subscribe(subscriber.subscriber());
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe"]);
}

#[test]
fn a_cancel_in_on_subscribe_drops_the_upstream_unsubscribed() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    let subscriber = subscriber.on_subscribe(|subscription| subscription.cancel());
    upstream.publisher().subscribe_on(&scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    assert!(upstream.log().is_empty());
    assert!(subscriber.is_dropped());
}

#[test]
fn cancel_goes_upstream_at_once() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().subscribe_on(&scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    subscriber.request(1);
    subscriber.cancel();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn a_panic_drops_everything() {
    let thread = ThreadScheduler::new("subscribe_on");
    let subscriber = TestSubscriber::with_initial_demand(9);
    let (entered, is_inside) = mpsc::channel();
    let subscriber = subscriber.on_next(move |_: &u32, _| {
        entered.send(()).unwrap();
        panic!("on_next");
    });
    range(0..9).subscribe_on(&thread).subscribe(subscriber.subscriber());
    is_inside.recv().unwrap();
    drop(thread); // waits for the task
    assert!(subscriber.is_dropped());
    assert_eq!(subscriber.log(), ["subscribe", "0"]);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn a_scheduler_that_has_shut_down_abandons_the_subscriber() {
    let thread = ThreadScheduler::new("subscribe_on");
    let publisher = range(0..10).subscribe_on(&thread);
    drop(thread);
    assert_eq!(publisher.collect::<Vec<_>>().block(), Err(SinkError::Abandoned));
}

#[test]
fn a_request_that_is_lost_cancels_the_upstream() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().subscribe_on(&scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    drop(scheduler);
    subscriber.request(1);
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
    subscriber.assert_abandoned();
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SecondSubscription]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().subscribe_on(&scheduler).subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(upstream.log(), ["request 1"]);
}
