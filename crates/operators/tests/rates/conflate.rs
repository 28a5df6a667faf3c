use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

use super::Bench;

#[test]
fn makes_one_of_what_comes_while_nothing_is_requested() {
    let bench = Bench::with_demand(1);
    let sums = bench.upstream.publisher().conflate(|sum, n| sum + n);
    sums.subscribe(bench.subscriber.subscriber());
    bench.upstream.assert_requests([u64::MAX]);
    (1..5).for_each(|n| bench.upstream.next(n));
    bench.assert_log(["subscribe", "1"]);
    bench.request(2);
    bench.assert_log(["9"]);
    bench.upstream.next(5);
    bench.upstream.next(6);
    bench.complete();
    bench.assert_log(["5"]);
    bench.request(1);
    bench.assert_log(["6", "complete"]);
}

#[test]
fn the_seed_is_made_of_the_first() {
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::with_initial_demand(0);
    let seen = upstream.publisher().conflate_with_seed(
        |n| vec![n],
        |mut all: Vec<u32>, n| {
            all.push(n);
            all
        },
    );
    seen.subscribe(subscriber.subscriber());
    (1..4).for_each(|n| upstream.next(n));
    subscriber.request(9);
    subscriber.assert_values([vec![1, 2, 3]]);
    subscriber.cancel();
}

#[test]
fn a_panic_drops_everything_and_unwinds_to_who_brings_the_element() {
    let bench = Bench::with_demand(1);
    let bombs = bench.upstream.publisher().conflate(|_, _| panic!("bomb"));
    bombs.subscribe(bench.subscriber.subscriber());
    (0..2).for_each(|n| bench.upstream.next(n));
    let panic = catch_unwind(AssertUnwindSafe(|| bench.upstream.next(2))).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"bomb"));
    bench.subscriber.assert_abandoned();
}

/// Whatever the two threads do, every element is in one of the sums.
#[test]
fn nothing_is_lost_between_threads() {
    let (producer, consumer) = (ThreadScheduler::new("producer"), ThreadScheduler::new("consumer"));
    let one = std::num::NonZeroUsize::MIN;
    let sums = range(0..10_000u64).subscribe_on(&producer).conflate(|sum, n| sum + n);
    let sum = sums.publish_on(&consumer, one).fold(0, |all, sum| all + sum).block();
    assert_eq!(sum, Ok((0..10_000).sum()));
}
