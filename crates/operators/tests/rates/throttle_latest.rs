use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;

use super::{Bench, SECOND, TICK};

fn throttled(demand: u64) -> Bench {
    let bench = Bench::with_demand(demand);
    let throttled = bench.upstream.publisher().throttle_latest(SECOND, &bench.clock);
    throttled.subscribe(bench.subscriber.subscriber());
    bench.assert_log(["subscribe"]);
    bench
}

#[test]
fn gives_one_at_once_and_then_the_latest_of_each_period() {
    let bench = throttled(9);
    bench.next_after(SECOND, 1);
    bench.assert_log(["1"]);
    bench.next_after(TICK, 2);
    bench.next_after(TICK, 3);
    bench.clock.advance(SECOND - TICK * 3);
    bench.assert_log([]);
    bench.clock.advance(TICK);
    bench.assert_log(["3"]);
    bench.clock.advance(SECOND);
    bench.next_after(TICK, 4);
    bench.assert_log(["4"]);
}

#[test]
fn the_latest_waits_for_demand() {
    let bench = throttled(1);
    (1..4).for_each(|n| bench.next_after(TICK, n));
    bench.assert_log(["1"]);
    bench.clock.advance(SECOND * 2);
    bench.next_after(TICK, 4);
    bench.assert_log([]);
    bench.request(1);
    bench.assert_log(["4"]);
}

#[test]
fn the_last_one_is_given_with_the_completion() {
    let bench = throttled(9);
    bench.next_after(TICK, 1);
    bench.next_after(TICK, 2);
    bench.complete();
    bench.assert_log(["1", "2", "complete"]);
}
