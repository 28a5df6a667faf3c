use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;

use super::{Bench, SECOND, TICK};

fn debounced(demand: u64) -> Bench {
    let bench = Bench::with_demand(demand);
    let debounced = bench.upstream.publisher().debounce(SECOND, &bench.clock);
    debounced.subscribe(bench.subscriber.subscriber());
    bench.assert_log(["subscribe"]);
    bench
}

#[test]
fn gives_what_nothing_follows_in_time() {
    let bench = debounced(9);
    bench.upstream.assert_requests([u64::MAX]);
    bench.next_after(SECOND, 1);
    bench.next_after(SECOND - TICK, 2);
    bench.clock.advance(SECOND - TICK);
    bench.assert_log([]);
    bench.clock.advance(TICK);
    bench.assert_log(["2"]);
    bench.clock.advance(SECOND * 9);
    bench.assert_log([]);
}

#[test]
fn an_element_that_comes_when_the_last_is_due_does_not_replace_it() {
    let bench = debounced(9);
    bench.next_after(SECOND, 1);
    bench.next_after(SECOND, 2);
    bench.assert_log(["1"]);
}

#[test]
fn the_last_one_is_given_with_the_completion() {
    let bench = debounced(1);
    bench.next_after(SECOND, 1);
    bench.next_after(TICK, 2);
    bench.complete();
    bench.assert_log(["2", "complete"]);
}

#[test]
fn what_is_due_waits_for_demand_and_the_next_due_takes_its_place() {
    let bench = debounced(0);
    bench.next_after(SECOND, 1);
    bench.next_after(SECOND * 2, 2);
    bench.next_after(SECOND * 2, 3);
    bench.assert_log([]);
    bench.request(1);
    bench.assert_log(["2"]); // 3 is not due yet
    bench.request(1);
    bench.clock.advance(SECOND);
    bench.assert_log(["3"]);
}

#[test]
fn what_waits_comes_before_the_last_one_and_the_completion() {
    let bench = debounced(0);
    bench.next_after(SECOND, 1);
    bench.next_after(SECOND * 2, 2);
    bench.complete();
    bench.assert_log([]);
    bench.request(1);
    bench.assert_log(["1"]);
    bench.request(1);
    bench.assert_log(["2", "complete"]);
}
