//! Tests of `BaseSubscriber`, and of `subscribe_fn`, which is one.
#![allow(clippy::unwrap_used)] // also in helpers

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::{Demand, Publisher, Subscriber};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::sink::{BaseSubscriber, Control, Hooks};
use reactive_streams_operators::{SinkError, range};
use reactive_streams_test::{LeakCheck, TestPublisher, Tracked, Violation};

/// What a hook was called with.
type Calls = Arc<Mutex<Vec<String>>>;

struct Recorder(Calls);

impl Hooks<u32, &'static str> for Recorder {
    fn on_subscribe(&mut self, control: &Control) {
        self.0.lock().unwrap().push("subscribed".to_owned());
        control.request(Demand::of(2));
    }

    fn on_next(&mut self, item: u32, control: &Control) {
        self.0.lock().unwrap().push(item.to_string());
        match item {
            7 => control.cancel(),
            13 => panic!("thirteen"),
            _ => {}
        }
    }

    fn on_end(self, end: Result<(), SinkError<&'static str>>) {
        self.0.lock().unwrap().push(format!("{end:?}"));
    }
}

fn recorder() -> (BaseSubscriber<u32, &'static str, Recorder>, Control, Calls) {
    let calls = Calls::default();
    let subscriber = BaseSubscriber::new(Recorder(Arc::clone(&calls)));
    let control = subscriber.control();
    (subscriber, control, calls)
}

#[track_caller]
fn assert_calls(calls: &Calls, expected: &[&str]) {
    assert_eq!(*calls.lock().unwrap(), expected);
}

#[test]
fn requests_what_its_owner_says() {
    let upstream = TestPublisher::new();
    let (subscriber, control, calls) = recorder();
    upstream.publisher().subscribe(subscriber);
    control.request(Demand::of(5));
    upstream.assert_requests([2, 5]);
    upstream.next(1);
    upstream.complete();
    assert!(control.is_over());
    assert_calls(&calls, &["subscribed", "1", "Ok(())"]);
}

#[test]
fn what_is_requested_before_is_kept() {
    let upstream = TestPublisher::new();
    let (subscriber, control, _calls) = recorder();
    control.request(Demand::of(3));
    upstream.publisher().subscribe(subscriber);
    upstream.assert_requests([3, 2]);
}

#[test]
fn what_is_cancelled_before_is_never_greeted() {
    let upstream = TestPublisher::new();
    let (subscriber, control, calls) = recorder();
    control.cancel();
    upstream.publisher().subscribe(subscriber);
    upstream.assert_requests([]).assert_cancelled();
    assert_calls(&calls, &[]);
}

#[test]
fn ends_as_the_stream_does() {
    let upstream = TestPublisher::new();
    let (subscriber, _control, calls) = recorder();
    upstream.publisher().subscribe(subscriber);
    upstream.error("broken");
    assert_calls(&calls, &["subscribed", "Err(Upstream(\"broken\"))"]);

    let upstream = TestPublisher::new();
    let (subscriber, _control, calls) = recorder();
    upstream.publisher().subscribe(subscriber);
    upstream.abandon();
    assert_calls(&calls, &["subscribed", "Err(Abandoned)"]);
}

#[test]
fn hears_nothing_after_it_has_cancelled() {
    let upstream = TestPublisher::noncompliant([Violation::SignalAfterCancel]);
    let (subscriber, control, calls) = recorder();
    upstream.publisher().subscribe(subscriber);
    upstream.next(7);
    upstream.next(8); // §2.8
    upstream.complete();
    assert!(control.is_over());
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
    assert_calls(&calls, &["subscribed", "7"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let upstream = TestPublisher::noncompliant([Violation::SecondSubscription]);
    let (subscriber, _control, calls) = recorder();
    upstream.publisher().subscribe(subscriber);
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_calls(&calls, &["subscribed"]);
}

#[test]
fn a_panic_unwinds_to_whoever_caused_it_and_ends_it() {
    let upstream = TestPublisher::new();
    let (subscriber, control, calls) = recorder();
    upstream.publisher().subscribe(subscriber);
    assert!(catch_unwind(AssertUnwindSafe(|| upstream.next(13))).is_err());
    assert!(control.is_over());
    assert_calls(&calls, &["subscribed", "13"]);
    assert_eq!(Arc::strong_count(&calls), 1);
}

#[test]
fn an_unsubscribed_one_that_is_dropped_is_an_abandoned_one() {
    let (subscriber, _control, calls) = recorder();
    drop(subscriber);
    assert_calls(&calls, &["Err(Abandoned)"]);
    let (subscriber, _control, calls) = recorder();
    subscriber.on_complete();
    assert_calls(&calls, &["Ok(())"]);
}

// ===== subscribe_fn =====

#[test]
fn functions_hear_of_everything_fused_and_not() {
    for fused in [true, false] {
        let (items, ends) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
        let (item, end) = (Arc::clone(&items), Arc::clone(&ends));
        let on_next = move |n| item.lock().unwrap().push(n);
        let on_end = move |result| end.lock().unwrap().push(result);
        let handle = if fused {
            range(0..3).subscribe_fn(on_next, on_end)
        } else {
            range(0..3).hide().subscribe_fn(on_next, on_end)
        };
        assert!(handle.is_disposed());
        assert_eq!(*items.lock().unwrap(), [0, 1, 2]);
        assert_eq!(*ends.lock().unwrap(), [Ok(())]);
    }
}

#[test]
fn the_handle_cancels_and_nothing_is_called_then() {
    let upstream = TestPublisher::<u32, &str>::new();
    let handle = upstream.publisher().subscribe_fn(|_| {}, |_| panic!("it was cancelled"));
    upstream.assert_requests([u64::MAX]);
    assert!(!handle.is_disposed());
    handle.dispose();
    assert!(handle.is_disposed());
    upstream.assert_cancelled();

    let upstream = TestPublisher::<u32, &str>::new();
    drop(upstream.publisher().subscribe_fn(|_| {}, |_| panic!("it was cancelled")));
    upstream.assert_cancelled();
}

#[test]
fn a_detached_one_runs_on() {
    let upstream = TestPublisher::<Tracked<u32>, &str>::new();
    let ends = Arc::new(Mutex::new(Vec::new()));
    let end = Arc::clone(&ends);
    let leaks = LeakCheck::new();
    upstream
        .publisher()
        .subscribe_fn(drop, move |result| end.lock().unwrap().push(result))
        .detach();
    upstream.next(leaks.track(1));
    leaks.assert_no_leaks();
    upstream.error("broken");
    assert_eq!(*ends.lock().unwrap(), [Err(SinkError::Upstream("broken"))]);
    assert_eq!(Arc::strong_count(&ends), 1);
}
