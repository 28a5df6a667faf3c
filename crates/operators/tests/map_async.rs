//! Tests of `map_async` and its relatives.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, PoolScheduler};
use reactive_streams_operators::{Panicked, empty, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use support::capacity;

/// Why a stream of these tests may fail.
#[derive(Debug, PartialEq)]
enum Failure {
    Upstream,
    Panicked(Panicked),
}

impl From<Panicked> for Failure {
    fn from(panicked: Panicked) -> Self {
        Self::Panicked(panicked)
    }
}

/// Futures that finish when the test says so.
#[derive(Clone, Default)]
struct Desk {
    requests: Arc<Mutex<HashMap<u32, Request>>>,
    alive: Arc<LeakCheck>,
}

#[derive(Default)]
struct Request {
    done: bool,
    polls: usize,
    waker: Option<Waker>,
}

struct Answer {
    desk: Desk,
    name: u32,
    _alive: Tracked<()>,
}

impl Desk {
    fn ask(&self, name: u32) -> Answer {
        self.requests.lock().unwrap().insert(name, Request::default());
        Answer { desk: self.clone(), name, _alive: self.alive.track(()) }
    }

    fn answer(&self, name: u32) {
        let mut requests = self.requests.lock().unwrap();
        let request = requests.get_mut(&name).expect("asked");
        request.done = true;
        let waker = request.waker.take().expect("polled");
        drop(requests);
        waker.wake();
    }

    fn asked(&self) -> Vec<u32> {
        let mut names: Vec<_> = self.requests.lock().unwrap().keys().copied().collect();
        names.sort_unstable();
        names
    }

    fn polls(&self, name: u32) -> usize {
        self.requests.lock().unwrap()[&name].polls
    }
}

impl Future for Answer {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        let mut requests = self.desk.requests.lock().unwrap();
        let request = requests.get_mut(&self.name).unwrap();
        request.polls += 1;
        if request.done {
            return Poll::Ready(self.name * 10);
        }
        request.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

struct Scene {
    scheduler: DeterministicScheduler,
    desk: Desk,
    upstream: TestPublisher<u32, Failure>,
    downstream: TestSubscriber<u32, Failure>,
}

/// Two in flight, and a demand.
fn scene(ordered: bool, demand: u64) -> Scene {
    let scheduler = DeterministicScheduler::new(7);
    let desk = Desk::default();
    let (upstream, downstream) =
        (TestPublisher::new(), TestSubscriber::with_initial_demand(demand));
    let ask = {
        let desk = desk.clone();
        move |name| desk.ask(name)
    };
    if ordered {
        let mapped = upstream.publisher().map_async(capacity(2), &scheduler, ask);
        mapped.subscribe(downstream.subscriber());
    } else {
        let mapped = upstream.publisher().map_async_unordered(capacity(2), &scheduler, ask);
        mapped.subscribe(downstream.subscriber());
    }
    scheduler.run_until_idle();
    Scene { scheduler, desk, upstream, downstream }
}

#[test]
fn the_order_is_kept_and_a_place_is_free_when_its_result_has_been_delivered() {
    let Scene { scheduler, desk, upstream, downstream } = scene(true, 9);
    assert_eq!(upstream.log(), ["request 2"]);
    upstream.next(1);
    upstream.next(2);
    scheduler.run_until_idle();
    assert_eq!(desk.asked(), [1, 2]);
    desk.answer(2);
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 2"]);
    desk.answer(1);
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [10, 20]);
    assert_eq!(upstream.requested(), 4);
    upstream.next(3);
    upstream.complete();
    scheduler.run_until_idle();
    downstream.assert_not_terminated();
    desk.answer(3);
    scheduler.run_until_idle();
    assert_eq!(downstream.take_log(), ["subscribe", "10", "20", "30", "complete"]);
    assert!(!downstream.subscription_leaks());
}

#[test]
fn without_an_order_what_finishes_first_is_given_first() {
    let Scene { scheduler, desk, upstream, downstream } = scene(false, 9);
    upstream.next(1);
    upstream.next(2);
    scheduler.run_until_idle();
    desk.answer(2);
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [20]);
    assert_eq!(upstream.log(), ["request 2", "request 1"]);
    upstream.complete();
    desk.answer(1);
    scheduler.run_until_idle();
    assert_eq!(downstream.log(), ["subscribe", "20", "10", "complete"]);
}

