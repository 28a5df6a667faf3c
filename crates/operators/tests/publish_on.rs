//! Tests of `publish_on`.

mod support;

use std::sync::mpsc;
use std::thread;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::{SinkError, range};
use rstest::rstest;
use support::{Alive, capacity, manual, recorder};

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
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(u64::MAX);
    publisher.publish_on(&scheduler, capacity(prefetch)).subscribe(recorder);
    for n in 0..elements {
        upstream.next(n);
        scheduler.run_until_idle();
    }
    assert_eq!(upstream.log(), expected);
    assert_eq!(probe.log().len(), 1 + elements as usize);
}

#[test]
fn does_not_replenish_what_is_not_delivered() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.publish_on(&scheduler, capacity(4)).subscribe(recorder);
    (0..4).for_each(|n| upstream.next(n));
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 4"]);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 4", "request 3"]);
    assert_eq!(probe.log(), ["subscribe", "0", "1", "2"]);
}

#[test]
fn completes_after_the_queue_and_without_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.publish_on(&scheduler, capacity(4)).subscribe(recorder);
    upstream.next(1);
    upstream.complete();
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["subscribe"]);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(probe.news(), ["1", "complete"]);
    assert_eq!(upstream.log(), ["request 4"]);
}

#[test]
fn an_error_overtakes_the_queue() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<Alive, &str>();
    let (recorder, probe) = recorder::<Alive>(0);
    let alive = Alive::default();
    publisher.publish_on(&scheduler, capacity(4)).subscribe(recorder);
    upstream.next(alive.clone());
    upstream.error("broken");
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(alive.others(), 0);
    assert_eq!(upstream.log(), ["request 4"]);
}

#[test]
fn cancel_goes_upstream_once_and_drops_the_queue() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<Alive, ()>();
    let (recorder, probe) = recorder::<Alive>(0);
    let alive = Alive::default();
    publisher.publish_on(&scheduler, capacity(4)).subscribe(recorder);
    upstream.next(alive.clone());
    probe.cancel();
    probe.cancel();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    assert!(probe.is_dropped());
    upstream.next(alive.clone()); // §2.8
    assert_eq!(alive.others(), 0);
    upstream.complete();
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe"]);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    assert!(!probe.subscription_leaks());
}

#[test]
fn cancel_returns_and_goes_upstream_while_an_element_is_being_handled() {
    let thread = ThreadScheduler::new("publish_on");
    let (publisher, upstream) = manual::<u32, ()>();
    let (entered, is_inside) = mpsc::channel();
    let (leave, may_leave) = mpsc::channel::<()>();
    let (recorder, probe) = recorder(9);
    let recorder = recorder.on_next(move |_: &u32, _| {
        entered.send(()).unwrap();
        may_leave.recv().unwrap();
    });
    publisher.publish_on(&thread, capacity(4)).subscribe(recorder);
    upstream.next(1);
    upstream.next(2);
    is_inside.recv().unwrap();
    probe.cancel();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    leave.send(()).unwrap();
    drop(thread); // waits for the task
    assert!(probe.is_dropped());
    assert_eq!(probe.log(), ["subscribe", "1"]);
}

#[test]
fn cancel_stops_an_upstream_that_gives_nothing_for_ever() {
    let thread = ThreadScheduler::new("publish_on");
    let (recorder, probe) = recorder::<u64>(u64::MAX);
    let mut seen = 0;
    let handle = probe.clone();
    range(0..u64::MAX)
        .filter(move |n| {
            seen += 1;
            if seen == 1000 {
                let handle = handle.clone();
                thread::spawn(move || handle.cancel());
            }
            *n < 4
        })
        .publish_on(&thread, capacity(4))
        .subscribe(recorder); // returns, because of the cancel
    drop(thread);
    assert!(probe.is_dropped());
}

#[test]
fn a_panic_cancels_the_upstream_and_drops_everything() {
    let thread = ThreadScheduler::new("publish_on");
    let (publisher, upstream) = manual::<Alive, ()>();
    let alive = Alive::default();
    let (recorder, probe) = recorder(9);
    let recorder = recorder.on_next(|_: &Alive, _| panic!("on_next"));
    publisher.publish_on(&thread, capacity(4)).subscribe(recorder);
    upstream.next(alive.clone());
    upstream.next(alive.clone());
    drop(thread);
    assert!(probe.is_dropped());
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    assert_eq!(alive.others(), 0);
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
    let (publisher, upstream) = manual::<u32, ()>();
    let outcome = publisher.publish_on(&scheduler, capacity(4)).collect::<Vec<_>>().start();
    upstream.next(1);
    drop(scheduler);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn an_upstream_that_abandons_its_subscriber_abandons_ours() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(5);
    publisher.publish_on(&scheduler, capacity(4)).subscribe(recorder);
    upstream.next(1);
    upstream.abandon();
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe", "1"]);
    assert!(probe.is_dropped());
}

#[test]
fn more_than_was_requested_is_dropped() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(9);
    publisher.publish_on(&scheduler, capacity(2)).subscribe(recorder);
    (0..5).for_each(|n| upstream.next(n));
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe", "0", "1"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, _probe) = recorder::<u32>(1);
    publisher.publish_on(&scheduler, capacity(2)).subscribe(recorder);
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(upstream.log(), ["request 2"]);
}

#[rstest]
fn all_elements_arrive_in_order(#[values(1, 2, 7, 256)] prefetch: usize) {
    let thread = ThreadScheduler::new("publish_on");
    let (done, is_done) = mpsc::channel();
    let (recorder, _probe) = recorder(1);
    let mut next = 0;
    let recorder = recorder.on_next(move |n: &u32, subscription| {
        assert_eq!(*n, next);
        next += 1;
        if next == 20_000 {
            done.send(()).unwrap();
        }
        subscription.request(Demand::ONE);
    });
    range(0..20_000).publish_on(&thread, capacity(prefetch)).subscribe(recorder);
    is_done.recv().unwrap();
}
