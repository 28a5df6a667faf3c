use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;

use super::{Bench, SECOND, TICK};

fn sampled(demand: u64) -> Bench {
    let bench = Bench::with_demand(demand);
    bench.clock.advance(SECOND * 7 / 2); // periods are counted from the subscription
    let sampled = bench.upstream.publisher().sample(SECOND, &bench.clock);
    sampled.subscribe(bench.subscriber.subscriber());
    bench.assert_log(["subscribe"]);
    bench
}

#[test]
fn gives_the_latest_of_each_period_at_its_end() {
    let bench = sampled(9);
    bench.next_after(Duration::ZERO, 1);
    bench.next_after(SECOND - TICK, 2);
    bench.assert_log([]);
    bench.next_after(TICK, 3); // the next period has begun
    bench.assert_log(["2"]);
    bench.clock.advance(SECOND);
    bench.assert_log(["3"]);
    bench.clock.advance(SECOND * 5);
    bench.assert_log([]);
}

#[test]
fn what_is_due_waits_for_demand_and_the_next_due_takes_its_place() {
    let bench = sampled(0);
    bench.next_after(TICK, 1);
    bench.next_after(SECOND, 2);
    bench.next_after(SECOND, 3);
    bench.assert_log([]);
    bench.request(2);
    bench.assert_log(["2"]);
    bench.clock.advance(SECOND);
    bench.assert_log(["3"]);
}

#[test]
fn the_last_one_is_given_with_the_completion() {
    let bench = sampled(2);
    bench.next_after(TICK, 1);
    bench.complete();
    bench.assert_log(["1", "complete"]);
}

#[test]
fn a_period_of_no_time_gives_everything() {
    let bench = Bench::with_demand(9);
    let sampled = bench.upstream.publisher().sample(Duration::ZERO, &bench.clock);
    sampled.subscribe(bench.subscriber.subscriber());
    (0..3).for_each(|n| bench.next_after(Duration::ZERO, n));
    bench.assert_log(["subscribe", "0", "1", "2"]);
}