#[test]
fn only_what_was_woken_is_polled() {
    let Scene { scheduler, desk, upstream, downstream } = scene(false, 9);
    upstream.next(1);
    upstream.next(2);
    scheduler.run_until_idle();
    desk.answer(2);
    scheduler.run_until_idle();
    assert_eq!((desk.polls(1), desk.polls(2)), (1, 2));
    downstream.assert_values([20]);
}

#[test]
fn results_wait_for_demand_and_hold_their_places() {
    let Scene { scheduler, desk, upstream, downstream } = scene(false, 0);
    upstream.next(1);
    upstream.next(2);
    scheduler.run_until_idle();
    desk.answer(1);
    scheduler.run_until_idle();
    assert_eq!(upstream.log(), ["request 2"]);
    downstream.request(1);
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [10]);
    assert_eq!(upstream.log(), ["request 2", "request 1"]);
    downstream.cancel();
}

#[test]
fn an_error_of_the_upstream_drops_the_futures() {
    let Scene { scheduler, desk, upstream, downstream } = scene(true, 9);
    upstream.next(1);
    scheduler.run_until_idle();
    assert_eq!(desk.alive.alive(), 1);
    upstream.error(Failure::Upstream);
    scheduler.run_until_idle();
    downstream.assert_error(Failure::Upstream);
    assert_eq!(desk.alive.alive(), 0);
}

#[test]
fn cancel_drops_the_futures_at_once() {
    let Scene { scheduler, desk, upstream, downstream } = scene(true, 9);
    upstream.next(1);
    upstream.next(2);
    scheduler.run_until_idle();
    assert_eq!(desk.alive.alive(), 2);
    downstream.cancel();
    assert_eq!(desk.alive.alive(), 0);
    upstream.assert_cancelled();
    scheduler.run_until_idle();
    assert!(downstream.is_dropped());
}

#[test]
fn an_abandoned_upstream_abandons_the_downstream() {
    let Scene { scheduler, desk, upstream, downstream } = scene(true, 9);
    upstream.next(1);
    scheduler.run_until_idle();
    upstream.abandon();
    scheduler.run_until_idle();
    downstream.assert_abandoned();
    assert_eq!(desk.alive.alive(), 0);
}

#[test]
fn a_scheduler_that_has_shut_down_abandons_the_downstream() {
    let Scene { scheduler, desk, upstream, downstream } = scene(true, 9);
    upstream.next(1);
    scheduler.run_until_idle();
    drop(scheduler);
    desk.answer(1);
    downstream.assert_abandoned();
    assert_eq!(desk.alive.alive(), 0);
    upstream.assert_cancelled();
}

#[test]
fn nothing_to_do_completes_without_demand() {
    let scheduler = DeterministicScheduler::new(7);
    let downstream = TestSubscriber::<u32, Failure>::with_initial_demand(0);
    let mapped = empty::<u32>().fallible().map_async(capacity(2), &scheduler, |n| async move { n });
    mapped.subscribe(downstream.subscriber());
    scheduler.run_until_idle();
    assert_eq!(downstream.log(), ["subscribe", "complete"]);
}

#[test]
fn a_panic_is_an_error_that_names_the_operator() {
    let scheduler = DeterministicScheduler::new(7);
    let (upstream, downstream) = (TestPublisher::<u32, Failure>::new(), TestSubscriber::new());
    let mapped = upstream.publisher().map_async(capacity(2), &scheduler, |n| async move {
        assert!(n != 1, "one of {n}");
        n
    });
    mapped.subscribe(downstream.subscriber());
    upstream.next(1);
    scheduler.run_until_idle();
    assert_eq!(downstream.log().len(), 2);
    assert!(downstream.log()[1].contains("\"map_async\""), "{:?}", downstream.log());
    assert!(downstream.log()[1].contains("one of 1"));
    upstream.assert_cancelled();
}

#[test]
fn a_panic_of_the_function_is_an_error_too() {
    let scheduler = DeterministicScheduler::new(7);
    let downstream = TestSubscriber::<u32, Failure>::new();
    let panics = |_| -> std::future::Ready<u32> { panic!("no future") };
    let mapped = range(0..2u32).fallible().map_async_unordered(capacity(2), &scheduler, panics);
    mapped.subscribe(downstream.subscriber());
    scheduler.run_until_idle();
    assert!(downstream.log()[1].contains("no future"), "{:?}", downstream.log());
}

