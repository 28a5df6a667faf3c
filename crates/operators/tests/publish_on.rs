//! Tests of `publish_on`.

mod support;

use std::sync::mpsc;
use std::time::Duration;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::{SinkError, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked, Violation};
use rstest::rstest;
use support::capacity;

const LONG: Duration = Duration::from_secs(30);

#[rstest]
#[case(1, 3, &["request 1", "request 1", "request 1", "request 1"])]
#[case(4, 9, &["request 4", "request 3", "request 3", "request 3"])]
#[case(8, 5, &["request 8"])]
#[case(8, 6, &["request 8", "request 6"])]
fn replenishes_at_three_quarters(
    #[case] prefetch: usize,
    #[case] elements: u32,
    #[case] expected: &[&str],
) {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::new();
    upstream
        .publisher()
        .publish_on(&scheduler, capacity(prefetch))
        .subscribe(subscriber.subscriber());
    for n in 0..elements {
        upstream.next(n);
        scheduler.run_until_idle();
    }
    assert_eq!(upstream.log(), expected);
    assert_eq!(subscriber.log().len(), 1 + elements as usize);
}

#[test]
fn does_not_replenish_what_is_not_delivered() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    upstream.publisher().publish_on(&scheduler, capacity(4)).subscribe(subscriber.subscriber());
    (0..4).for_each(|n| upstream.next(n));
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 4"]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 4", "request 3"]);
    assert_eq!(subscriber.log(), ["subscribe", "0", "1", "2"]);
}

#[test]
fn completes_after_the_queue_and_without_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().publish_on(&scheduler, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.complete();
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_log(), ["1", "complete"]);
    assert_eq!(upstream.log(), ["request 4"]);
}

#[test]
fn an_error_overtakes_the_queue() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<Tracked<()>, &str>::new();
    let subscriber = TestSubscriber::<Tracked<()>, _>::with_initial_demand(0);
    let leaks = LeakCheck::new();
    upstream.publisher().publish_on(&scheduler, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    upstream.error("broken");
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    leaks.assert_no_leaks();
    assert_eq!(upstream.log(), ["request 4"]);
}

#[test]
fn cancel_goes_upstream_once_and_drops_the_queue() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<Tracked<()>, ()>::noncompliant([Violation::SignalAfterCancel]);
    let subscriber = TestSubscriber::<Tracked<()>, _>::with_initial_demand(0);
    let leaks = LeakCheck::new();
    upstream.publisher().publish_on(&scheduler, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    subscriber.cancel();
    subscriber.cancel();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    assert!(subscriber.is_dropped());
    upstream.next(leaks.track(())); // §2.8
    leaks.assert_no_leaks();
    upstream.complete();
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe"]);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn cancel_returns_and_goes_upstream_while_an_element_is_being_handled() {
    let thread = ThreadScheduler::new("publish_on");
    let upstream = TestPublisher::<u32, ()>::new();
    let (entered, is_inside) = mpsc::channel();
    let (leave, may_leave) = mpsc::channel::<()>();
    let subscriber = TestSubscriber::with_initial_demand(9);
    let subscriber = subscriber.on_next(move |_: &u32, _| {
        entered.send(()).unwrap();
        may_leave.recv().unwrap();
    });
    upstream.publisher().publish_on(&thread, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.next(2);
    is_inside.recv().unwrap();
    subscriber.cancel();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    leave.send(()).unwrap();
    drop(thread); // waits for the task
    assert!(subscriber.is_dropped());
    assert_eq!(subscriber.log(), ["subscribe", "1"]);
}

#[test]
fn a_panic_cancels_the_upstream_and_drops_everything() {
    let thread = ThreadScheduler::new("publish_on");
    let upstream = TestPublisher::<Tracked<()>, ()>::noncompliant([Violation::SignalAfterCancel]);
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::with_initial_demand(9);
    let subscriber = subscriber.on_next(|_: &Tracked<()>, _| panic!("on_next"));
    upstream.publisher().publish_on(&thread, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(leaks.track(()));
    upstream.next(leaks.track(())); // the panic may be before it
    subscriber.await_end(LONG);
    drop(thread);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    leaks.assert_no_leaks();
}

#[test]
fn a_scheduler_that_has_shut_down_abandons_the_subscriber() {
    let thread = ThreadScheduler::new("publish_on");
    let publisher = range(0..10).publish_on(&thread, capacity(4));
    drop(thread);
    assert_eq!(publisher.collect::<Vec<_>>().block(), Err(SinkError::Abandoned));
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let outcome =
        upstream.publisher().publish_on(&scheduler, capacity(4)).collect::<Vec<_>>().start();
    upstream.next(1);
    drop(scheduler);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn an_upstream_that_abandons_its_subscriber_abandons_ours() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(5);
    upstream.publisher().publish_on(&scheduler, capacity(4)).subscribe(subscriber.subscriber());
    upstream.next(1);
    upstream.abandon();
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "1"]);
    subscriber.assert_abandoned();
}

#[test]
fn more_than_was_requested_is_dropped() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::ExceedDemand]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    upstream.publisher().publish_on(&scheduler, capacity(2)).subscribe(subscriber.subscriber());
    (0..5).for_each(|n| upstream.next(n));
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "0", "1"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let scheduler = DeterministicScheduler::new(1);
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SecondSubscription]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    upstream.publisher().publish_on(&scheduler, capacity(2)).subscribe(subscriber.subscriber());
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(upstream.log(), ["request 2"]);
}

#[rstest]
fn all_elements_arrive_in_order(#[values(1, 2, 7, 256)] prefetch: usize) {
    let thread = ThreadScheduler::new("publish_on");
    let (done, is_done) = mpsc::channel();
    let subscriber = TestSubscriber::with_initial_demand(1);
    let mut next = 0;
    let subscriber = subscriber.on_next(move |n: &u32, subscription| {
        assert_eq!(*n, next);
        next += 1;
        if next == 20_000 {
            done.send(()).unwrap();
        }
        subscription.request(Demand::ONE);
    });
    range(0..20_000).publish_on(&thread, capacity(prefetch)).subscribe(subscriber.subscriber());
    is_done.recv().unwrap();
}
