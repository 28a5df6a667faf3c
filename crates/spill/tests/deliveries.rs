//! Tests of `deliveries`: order, acknowledgements, and who may consume.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::num::NonZeroUsize;
use std::thread;

use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_spill::{Durability, SpillError, SpillQueue};
use support::{Consumer, all, in_process, options};

fn elements<A: reactive_streams_operators::delivery::Acknowledge>(
    deliveries: &[Delivery<u32, A>],
) -> Vec<u32> {
    deliveries.iter().map(|delivery| *delivery.element()).collect()
}

#[test]
fn gives_what_is_requested_and_marks_what_comes_again() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u32>(directory.path());
    queue.push_all((0..5).collect()).unwrap();
    let consumer = Consumer::of(&queue);
    assert!(consumer.take().is_empty());
    let first = consumer.request(2);
    assert_eq!(elements(&first), [0, 1]);
    assert!(first.iter().all(|delivery| !delivery.is_redelivered()));
    drop((first, consumer, queue));
    let queue = in_process::<u32>(directory.path());
    let again = Consumer::of(&queue).request(9);
    let marks: Vec<_> = again.iter().map(|delivery| delivery.is_redelivered()).collect();
    assert_eq!(elements(&again), [0, 1, 2, 3, 4]);
    assert_eq!(marks, [true, true, false, false, false]); // two were read, and no more
}

#[test]
fn removes_what_is_acknowledged_in_whatever_order() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u32>(directory.path());
    queue.push_all((0..5).collect()).unwrap();
    for delivery in Consumer::of(&queue).request(9) {
        match *delivery.element() {
            1 | 3 | 4 => {
                delivery.acknowledge();
            }
            0 => delivery.reject(),
            _ => drop(delivery),
        }
    }
    assert_eq!(queue.len(), 2);
    drop(queue);
    let queue = in_process::<u32>(directory.path());
    assert_eq!(all(&queue), [0, 2]);
    queue.push(5).unwrap();
    assert_eq!(all(&queue), [5]);
}

#[test]
fn what_is_rejected_comes_with_the_next_subscription() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u32>(directory.path());
    queue.push_all(vec![0, 1]).unwrap();
    let consumer = Consumer::of(&queue);
    consumer.request(1).into_iter().for_each(Delivery::reject);
    assert_eq!(elements(&consumer.request(9)), [1]);
    queue.push(2).unwrap();
    assert_eq!(elements(&consumer.take()), [2]); // demand was left
    drop(consumer);
    assert_eq!(all(&queue), [0, 1, 2]);
}

#[test]
fn there_is_one_consumer_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u32>(directory.path());
    queue.push(1).unwrap();
    let first = Consumer::of(&queue);
    assert_eq!(first.request(1).len(), 1);
    let second = Consumer::of(&queue);
    assert!(second.request(1).is_empty());
    assert!(matches!(second.error(), Some(SpillError::Busy { .. })));
    drop(second);
    assert!(first.error().is_none(), "the refused one does not end the first");
    assert!(matches!(
        Consumer::of(&queue).tap(|third| drop(third.request(1))).error(),
        Some(SpillError::Busy { .. })
    ));
    drop(first);
    assert_eq!(all(&queue), [1]);
}

#[test]
fn an_element_that_two_acknowledge_counts_once() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u32>(directory.path());
    queue.push_all(vec![0, 1]).unwrap();
    let early = Consumer::of(&queue).request(1);
    let late = Consumer::of(&queue).request(1);
    assert_eq!((elements(&early), elements(&late)), (vec![0], vec![0]));
    for delivery in early.into_iter().chain(late) {
        delivery.acknowledge();
    }
    queue.flush().unwrap();
    assert_eq!(queue.len(), 1);
    assert_eq!(all(&queue), [1]);
}

#[test]
fn acknowledgements_are_written_together_and_when_all_is_done() {
    let directory = tempfile::tempdir().unwrap();
    let every = options(1 << 20)
        .durability(Durability::Process)
        .acknowledge_every(NonZeroUsize::new(3).unwrap());
    let queue = SpillQueue::<u32>::open(directory.path(), every).unwrap();
    queue.push_all((0..8).collect()).unwrap();
    let one = queue.bytes() / 8;
    let consumer = Consumer::of(&queue);
    let mut deliveries = consumer.request(7).into_iter();
    let mut stored = Vec::new();
    for delivery in deliveries.by_ref() {
        delivery.acknowledge();
        stored.push(queue.bytes() / one);
    }
    assert_eq!(stored, [8, 8, 5, 5, 5, 2, 2]);
    // The last one is all there is: nobody may come back for long.
    for delivery in consumer.request(9) {
        delivery.acknowledge();
    }
    assert_eq!(queue.bytes(), 0);
}

#[test]
fn a_delivery_keeps_the_queue_open() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u32>(directory.path());
    queue.push(1).unwrap();
    let delivery = Consumer::of(&queue).request(1).pop().unwrap();
    drop(queue);
    let locked = SpillQueue::<u32>::open(directory.path(), options(9)).unwrap_err();
    assert!(matches!(locked, SpillError::Locked { .. }));
    delivery.acknowledge();
    assert!(in_process::<u32>(directory.path()).is_empty());
}

#[test]
fn completes_when_it_is_closed() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u32>(directory.path());
    queue.push(1).unwrap();
    let consumer = Consumer::of(&queue);
    assert_eq!(consumer.request(2).len(), 1);
    assert!(consumer.end().is_none());
    queue.close();
    assert!(matches!(consumer.end(), Some(Ok(()))));
}

#[test]
fn a_worker_delivers_what_another_thread_pushes() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u32>(directory.path());
    let pushed = queue.clone();
    let pushing = thread::spawn(move || {
        for n in 0..500 {
            pushed.push(n).unwrap();
        }
        pushed.close();
    });
    let reader = ThreadScheduler::new("reader");
    let received = queue.deliveries_on(&reader).map(Delivery::acknowledge).collect::<Vec<_>>();
    assert_eq!(received.block().unwrap(), (0..500).collect::<Vec<_>>());
    pushing.join().unwrap();
    queue.flush().unwrap();
    assert_eq!(queue.bytes(), 0);
}

/// Does something with a value, and gives it.
trait Tap: Sized {
    fn tap(self, act: impl FnOnce(&Self)) -> Self {
        act(&self);
        self
    }
}

impl<T> Tap for Consumer<T> {}
