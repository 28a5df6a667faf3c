//! Tests of `share`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Shared;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::{SinkError, channel, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use support::capacity;

#[test]
fn the_slowest_decides() {
    let upstream = TestPublisher::<u32, ()>::new();
    let shared = upstream.publisher().share(capacity(4));
    let fast = TestSubscriber::<u32, _>::new();
    let slow = TestSubscriber::<u32, _>::with_initial_demand(1);
    shared.clone().subscribe(fast.subscriber());
    assert_eq!(upstream.log(), ["request 4"]);
    shared.subscribe(slow.subscriber());
    (0..4).for_each(|n| upstream.next(n));
    assert_eq!(fast.log(), ["subscribe", "0"]);
    slow.request(2);
    assert_eq!(fast.log(), ["subscribe", "0", "1", "2"]);
    assert_eq!(slow.log(), ["subscribe", "0", "1", "2"]);
    assert_eq!(upstream.log(), ["request 4", "request 3"]);
    upstream.complete();
    assert_eq!(fast.take_log().len(), 4);
    slow.request(1);
    assert_eq!(fast.take_log(), ["3", "complete"]);
    assert_eq!(slow.log(), ["subscribe", "0", "1", "2", "3", "complete"]);
}

#[test]
fn a_late_subscriber_gets_what_comes_then_and_the_end() {
    let upstream = TestPublisher::<u32, &str>::new();
    let shared = upstream.publisher().share(capacity(4));
    let first = TestSubscriber::<u32, _>::with_initial_demand(9);
    let late = TestSubscriber::<u32, _>::with_initial_demand(9);
    let too_late = TestSubscriber::<u32, _>::with_initial_demand(9);
    shared.clone().subscribe(first.subscriber());
    upstream.next(1);
    shared.clone().subscribe(late.subscriber());
    upstream.next(2);
    upstream.error("broken");
    shared.subscribe(too_late.subscriber());
    assert_eq!(late.log(), ["subscribe", "2", "error \"broken\""]);
    assert_eq!(too_late.log(), ["subscribe", "error \"broken\""]);
    assert_eq!(upstream.log(), ["request 4"]);
}

#[test]
fn the_last_to_cancel_cancels_the_upstream() {
    let upstream = TestPublisher::<Tracked<()>, ()>::new();
    let shared = upstream.publisher().share(capacity(4));
    let first = TestSubscriber::<Tracked<()>, _>::with_initial_demand(1);
    let second = TestSubscriber::<Tracked<()>, _>::with_initial_demand(0);
    let third = TestSubscriber::<Tracked<()>, _>::with_initial_demand(0);
    let leaks = LeakCheck::new();
    shared.clone().subscribe(first.subscriber());
    shared.clone().subscribe(second.subscriber());
    upstream.next(leaks.track(()));
    second.cancel(); // what the first was waiting for
    second.cancel();
    assert_eq!(first.log(), ["subscribe", "()"]);
    assert!(second.is_dropped());
    upstream.next(leaks.track(()));
    assert_eq!(upstream.log(), ["request 4"]);
    first.cancel();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    drop(first.take_values());
    leaks.assert_no_leaks();
    assert!(first.is_dropped());
    shared.subscribe(third.subscriber());
    assert_eq!(third.log(), ["subscribe", "complete"]); // §3.14
}

#[test]
fn everything_is_let_go() {
    let upstream = TestPublisher::<u32, ()>::new();
    let shared = upstream.publisher().share(capacity(4));
    let first = TestSubscriber::<u32, _>::with_initial_demand(1);
    let second = TestSubscriber::<u32, _>::with_initial_demand(1);
    shared.clone().subscribe(first.subscriber());
    shared.clone().subscribe(second.subscriber());
    first.cancel();
    upstream.complete();
    assert_eq!(second.log(), ["subscribe", "complete"]);
    assert!(!first.subscription_leaks());
    assert!(!second.subscription_leaks());
}

#[test]
fn who_cancels_in_on_subscribe_does_not_have_the_upstream_subscribed() {
    let upstream = TestPublisher::<u32, ()>::new();
    let shared = upstream.publisher().share(capacity(4));
    let first = TestSubscriber::<u32, _>::with_initial_demand(0);
    let second = TestSubscriber::<u32, _>::with_initial_demand(1);
    let first = first.on_subscribe(|subscription| subscription.cancel());
    shared.clone().subscribe(first.subscriber());
    assert!(first.is_dropped());
    assert!(upstream.log().is_empty());
    shared.subscribe(second.subscriber());
    upstream.next(1);
    assert_eq!(second.log(), ["subscribe", "1"]);
}

