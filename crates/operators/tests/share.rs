//! Tests of `share`.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{SinkError, channel};
use support::{Alive, capacity, manual, recorder};

#[test]
fn the_slowest_decides() {
    let (publisher, upstream) = manual::<u32, ()>();
    let shared = publisher.share(capacity(4));
    let (fast, fast_probe) = recorder::<u32>(u64::MAX);
    let (slow, slow_probe) = recorder::<u32>(1);
    shared.clone().subscribe(fast);
    assert_eq!(upstream.log(), ["request 4"]);
    shared.subscribe(slow);
    (0..4).for_each(|n| upstream.next(n));
    assert_eq!(fast_probe.log(), ["subscribe", "0"]);
    slow_probe.request(2);
    assert_eq!(fast_probe.log(), ["subscribe", "0", "1", "2"]);
    assert_eq!(slow_probe.log(), ["subscribe", "0", "1", "2"]);
    assert_eq!(upstream.log(), ["request 4", "request 3"]);
    upstream.complete();
    assert_eq!(fast_probe.news().len(), 4);
    slow_probe.request(1);
    assert_eq!(fast_probe.log(), ["3", "complete"]);
    assert_eq!(slow_probe.log(), ["subscribe", "0", "1", "2", "3", "complete"]);
}

#[test]
fn a_late_subscriber_gets_what_comes_then_and_the_end() {
    let (publisher, upstream) = manual::<u32, &str>();
    let shared = publisher.share(capacity(4));
    let (first, _first_probe) = recorder::<u32>(9);
    let (late, late_probe) = recorder::<u32>(9);
    let (too_late, too_late_probe) = recorder::<u32>(9);
    shared.clone().subscribe(first);
    upstream.next(1);
    shared.clone().subscribe(late);
    upstream.next(2);
    upstream.error("broken");
    shared.subscribe(too_late);
    assert_eq!(late_probe.log(), ["subscribe", "2", "error \"broken\""]);
    assert_eq!(too_late_probe.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(upstream.log(), ["request 4"]);
}

#[test]
fn the_last_to_cancel_cancels_the_upstream() {
    let (publisher, upstream) = manual::<Alive, ()>();
    let shared = publisher.share(capacity(4));
    let (first, first_probe) = recorder::<Alive>(1);
    let (second, second_probe) = recorder::<Alive>(0);
    let (third, third_probe) = recorder::<Alive>(0);
    let alive = Alive::default();
    shared.clone().subscribe(first);
    shared.clone().subscribe(second);
    upstream.next(alive.clone());
    second_probe.cancel(); // what the first was waiting for
    second_probe.cancel();
    assert_eq!(first_probe.log(), ["subscribe", "Alive(())"]);
    assert!(second_probe.is_dropped());
    upstream.next(alive.clone());
    assert_eq!(upstream.log(), ["request 4"]);
    first_probe.cancel();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    assert_eq!(alive.others(), 0);
    assert!(first_probe.is_dropped());
    shared.subscribe(third);
    assert_eq!(third_probe.log(), ["subscribe", "complete"]); // §3.14
}

#[test]
fn everything_is_let_go() {
    let (publisher, upstream) = manual::<u32, ()>();
    let shared = publisher.share(capacity(4));
    let (first, first_probe) = recorder::<u32>(1);
    let (second, second_probe) = recorder::<u32>(1);
    shared.clone().subscribe(first);
    shared.clone().subscribe(second);
    first_probe.cancel();
    upstream.complete();
    assert_eq!(second_probe.log(), ["subscribe", "complete"]);
    assert!(!first_probe.subscription_leaks());
    assert!(!second_probe.subscription_leaks());
}

#[test]
fn who_cancels_in_on_subscribe_does_not_have_the_upstream_subscribed() {
    let (publisher, upstream) = manual::<u32, ()>();
    let shared = publisher.share(capacity(4));
    let (first, first_probe) = recorder::<u32>(0);
    let (second, second_probe) = recorder::<u32>(1);
    shared.clone().subscribe(first.on_subscribe(|subscription| subscription.cancel()));
    assert!(first_probe.is_dropped());
    assert!(upstream.log().is_empty());
    shared.subscribe(second);
    upstream.next(1);
    assert_eq!(second_probe.log(), ["subscribe", "1"]);
}

#[test]
fn a_panic_of_one_is_not_for_the_others() {
    let (publisher, upstream) = manual::<u32, ()>();
    let shared = publisher.share(capacity(4));
    let (bad, bad_probe) = recorder::<u32>(9);
    let (good, good_probe) = recorder::<u32>(9);
    shared.clone().subscribe(bad.on_next(|_, _| panic!("on_next")));
    shared.subscribe(good);
    upstream.next(1);
    upstream.next(2);
    upstream.complete();
    assert_eq!(bad_probe.log(), ["subscribe", "1"]);
    assert!(bad_probe.is_dropped());
    assert_eq!(good_probe.log(), ["subscribe", "1", "2", "complete"]);
}

#[test]
fn a_panic_in_on_subscribe_leaves_it_usable() {
    let (publisher, upstream) = manual::<u32, ()>();
    let shared = publisher.share(capacity(4));
    let (bad, _bad_probe) = recorder::<u32>(9);
    let (good, good_probe) = recorder::<u32>(9);
    let bad = bad.on_subscribe(|_| panic!("on_subscribe"));
    let clone = shared.clone();
    assert!(catch_unwind(AssertUnwindSafe(|| clone.subscribe(bad))).is_err());
    shared.subscribe(good);
    upstream.next(1);
    assert_eq!(good_probe.log(), ["subscribe", "1"]);
}

#[test]
fn an_abandoned_stream_abandons_all() {
    let (publisher, upstream) = manual::<u32, ()>();
    let shared = publisher.share(capacity(4));
    let first = shared.clone().collect::<Vec<_>>().start();
    upstream.abandon();
    assert_eq!(first.block(), Err(SinkError::Abandoned));
    assert_eq!(shared.collect::<Vec<_>>().block(), Err(SinkError::Abandoned));
}

#[test]
fn subscribers_on_threads_get_everything() {
    let (sender, numbers) = channel::<u64, ()>(capacity(4));
    let shared = numbers.share(capacity(16));
    let threads: Vec<_> = (0..3).map(|i| ThreadScheduler::new(&format!("share-{i}"))).collect();
    let members = threads.iter().map(|thread| shared.clone().publish_on(thread, capacity(8)));
    let sums: Vec<_> = members.map(|it| it.fold(0, |sum, n| sum + n).start()).collect();
    thread::scope(|scope| {
        for part in 0..2 {
            let sender = sender.clone();
            scope.spawn(move || {
                (0..5000).for_each(|n| sender.send_blocking(part * 5000 + n).unwrap());
            });
        }
    });
    drop(sender);
    for sum in sums {
        assert_eq!(sum.block(), Ok(49_995_000));
    }
}
