//! Tests of `spill`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::num::NonZeroUsize;
use std::path::Path;

use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_spill::{SpillExt, SpillQueue};
use reactive_streams_test::{TestPublisher, TestSubscriber};
use support::{Failed, all, in_process, no_room, options};

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

struct Rig {
    upstream: TestPublisher<u32, Failed>,
    subscriber: TestSubscriber<u32, Failed>,
    scheduler: DeterministicScheduler,
    queue: SpillQueue<u32>,
}

/// Room for two elements in memory; two together go to the disk.
fn rig(queue: SpillQueue<u32>, seed: u64) -> Rig {
    let scheduler = DeterministicScheduler::new(seed);
    let (upstream, subscriber) = (TestPublisher::new(), TestSubscriber::with_initial_demand(0));
    upstream.publisher().spill(TWO, &queue, &scheduler).subscribe(subscriber.subscriber());
    Rig { upstream, subscriber, scheduler, queue }
}

fn in_directory(path: &Path) -> Rig {
    rig(in_process(path), 1)
}

impl Rig {
    fn put(&self, elements: impl IntoIterator<Item = u32>) {
        elements.into_iter().for_each(|element| self.upstream.next(element));
        self.scheduler.run_until_idle();
    }

    fn request(&self, count: u64) -> Vec<u32> {
        self.subscriber.request(count);
        self.scheduler.run_until_idle();
        self.subscriber.take_values()
    }
}

#[test]
fn goes_to_disk_when_memory_is_full_and_back_when_it_is_drained() {
    let directory = tempfile::tempdir().unwrap();
    let rig = in_directory(directory.path());
    rig.upstream.assert_requests([u64::MAX]);
    rig.put(0..2);
    assert_eq!(rig.queue.len(), 0);
    rig.put(2..4);
    assert_eq!(rig.queue.len(), 2);
    assert_eq!(rig.request(1), [0]); // room in memory, and still those on disk come first
    rig.put([4]);
    assert_eq!(rig.request(3), [1, 2, 3]);
    rig.put(5..9);
    assert_eq!(rig.request(2), [4, 5]);
    assert_eq!(rig.request(9), [6, 7, 8]);
    rig.put([9]);
    assert_eq!(rig.subscriber.take_values(), [9]);
    assert_eq!(rig.queue.len(), 0);
    rig.upstream.complete();
    rig.scheduler.run_until_idle();
    rig.subscriber.assert_complete();
}

#[test]
fn completes_after_what_is_on_disk() {
    let directory = tempfile::tempdir().unwrap();
    let rig = in_directory(directory.path());
    rig.put(0..7);
    rig.upstream.complete();
    assert_eq!(rig.request(7), (0..7).collect::<Vec<_>>());
    rig.request(1);
    rig.subscriber.assert_complete();
    assert!(rig.queue.is_empty());
}

#[test]
fn who_brings_an_element_writes_if_the_worker_does_not() {
    let directory = tempfile::tempdir().unwrap();
    let rig = in_directory(directory.path());
    (0..10).for_each(|n| rig.upstream.next(n)); // and nobody runs the worker
    assert_eq!(rig.queue.len(), 8);
    assert_eq!(rig.request(10), (0..10).collect::<Vec<_>>());
    rig.upstream.complete();
    rig.request(1);
}

#[test]
fn an_error_of_the_upstream_comes_at_once_and_leaves_the_disk() {
    let directory = tempfile::tempdir().unwrap();
    let rig = in_directory(directory.path());
    rig.put(0..4);
    rig.upstream.error(Failed::Upstream);
    assert_eq!(rig.request(1), [0u32; 0]);
    rig.subscriber.assert_error(Failed::Upstream);
    assert_eq!(all(&rig.queue), [2, 3]);
}

#[test]
fn cancel_reaches_the_upstream_at_once_and_leaves_the_disk() {
    let directory = tempfile::tempdir().unwrap();
    let rig = in_directory(directory.path());
    rig.put(0..4);
    rig.subscriber.cancel();
    rig.upstream.assert_cancelled();
    assert!(rig.subscriber.is_dropped());
    drop(rig.queue);
    let again = in_directory(directory.path());
    again.put([4]);
    assert_eq!(again.request(3), [2, 3, 4]); // what the disk has comes first
    again.subscriber.cancel();
}

#[test]
fn what_could_not_be_stored_is_in_the_error_and_comes_last() {
    let directory = tempfile::tempdir().unwrap();
    let of_two = options(2 * (1 + SpillQueue::<u32>::OVERHEAD));
    let rig = rig(SpillQueue::open(directory.path(), of_two).unwrap(), 1);
    rig.put(0..4);
    rig.put(4..6);
    rig.upstream.assert_cancelled();
    assert_eq!(rig.request(4), [0, 1, 2, 3]);
    rig.request(1);
    rig.subscriber.assert_error(no_room([4, 5]));
}

#[test]
fn an_abandoned_subscriber_is_passed_on() {
    let directory = tempfile::tempdir().unwrap();
    let scheduler = DeterministicScheduler::new(1);
    let queue = in_process::<u32>(directory.path());
    let upstream = TestPublisher::<u32, Failed>::new().tolerating("1.4");
    let subscriber = TestSubscriber::with_initial_demand(1).tolerating("1.4");
    upstream.publisher().spill(TWO, &queue, &scheduler).subscribe(subscriber.subscriber());
    upstream.abandon();
    assert!(subscriber.is_dropped());
}

#[test]
fn nothing_keeps_the_queue_open() {
    let directory = tempfile::tempdir().unwrap();
    let rig = in_directory(directory.path());
    rig.put(0..6);
    rig.request(3);
    rig.subscriber.cancel();
    drop(rig);
    in_process::<u32>(directory.path()); // else it is locked
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is put, requested and run in between: all elements, in order.
    #[test]
    fn keeps_order_over_the_border(
        seed in any::<u64>(),
        steps in proptest::collection::vec((0..9u32, 0..9u64, any::<bool>()), 1..30),
    ) {
        let directory = tempfile::tempdir().unwrap();
        let rig = rig(in_process(directory.path()), seed);
        let mut next = 0;
        for (put, request, runs) in steps {
            for _ in 0..put {
                rig.upstream.next(next);
                next += 1;
            }
            if request > 0 {
                rig.subscriber.request(request);
            }
            if runs {
                rig.scheduler.run_until_idle();
            }
        }
        rig.upstream.complete();
        rig.subscriber.request(u64::from(next) + 1);
        rig.scheduler.run_until_idle();
        prop_assert_eq!(rig.subscriber.take_values(), (0..next).collect::<Vec<_>>());
        rig.subscriber.assert_complete();
    }
}
