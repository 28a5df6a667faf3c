use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::never;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::TestPublisher;

use super::Bench;

fn delayed(demand: u64) -> (Bench, TestPublisher<u8, &'static str>) {
    let (bench, until) = (Bench::with_demand(demand), TestPublisher::new());
    let mut publisher = Some(until.publisher());
    let late = bench.upstream.publisher().delay_until(move |_| publisher.take().unwrap());
    late.subscribe(bench.subscriber.subscriber());
    bench.assert_log(["subscribe"]);
    (bench, until)
}

#[test]
fn an_element_is_given_when_its_publisher_has_completed() {
    let (bench, until) = delayed(9);
    bench.upstream.assert_requests([1]);
    bench.upstream.next(1);
    until.next(0);
    bench.assert_log([]);
    until.complete();
    bench.assert_log(["1"]);
    bench.upstream.assert_requests([1, 1]);
    bench.complete();
    bench.assert_log(["complete"]);
}

#[test]
fn an_error_of_either_is_passed_on() {
    let (bench, until) = delayed(9);
    bench.upstream.next(1);
    until.error("late");
    bench.assert_log(["error \"late\""]);
    bench.upstream.assert_cancelled();
    let (bench, until) = delayed(9);
    bench.upstream.next(1);
    bench.upstream.error("broken");
    bench.assert_log(["error \"broken\""]);
    until.assert_cancelled();
}

#[test]
fn cancel_goes_to_both() {
    let (bench, until) = delayed(9);
    bench.upstream.next(1);
    bench.subscriber.cancel();
    bench.upstream.assert_cancelled();
    until.assert_cancelled();
}

#[test]
fn a_panic_drops_everything() {
    let bench = Bench::with_demand(9);
    let bombs = bench.upstream.publisher().delay_until(|n| match n {
        0 => panic!("bomb"),
        _ => never::<u8>().fallible(),
    });
    bombs.subscribe(bench.subscriber.subscriber());
    catch_unwind(AssertUnwindSafe(|| bench.upstream.next(0))).unwrap_err();
    bench.subscriber.assert_abandoned();
}
