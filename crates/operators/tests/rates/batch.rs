use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;

use super::Bench;

/// Sums of elements that cost what they are, up to five.
fn batched(demand: u64) -> Bench {
    let bench = Bench::with_demand(demand);
    let sums = bench.upstream.publisher().batch_weighted(
        5,
        |n: &u32| u64::from(*n),
        |n| n,
        |sum, n| sum + n,
    );
    sums.subscribe(bench.subscriber.subscriber());
    bench.upstream.assert_requests([1]);
    bench.assert_log(["subscribe"]);
    bench
}

#[test]
fn holds_the_upstream_back_when_it_is_full() {
    let bench = batched(0);
    bench.upstream.next(2);
    bench.upstream.next(3);
    bench.upstream.assert_requests([1, 1]); // the batch is full; no room for another
    bench.request(1);
    bench.assert_log(["5"]);
    bench.upstream.assert_requests([1, 1, 1]);
}

#[test]
fn an_element_that_does_not_fit_begins_the_next_batch() {
    let bench = batched(0);
    bench.upstream.next(2);
    bench.upstream.next(4);
    bench.upstream.assert_requests([1, 1]);
    bench.request(1);
    bench.assert_log(["2"]);
    bench.upstream.next(1);
    bench.request(1);
    bench.assert_log(["5"]);
}

#[test]
fn what_costs_too_much_is_a_batch_by_itself() {
    let bench = batched(0);
    bench.upstream.next(9);
    bench.upstream.assert_requests([1]);
    bench.request(1);
    bench.assert_log(["9"]);
}

#[test]
fn a_completion_comes_after_the_batch_and_what_did_not_fit() {
    let bench = batched(0);
    bench.upstream.next(3);
    bench.upstream.next(4);
    bench.complete();
    bench.assert_log([]);
    bench.request(9);
    bench.assert_log(["3", "4", "complete"]);
}

#[test]
fn an_error_drops_the_batch_and_cancel_goes_through() {
    let bench = batched(0);
    bench.upstream.next(3);
    bench.upstream.error("broken");
    bench.assert_log(["error \"broken\""]);
    let bench = batched(0);
    bench.upstream.next(3);
    bench.subscriber.cancel();
    bench.upstream.assert_cancelled();
    assert!(bench.subscriber.is_dropped());
}

#[test]
fn by_number_each_costs_one() {
    let bench = Bench::with_demand(0);
    let two = NonZeroUsize::new(2).unwrap();
    let sums = bench.upstream.publisher().batch(two, |n| n, |sum, n| sum + n);
    sums.subscribe(bench.subscriber.subscriber());
    (1..3).for_each(|n| bench.upstream.next(n));
    bench.upstream.assert_requests([1, 1]);
    bench.request(1);
    bench.assert_log(["subscribe", "3"]);
}

#[test]
fn a_panic_drops_everything() {
    let bench = Bench::with_demand(0);
    let bombs = bench.upstream.publisher().batch(NonZeroUsize::MAX, |n| n, |_, _| panic!("bomb"));
    bombs.subscribe(bench.subscriber.subscriber());
    bench.upstream.next(1);
    catch_unwind(AssertUnwindSafe(|| bench.upstream.next(2))).unwrap_err();
    bench.upstream.assert_cancelled();
    bench.subscriber.assert_abandoned();
}