#[test]
fn a_panic_of_one_is_not_for_the_others() {
    let upstream = TestPublisher::<u32, ()>::new();
    let shared = upstream.publisher().share(capacity(4));
    let bad = TestSubscriber::<u32, _>::with_initial_demand(9);
    let good = TestSubscriber::<u32, _>::with_initial_demand(9);
    let bad = bad.on_next(|_, _| panic!("on_next"));
    shared.clone().subscribe(bad.subscriber());
    shared.subscribe(good.subscriber());
    upstream.next(1);
    upstream.next(2);
    upstream.complete();
    assert_eq!(bad.log(), ["subscribe", "1"]);
    assert!(bad.is_dropped());
    assert_eq!(good.log(), ["subscribe", "1", "2", "complete"]);
}

#[test]
fn a_panic_in_on_subscribe_leaves_it_usable() {
    let upstream = TestPublisher::<u32, ()>::new();
    let shared = upstream.publisher().share(capacity(4));
    let bad = TestSubscriber::<u32, _>::with_initial_demand(9);
    let good = TestSubscriber::<u32, _>::with_initial_demand(9);
    let bad = bad.on_subscribe(|_| panic!("on_subscribe"));
    let clone = shared.clone();
    assert!(catch_unwind(AssertUnwindSafe(|| clone.subscribe(bad.subscriber()))).is_err());
    shared.subscribe(good.subscriber());
    upstream.next(1);
    assert_eq!(good.log(), ["subscribe", "1"]);
}

#[test]
fn an_abandoned_stream_abandons_all() {
    let upstream = TestPublisher::<u32, ()>::new();
    let shared = upstream.publisher().share(capacity(4));
    let first = shared.clone().collect::<Vec<_>>().start();
    upstream.abandon();
    assert_eq!(first.block(), Err(SinkError::Abandoned));
    assert_eq!(shared.collect::<Vec<_>>().block(), Err(SinkError::Abandoned));
}

type Requests = Arc<Mutex<Vec<u64>>>;

/// A range that is shared, and what is requested of it. It comes in bursts, when the scheduler runs.
fn shared_range(
    scheduler: &DeterministicScheduler,
) -> (Shared<impl Publisher<Item = u64, Error = Infallible>>, Requests) {
    let requests = Requests::default();
    let log = Arc::clone(&requests);
    let numbers = range(0..20).do_on_request(move |demand| log.lock().unwrap().push(demand.get()));
    (numbers.subscribe_on(scheduler).share(capacity(4)), requests)
}

#[test]
fn a_burst_goes_past_the_queue_as_far_as_it_is_wanted() {
    let scheduler = DeterministicScheduler::new(0);
    let (shared, requests) = shared_range(&scheduler);
    let fast = TestSubscriber::<u64, _>::with_initial_demand(20);
    let slow = TestSubscriber::<u64, _>::with_initial_demand(0);
    shared.clone().subscribe(slow.subscriber());
    shared.subscribe(fast.subscriber());
    scheduler.run_until_idle();
    slow.request(5);
    assert_eq!(slow.take_log(), ["subscribe", "0", "1", "2", "3"]); // those that had to wait
    scheduler.run_until_idle();
    assert_eq!(slow.take_log(), ["4"]);
    assert_eq!(*requests.lock().unwrap(), [4, 3]);
    slow.request(15);
    scheduler.run_until_idle();
    let rest: Vec<_> = (5..20).map(|n| n.to_string()).chain(["complete".to_owned()]).collect();
    assert_eq!(slow.take_log(), rest);
    assert_eq!(fast.take_log().len(), 22);
    assert_eq!(*requests.lock().unwrap(), [4, 3, 3, 3, 3, 3, 3]);
}

#[test]
fn one_that_cancels_inside_a_burst_gets_no_more() {
    let scheduler = DeterministicScheduler::new(0);
    let (shared, _) = shared_range(&scheduler);
    let leaves = TestSubscriber::<u64, _>::with_initial_demand(20);
    let stays = TestSubscriber::<u64, _>::with_initial_demand(20);
    let leaves = leaves.on_next(|n, subscription| {
        if *n == 6 {
            subscription.cancel();
        }
    });
    shared.clone().subscribe(leaves.subscriber());
    shared.subscribe(stays.subscriber());
    scheduler.run_until_idle();
    assert_eq!(leaves.take_log().len(), 8);
    assert!(leaves.is_dropped());
    assert_eq!(stays.take_log().len(), 22);
}

#[test]
fn a_panic_of_the_upstream_inside_a_burst_abandons_all() {
    let scheduler = DeterministicScheduler::new(0);
    let numbers = range(0..20).map(|n| if n == 6 { panic!("upstream") } else { n });
    let shared = numbers.subscribe_on(&scheduler).share(capacity(4));
    let member = shared.clone().collect::<Vec<_>>().start();
    assert!(catch_unwind(AssertUnwindSafe(|| scheduler.run_until_idle())).is_err());
    assert_eq!(member.block(), Err(SinkError::Abandoned));
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
