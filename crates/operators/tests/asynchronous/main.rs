//! Tests of `map_async` and its relatives: what they have in common is here, and what each does in a file of
//! its own.
#![allow(clippy::unwrap_used)] // also in helpers

mod filter_when;
mod fold_async;
mod for_each_concurrent;
mod limited_by;
mod map_async;
mod map_async_partitioned;
mod map_async_unordered;
mod scan_async;
#[path = "../support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use reactive_streams::Publisher;
use reactive_streams_operators::Panicked;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;
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

/// The forms of `map_async`: they give what comes of each element.
#[derive(Clone, Copy, PartialEq)]
enum Operator {
    Ordered,
    Unordered,
    Partitioned,
    PartitionedUnordered,
}

struct Scene {
    scheduler: DeterministicScheduler,
    desk: Desk,
    upstream: TestPublisher<u32, Failure>,
    downstream: TestSubscriber<u32, Failure>,
}

/// Two in flight, and a demand. Keys are the last digits.
fn scene(operator: Operator, demand: u64) -> Scene {
    let scheduler = DeterministicScheduler::new(7);
    let desk = Desk::default();
    let (upstream, downstream) =
        (TestPublisher::new(), TestSubscriber::with_initial_demand(demand));
    let ask = {
        let desk = desk.clone();
        move |name| desk.ask(name)
    };
    let (numbers, two, key) = (upstream.publisher(), capacity(2), |n: &u32| n % 10);
    match operator {
        Operator::Ordered => {
            numbers.map_async(two, &scheduler, ask).subscribe(downstream.subscriber());
        }
        Operator::Unordered => {
            numbers.map_async_unordered(two, &scheduler, ask).subscribe(downstream.subscriber());
        }
        Operator::Partitioned => {
            let mapped = numbers.map_async_partitioned(two, &scheduler, key, ask);
            mapped.subscribe(downstream.subscriber());
        }
        Operator::PartitionedUnordered => {
            let mapped = numbers.map_async_partitioned_unordered(two, &scheduler, key, ask);
            mapped.subscribe(downstream.subscriber());
        }
    }
    scheduler.run_until_idle();
    Scene { scheduler, desk, upstream, downstream }
}

#[rstest]
fn an_error_of_the_upstream_drops_the_futures(
    #[values(
        Operator::Ordered,
        Operator::Unordered,
        Operator::Partitioned,
        Operator::PartitionedUnordered
    )]
    operator: Operator,
) {
    let Scene { scheduler, desk, upstream, downstream } = scene(operator, 9);
    upstream.next(1);
    scheduler.run_until_idle();
    assert_eq!(desk.alive.alive(), 1);
    upstream.error(Failure::Upstream);
    scheduler.run_until_idle();
    downstream.assert_error(Failure::Upstream);
    assert_eq!(desk.alive.alive(), 0);
}

#[rstest]
fn cancel_drops_the_futures_at_once(
    #[values(
        Operator::Ordered,
        Operator::Unordered,
        Operator::Partitioned,
        Operator::PartitionedUnordered
    )]
    operator: Operator,
) {
    let Scene { scheduler, desk, upstream, downstream } = scene(operator, 9);
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

#[rstest]
fn an_abandoned_upstream_abandons_the_downstream(
    #[values(
        Operator::Ordered,
        Operator::Unordered,
        Operator::Partitioned,
        Operator::PartitionedUnordered
    )]
    operator: Operator,
) {
    let Scene { scheduler, desk, upstream, downstream } = scene(operator, 9);
    upstream.next(1);
    scheduler.run_until_idle();
    upstream.abandon();
    scheduler.run_until_idle();
    downstream.assert_abandoned();
    assert_eq!(desk.alive.alive(), 0);
}

#[rstest]
fn a_scheduler_that_has_shut_down_abandons_the_downstream(
    #[values(
        Operator::Ordered,
        Operator::Unordered,
        Operator::Partitioned,
        Operator::PartitionedUnordered
    )]
    operator: Operator,
) {
    let Scene { scheduler, desk, upstream, downstream } = scene(operator, 9);
    upstream.next(1);
    scheduler.run_until_idle();
    drop(scheduler);
    desk.answer(1);
    downstream.assert_abandoned();
    assert_eq!(desk.alive.alive(), 0);
    upstream.assert_cancelled();
}
