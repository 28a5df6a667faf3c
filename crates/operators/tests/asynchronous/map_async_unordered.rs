use std::sync::{Arc, Mutex};
use std::task::Poll;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::{DeterministicScheduler, PoolScheduler};
use reactive_streams_test::TestSubscriber;

use super::support::capacity;
use super::{Failure, Operator, Scene, scene};

#[test]
fn without_an_order_what_finishes_first_is_given_first() {
    let Scene { scheduler, desk, upstream, downstream } = scene(Operator::Unordered, 9);
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
    let Scene { scheduler, desk, upstream, downstream } = scene(Operator::Unordered, 9);
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
    let Scene { scheduler, desk, upstream, downstream } = scene(Operator::Unordered, 0);
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
