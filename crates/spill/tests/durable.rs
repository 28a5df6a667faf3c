//! Tests of `durable`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_spill::{SpillError, SpillExt, SpillQueue};
use reactive_streams_test::{TestPublisher, TestSubscriber};
use support::{Failed, all, in_process, no_room, options};

type Ends = (TestPublisher<u32, Failed>, TestSubscriber<u32, Failed>);

/// What it gives is acknowledged as it is given.
fn ends(queue: &SpillQueue<u32>, scheduler: &DeterministicScheduler) -> Ends {
    let (upstream, subscriber) = (TestPublisher::new(), TestSubscriber::with_initial_demand(0));
    let stored = upstream.publisher().durable(queue, scheduler);
    stored.map(Delivery::acknowledge).subscribe(subscriber.subscriber());
    (upstream, subscriber)
}

fn of_two(path: &std::path::Path) -> SpillQueue<u32> {
    SpillQueue::open(path, options(2 * (1 + SpillQueue::<u32>::OVERHEAD))).unwrap()
}

#[test]
fn stores_first_and_requests_what_was_stored() {
    let directory = tempfile::tempdir().unwrap();
    let (queue, scheduler) = (in_process(directory.path()), DeterministicScheduler::new(1));
    let (upstream, subscriber) = ends(&queue, &scheduler);
    upstream.assert_requests([256]);
    (0..3).for_each(|n| upstream.next(n));
    assert_eq!(queue.len(), 0); // not on the thread that brings them
    scheduler.run_until_idle();
    assert_eq!(queue.len(), 3);
    upstream.assert_requests([256, 3]);
    subscriber.request(2);
    scheduler.run_until_idle();
    assert_eq!((subscriber.take_values(), queue.len()), (vec![0, 1], 1));
    upstream.complete();
    subscriber.request(2);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_values(), [2]);
    subscriber.assert_complete();
    assert!(queue.is_empty());
}

#[test]
fn waits_for_room() {
    let directory = tempfile::tempdir().unwrap();
    let (queue, scheduler) = (of_two(directory.path()), DeterministicScheduler::new(1));
    let (upstream, subscriber) = ends(&queue, &scheduler);
    for n in 0..5 {
        upstream.next(n);
        scheduler.run_until_idle();
    }
    upstream.complete();
    scheduler.run_until_idle();
    assert_eq!(queue.len(), 2);
    upstream.assert_requests([256, 1, 1]);
    subscriber.request(9);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_values(), [0, 1, 2, 3, 4]);
    subscriber.assert_complete();
}

#[test]
fn an_element_larger_than_the_queue_comes_back() {
    let directory = tempfile::tempdir().unwrap();
    let queue = SpillQueue::open(directory.path(), options(25)).unwrap();
    let scheduler = DeterministicScheduler::new(1);
    let (upstream, subscriber) = ends(&queue, &scheduler);
    upstream.next(1); // encoded to one byte
    upstream.next(300); // to two
    upstream.next(2);
    scheduler.run_until_idle();
    upstream.assert_cancelled();
    subscriber.request(2);
    scheduler.run_until_idle();
    assert_eq!(subscriber.take_values(), [1]);
    subscriber.assert_error(no_room([300, 2]));
}

#[test]
fn an_error_of_the_upstream_comes_at_once_and_what_is_stored_stays() {
    let directory = tempfile::tempdir().unwrap();
    let (queue, scheduler) = (in_process(directory.path()), DeterministicScheduler::new(1));
    let (upstream, subscriber) = ends(&queue, &scheduler);
    upstream.next(1);
    scheduler.run_until_idle();
    upstream.error(Failed::Upstream);
    subscriber.request(1);
    scheduler.run_until_idle();
    subscriber.assert_error(Failed::Upstream);
    assert_eq!(all(&queue), [1]);
}

#[test]
fn cancel_reaches_the_upstream_and_what_is_stored_stays() {
    let directory = tempfile::tempdir().unwrap();
    let (queue, scheduler) = (in_process(directory.path()), DeterministicScheduler::new(1));
    let (upstream, subscriber) = ends(&queue, &scheduler);
    upstream.next(1);
    scheduler.run_until_idle();
    upstream.next(2);
    subscriber.cancel();
    upstream.assert_cancelled();
    scheduler.run_until_idle();
    assert_eq!(all(&queue), [1]); // the other one was not stored, and not accepted
    drop((queue, upstream, subscriber));
    drop(in_process::<u32>(directory.path())); // nothing keeps it open
}

#[test]
fn a_queue_that_is_closed_gives_back_what_comes() {
    let directory = tempfile::tempdir().unwrap();
    let (queue, scheduler) = (in_process(directory.path()), DeterministicScheduler::new(1));
    let (upstream, subscriber) = ends(&queue, &scheduler);
    subscriber.request(1);
    scheduler.run_until_idle();
    upstream.next(1);
    upstream.next(2);
    queue.close();
    scheduler.run_until_idle();
    upstream.assert_cancelled();
    assert!(subscriber.is_terminated());
    assert!(matches!(queue.push(3).unwrap_err().error, SpillError::Closed));
}