#[test]
fn one_for_each_key_is_in_flight() {
    let scheduler = DeterministicScheduler::new(7);
    let (desk, downstream) = (Desk::default(), TestSubscriber::<u32, Failure>::new());
    let ask = {
        let desk = desk.clone();
        move |name| desk.ask(name)
    };
    let key = |n: &u32| n % 2;
    let mapped = range(1..5).fallible().map_async_partitioned(capacity(4), &scheduler, key, ask);
    mapped.subscribe(downstream.subscriber());
    scheduler.run_until_idle();
    assert_eq!(desk.asked(), [1, 2]);
    desk.answer(2);
    scheduler.run_until_idle();
    assert_eq!(desk.asked(), [1, 2, 4]);
    desk.answer(4);
    desk.answer(1);
    scheduler.run_until_idle();
    desk.answer(3);
    scheduler.run_until_idle();
    assert_eq!(downstream.log(), ["subscribe", "10", "20", "30", "40", "complete"]);
}

#[test]
fn folds_scans_and_filters() {
    let scheduler = PoolScheduler::new("async", capacity(2));
    let numbers = || range(1..5u32).fallible::<Failure>();
    let folded = numbers().fold_async(0, &scheduler, |sum, n| async move { sum + n }).block();
    assert_eq!(folded.unwrap(), 10);
    let scanned = numbers().scan_async(0, &scheduler, |sum, n| async move { sum + n });
    assert_eq!(scanned.collect::<Vec<_>>().block().unwrap(), [0, 1, 3, 6, 10]);
    let odd = numbers().filter_when(capacity(2), &scheduler, |n| std::future::ready(n % 2 == 1));
    assert_eq!(odd.collect::<Vec<_>>().block().unwrap(), [1, 3]);
    let nothing = empty::<u32>().fallible::<Failure>();
    assert_eq!(nothing.fold_async(7, &scheduler, |n, _| async move { n }).block().unwrap(), 7);
}

/// With a thread to spare, and a subscriber that is busy: until the second future has been polled.
#[test]
fn futures_make_progress_while_the_subscriber_is_busy() {
    let scheduler = PoolScheduler::new("async", capacity(2));
    let (sender, polled) = std::sync::mpsc::channel();
    let desk = Desk::default();
    let ask = {
        let desk = desk.clone();
        move |name| {
            let (mut answer, sender) = (desk.ask(name), sender.clone());
            std::future::poll_fn(move |cx| {
                let poll = if name == 0 { Poll::Ready(0) } else { Pin::new(&mut answer).poll(cx) };
                sender.send(name).unwrap();
                poll
            })
        }
    };
    let mapped = range(0..2).fallible::<Failure>().map_async(capacity(2), &scheduler, ask);
    let outcome = mapped.for_each(move |name| {
        if name == 0 {
            assert_eq!((polled.recv(), polled.recv()), (Ok(0), Ok(1)));
            desk.answer(1);
            assert_eq!(polled.recv(), Ok(1), "it is polled again while we are here");
        }
    });
    outcome.block().unwrap();
}

#[test]
fn so_many_are_in_flight_and_no_more() {
    let scheduler = PoolScheduler::new("async", capacity(2));
    let counts = Arc::new(Mutex::new((0, 0)));
    let seen = Arc::clone(&counts);
    let f = move |n: u32| {
        let counts = Arc::clone(&counts);
        let mut now = counts.lock().unwrap();
        now.0 += 1;
        now.1 = now.1.max(now.0);
        drop(now);
        let mut first = true;
        std::future::poll_fn(move |cx| {
            if std::mem::take(&mut first) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            counts.lock().unwrap().0 -= 1;
            Poll::Ready(n)
        })
    };
    let mapped =
        range(0..1000).fallible::<Failure>().map_async_unordered(capacity(3), &scheduler, f);
    let mut all = mapped.collect::<Vec<_>>().block().unwrap();
    all.sort_unstable();
    assert!(all.into_iter().eq(0..1000));
    assert_eq!(seen.lock().unwrap().1, 3);
}
