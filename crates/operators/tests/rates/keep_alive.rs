use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;

use super::{Bench, SECOND, TICK};

fn kept_alive(demand: u64) -> Bench {
    let bench = Bench::with_demand(demand);
    let one = NonZeroUsize::MIN;
    let kept = bench.upstream.publisher().keep_alive(SECOND, &bench.clock, one, || 0);
    kept.subscribe(bench.subscriber.subscriber());
    bench.clock.run_until_idle();
    bench.upstream.assert_requests([1]);
    bench.assert_log(["subscribe"]);
    bench
}

#[test]
fn an_element_is_invented_when_none_has_been_given_for_a_while() {
    let bench = kept_alive(9);
    bench.next_after(SECOND - TICK, 1);
    bench.assert_log(["1"]);
    bench.clock.advance(SECOND - TICK);
    bench.assert_log([]);
    bench.clock.advance(TICK);
    bench.assert_log(["0"]);
    bench.clock.advance(SECOND);
    bench.assert_log(["0"]);
    bench.complete();
    bench.assert_log(["complete"]);
}

#[test]
fn nothing_is_invented_without_demand() {
    let bench = kept_alive(0);
    bench.clock.advance(SECOND * 5);
    bench.request(2);
    bench.assert_log(["0"]);
    bench.clock.advance(SECOND);
    bench.assert_log(["0"]);
}

#[test]
fn an_element_that_waits_comes_first_and_the_end_after_it() {
    let bench = kept_alive(0);
    bench.next_after(SECOND * 5, 1);
    bench.complete();
    bench.assert_log([]);
    bench.request(2);
    bench.assert_log(["1", "complete"]);
}

#[test]
fn errors_and_cancel_go_through_at_once() {
    let bench = kept_alive(0);
    bench.upstream.next(1);
    bench.upstream.error("broken");
    bench.clock.run_until_idle();
    bench.assert_log(["error \"broken\""]);
    let bench = kept_alive(9);
    bench.subscriber.cancel();
    bench.upstream.assert_cancelled();
    assert!(bench.subscriber.is_dropped());
}

#[test]
fn a_panic_drops_everything() {
    let bench = Bench::with_demand(9);
    let one = NonZeroUsize::MIN;
    let bombs = bench.upstream.publisher().keep_alive(SECOND, &bench.clock, one, || panic!("bomb"));
    bombs.subscribe(bench.subscriber.subscriber());
    catch_unwind(AssertUnwindSafe(|| bench.clock.advance(SECOND))).unwrap_err();
    bench.upstream.assert_cancelled();
    bench.subscriber.assert_abandoned();
}
