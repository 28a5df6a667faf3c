use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, PoolScheduler};
use reactive_streams_operators::{empty, range};
use reactive_streams_test::{TestPublisher, TestSubscriber};

use super::support::capacity;
use super::{Desk, Failure, Operator, Scene, scene};

#[test]
fn the_order_is_kept_and_a_place_is_free_when_its_result_has_been_delivered() {
    let Scene { scheduler, desk, upstream, downstream } = scene(Operator::Ordered, 9);
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
