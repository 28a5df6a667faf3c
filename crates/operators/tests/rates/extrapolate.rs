use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;

use super::Bench;

/// After each element its successors.
fn counting(demand: u64) -> Bench {
    let bench = Bench::with_demand(demand);
    let numbers = bench.upstream.publisher().extrapolate(|n| *n + 1..);
    numbers.subscribe(bench.subscriber.subscriber());
    bench.assert_log(["subscribe"]);
    bench
}

#[test]
fn invents_what_is_requested_until_there_is_another() {
    let bench = counting(2);
    bench.upstream.assert_requests([1]);
    bench.assert_log([]); // there is nothing to begin with
    bench.upstream.next(10);
    bench.assert_log(["10", "11"]);
    bench.upstream.assert_requests([1, 1]);
    bench.upstream.next(20);
    bench.assert_log([]);
    bench.request(3);
    bench.assert_log(["20", "21", "22"]);
    bench.subscriber.cancel();
    bench.upstream.assert_cancelled();
}

#[test]
fn every_element_is_given_and_the_end_does_not_wait_for_invented_ones() {
    let bench = counting(2);
    bench.upstream.next(10);
    bench.upstream.next(20);
    bench.complete();
    bench.assert_log(["10", "11"]);
    bench.request(1);
    bench.assert_log(["20", "complete"]);
}

#[test]
fn an_error_is_passed_on_at_once() {
    let bench = counting(0);
    bench.upstream.next(10);
    bench.upstream.error("broken");
    bench.assert_log(["error \"broken\""]);
}

#[test]
fn an_iterator_that_ends_invents_no_more() {
    let bench = Bench::with_demand(9);
    let twice = bench.upstream.publisher().extrapolate(|n| iter::once(*n));
    twice.subscribe(bench.subscriber.subscriber());
    bench.upstream.next(1);
    bench.assert_log(["subscribe", "1", "1"]);
    bench.upstream.next(2);
    bench.assert_log(["2", "2"]);
}

#[test]
fn a_panic_drops_everything() {
    let bench = Bench::with_demand(9);
    let bombs = bench.upstream.publisher().extrapolate(|_| -> iter::Empty<u32> { panic!("bomb") });
    bombs.subscribe(bench.subscriber.subscriber());
    catch_unwind(AssertUnwindSafe(|| bench.upstream.next(2))).unwrap_err();
    bench.upstream.assert_cancelled();
    bench.subscriber.assert_abandoned();
}
