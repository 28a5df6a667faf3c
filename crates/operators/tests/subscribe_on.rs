//! Tests of `subscribe_on`.

mod support;

use std::sync::mpsc;
use std::thread;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::{SinkError, range};
use support::{Alive, manual, on_small_stack, recorder};

#[test]
fn subscribes_and_requests_on_the_worker() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, &str>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.subscribe_on(&scheduler).subscribe(recorder);
    assert_eq!(probe.log(), ["subscribe"]);
    assert!(upstream.log().is_empty());
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 2"]);
    probe.request(3);
    probe.request(4);
    assert_eq!(upstream.log(), ["request 2"]);
    assert_eq!(scheduler.run_until_idle(), 1); // one task for both
    assert_eq!(upstream.log(), ["request 2", "request 7"]);
    upstream.next(1);
    upstream.error("broken");
    assert_eq!(probe.log(), ["subscribe", "1", "error \"broken\""]);
    probe.request(1);
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 2", "request 7"]);
}

#[test]
fn a_request_on_the_worker_goes_straight_to_the_upstream() {
    let scheduler = DeterministicScheduler::new(1);
    let (recorder, probe) = recorder(1);
    let recorder = recorder.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
    range(0..100).subscribe_on(&scheduler).subscribe(recorder);
    assert_eq!(scheduler.run_until_idle(), 2); // to subscribe, and the first request
    assert_eq!(probe.log().len(), 102);
}

#[test]
fn requests_do_not_recurse() {
    on_small_stack(|| {
        let scheduler = DeterministicScheduler::new(1);
        let (recorder, probe) = recorder(1);
        let recorder = recorder.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
        range(0..20_000).subscribe_on(&scheduler).subscribe(recorder);
        scheduler.run_until_idle();
        assert_eq!(probe.log().last().map(String::as_str), Some("complete"));
    });
}

#[test]
fn works_on_the_thread_of_the_scheduler_whoever_requests() {
    let scheduler = ThreadScheduler::new("subscribe_on");
    let (seen, threads) = mpsc::channel();
    let (recorder, probe) = recorder(1);
    let recorder = recorder.on_next(move |_: &u32, _| {
        seen.send(thread::current().name().map(str::to_owned)).unwrap();
    });
    range(0..2).subscribe_on(&scheduler).subscribe(recorder);
    assert_eq!(threads.recv().unwrap().as_deref(), Some("subscribe_on"));
    probe.request(1);
    assert_eq!(threads.recv().unwrap().as_deref(), Some("subscribe_on"));
}

#[test]
fn a_cancel_before_it_subscribes_drops_the_upstream_unsubscribed() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, _upstream) = manual::<u32, ()>();
    let alive = Alive::default();
    let kept = alive.clone();
    let (recorder, probe) = recorder::<u32>(2);
    let publisher = publisher.map(move |n| {
        let _kept = &kept;
        n
    });
    publisher.subscribe_on(&scheduler).subscribe(recorder);
    probe.cancel();
    assert!(probe.is_dropped());
    assert_eq!(alive.others(), 0);
    scheduler.run_until_idle();
    assert_eq!(probe.log(), ["subscribe"]);
}

#[test]
fn a_cancel_in_on_subscribe_drops_the_upstream_unsubscribed() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(0);
    let recorder = recorder.on_subscribe(|subscription| subscription.cancel());
    publisher.subscribe_on(&scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    assert!(upstream.log().is_empty());
    assert!(probe.is_dropped());
}

#[test]
fn cancel_goes_upstream_at_once() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(2);
    publisher.subscribe_on(&scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    probe.request(1);
    probe.cancel();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    assert!(!probe.subscription_leaks());
}

#[test]
fn a_panic_drops_everything() {
    let thread = ThreadScheduler::new("subscribe_on");
    let (recorder, probe) = recorder(9);
    let (entered, is_inside) = mpsc::channel();
    let recorder = recorder.on_next(move |_: &u32, _| {
        entered.send(()).unwrap();
        panic!("on_next");
    });
    range(0..9).subscribe_on(&thread).subscribe(recorder);
    is_inside.recv().unwrap();
    drop(thread); // waits for the task
    assert!(probe.is_dropped());
    assert_eq!(probe.log(), ["subscribe", "0"]);
    assert!(!probe.subscription_leaks());
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
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(1);
    publisher.subscribe_on(&scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    drop(scheduler);
    probe.request(1);
    assert_eq!(upstream.log(), ["request 1", "cancel"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let scheduler = DeterministicScheduler::new(1);
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, _probe) = recorder::<u32>(1);
    publisher.subscribe_on(&scheduler).subscribe(recorder);
    scheduler.run_until_idle();
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(upstream.log(), ["request 1"]);
}
