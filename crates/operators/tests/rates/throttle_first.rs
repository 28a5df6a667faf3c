use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;

use super::{Bench, SECOND, TICK};

fn throttled(demand: u64) -> Bench {
    let bench = Bench::with_demand(demand);
    let throttled = bench.upstream.publisher().throttle_first(SECOND, &bench.clock);
    throttled.subscribe(bench.subscriber.subscriber());
    bench.assert_log(["subscribe"]);
    bench
}

#[test]
fn gives_one_and_drops_others_for_a_while() {
    let bench = throttled(9);
    bench.next_after(SECOND, 1);
    bench.assert_log(["1"]);
    bench.next_after(SECOND - TICK, 2);
    bench.next_after(TICK, 3);
    bench.assert_log(["3"]);
    bench.complete();
    bench.assert_log(["complete"]);
}

#[test]
fn what_is_not_requested_waits_for_the_next_to_take_its_place() {
    let bench = throttled(0);
    bench.next_after(SECOND, 1);
    bench.next_after(TICK, 2);
    bench.next_after(SECOND, 3);
    bench.next_after(TICK, 4);
    bench.request(2);
    bench.assert_log(["3"]);
}
