//! Tests of `create`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::sinks::EmitError;
use reactive_streams_operators::{Emitter, create};
use reactive_streams_test::TestSubscriber;

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

type Log = Arc<Mutex<Vec<String>>>;

fn write(log: &Log, line: impl Into<String>) {
    log.lock().unwrap().push(line.into());
}

/// A subscriber, the emitter that it was created with, and a log of what the emitter is told.
fn created(demand: u64) -> (TestSubscriber<u32, &'static str>, Emitter<u32, &'static str>, Log) {
    let log = Log::default();
    let kept = Arc::new(Mutex::new(None));
    let subscriber = TestSubscriber::with_initial_demand(demand);
    let (of_hooks, emitters) = (Arc::clone(&log), Arc::clone(&kept));
    create(TWO, move |emitter| {
        let logs = [(); 3].map(|()| Arc::clone(&of_hooks));
        let [requests, cancels, disposes] = logs;
        emitter.on_request(move |demand| write(&requests, format!("request {demand}")));
        emitter.on_cancel(move || write(&cancels, "cancel"));
        emitter.on_dispose(move || write(&disposes, "dispose"));
        *emitters.lock().unwrap() = Some(emitter);
    })
    .subscribe(subscriber.subscriber());
    let emitter = kept.lock().unwrap().take().unwrap();
    (subscriber, emitter, log)
}

#[test]
fn it_learns_of_demand_from_the_first_request_on() {
    let (subscriber, emitter, log) = created(2);
    subscriber.request(3);
    emitter.complete().unwrap();
    subscriber.assert_complete();
    assert_eq!(*log.lock().unwrap(), ["request 2", "request 3", "dispose"]);
}

#[test]
fn what_does_not_fit_comes_back() {
    let (subscriber, emitter, _log) = created(1);
    for n in 0..3 {
        emitter.next(n).unwrap();
    }
    assert_eq!(emitter.next(3), Err(EmitError::Overflow(3)));
    subscriber.request(9);
    emitter.error("broken").unwrap();
    subscriber.assert_values([0, 1, 2]).assert_error("broken");
    assert_eq!(emitter.next(4), Err(EmitError::Terminated(4)));
}

#[test]
fn cancel_is_told_once_and_everything_is_let_go() {
    let (subscriber, emitter, log) = created(1);
    subscriber.cancel();
    subscriber.cancel();
    assert!(emitter.is_cancelled());
    assert_eq!(emitter.next(0), Err(EmitError::Cancelled(0)));
    let late = Arc::clone(&log);
    emitter.on_dispose(move || write(&late, "dispose late"));
    let late = Arc::clone(&log);
    emitter.on_cancel(move || write(&late, "cancel late"));
    let told = ["request 1", "cancel", "dispose", "dispose late", "cancel late"];
    assert_eq!(*log.lock().unwrap(), told);
    assert!(subscriber.is_dropped());
    drop(emitter);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn it_completes_when_the_last_emitter_is_dropped() {
    let (subscriber, emitter, log) = created(0);
    drop(emitter.clone());
    subscriber.assert_not_terminated();
    drop(emitter);
    subscriber.assert_complete();
    assert_eq!(*log.lock().unwrap(), ["dispose"]);
}

#[test]
fn a_hook_may_emit_and_elements_may_request() {
    let subscriber = TestSubscriber::<u32, ()>::with_initial_demand(1)
        .on_next(|_, subscription| subscription.request(Demand::ONE));
    create(TWO, |emitter: Emitter<u32, ()>| {
        let inner = emitter.clone();
        let mut next = 0;
        emitter.on_request(move |_| {
            if next < 10_000 {
                next += 1;
                inner.next(next).unwrap();
            } else {
                inner.complete().ok();
            }
        });
    })
    .subscribe(subscriber.subscriber());
    subscriber.assert_value_count(10_000).assert_complete();
}

#[test]
fn it_is_created_anew_for_each_subscriber_and_fed_by_many_threads() {
    let numbers = create(NonZeroUsize::new(4000).unwrap(), |emitter: Emitter<u32, ()>| {
        for part in 0..4 {
            let emitter = emitter.clone();
            thread::spawn(move || (0..1000).for_each(|n| emitter.next(part * 1000 + n).unwrap()));
        }
    });
    for _ in 0..2 {
        let sum = numbers.clone().fold(0, |sum, n| sum + n).block();
        assert_eq!(sum, Ok((0..4000).sum()));
    }
}

#[test]
fn a_panic_of_the_bridge_drops_the_subscriber() {
    let subscriber = TestSubscriber::<u32, ()>::with_initial_demand(1).tolerating("1.4");
    let publisher = create(TWO, |_: Emitter<u32, ()>| panic!("bridge"));
    let unwound = catch_unwind(AssertUnwindSafe(|| publisher.subscribe(subscriber.subscriber())));
    assert!(unwound.is_err());
    assert!(subscriber.is_terminated() || subscriber.is_dropped());
}
