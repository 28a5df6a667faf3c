use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::operator::Rate;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_operators::{SinkError, range};
use reactive_streams_test::TestSubscriber;

use super::{Bench, SECOND, TICK};

fn elements(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).unwrap()
}

fn throttled(demand: u64, burst: u32) -> Bench {
    let bench = Bench::with_demand(demand);
    let rate = Rate::new(elements(1), SECOND).burst(elements(burst));
    let throttled = bench.upstream.publisher().throttle(rate, &bench.clock);
    throttled.subscribe(bench.subscriber.subscriber());
    bench.assert_log(["subscribe"]);
    bench
}

#[test]
fn an_element_is_requested_when_it_may_come() {
    let bench = throttled(9, 1);
    bench.upstream.assert_requests([1]);
    bench.clock.advance(SECOND * 5);
    bench.upstream.assert_requests([1]); // it has not come yet, and two at once are too many
    bench.upstream.next(1);
    bench.clock.advance(SECOND - TICK);
    bench.upstream.assert_requests([1]);
    bench.clock.advance(TICK);
    bench.upstream.assert_requests([1, 1]);
    bench.assert_log(["1"]);
}

#[test]
fn no_more_is_requested_than_the_downstream_asks_for() {
    let bench = throttled(0, 5);
    bench.upstream.assert_requests([]);
    bench.request(2);
    bench.upstream.assert_requests([2]);
    bench.request(9);
    bench.upstream.assert_requests([2, 3]);
}

#[test]
fn a_burst_is_as_long_as_the_time_before_it_allows() {
    let bench = throttled(u64::MAX, 3);
    bench.upstream.assert_requests([3]);
    (0..3).for_each(|n| bench.upstream.next(n));
    bench.clock.advance(SECOND * 2);
    bench.upstream.assert_requests([3, 1, 1]);
    bench.clock.advance(SECOND * 60);
    bench.upstream.assert_requests([3, 1, 1, 1]);
}

#[test]
fn an_element_that_is_dropped_has_taken_a_token_and_no_demand() {
    let bench = Bench::with_demand(1);
    let rate = Rate::new(elements(1), SECOND);
    let odd = bench.upstream.publisher().throttle(rate, &bench.clock).filter(|n| n % 2 == 1);
    odd.subscribe(bench.subscriber.subscriber());
    bench.upstream.next(0);
    bench.upstream.assert_requests([1]);
    bench.next_after(SECOND, 1);
    bench.upstream.assert_requests([1, 1]);
    bench.assert_log(["subscribe", "1"]);
}

#[test]
fn ends_and_cancel_go_straight_through() {
    let bench = throttled(0, 1);
    bench.upstream.complete();
    bench.assert_log(["complete"]);
    let bench = throttled(9, 1);
    bench.upstream.next(1);
    bench.upstream.error("broken");
    bench.assert_log(["1", "error \"broken\""]);
    bench.clock.advance(SECOND * 9);
    bench.subscriber.verify();
    assert!(!bench.subscriber.subscription_leaks());
    let bench = throttled(9, 1);
    bench.subscriber.cancel();
    bench.upstream.assert_cancelled();
    assert!(bench.subscriber.is_dropped());
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let clock = DeterministicScheduler::new(1);
    let spaced = range(0..3).throttle(Rate::per_second(elements(1)), &clock);
    let outcome = spaced.collect::<Vec<_>>().start();
    drop(clock);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
}

#[test]
fn a_rate_without_a_limit_holds_nothing_back() {
    let clock = DeterministicScheduler::new(1);
    let all = range(0..100).throttle(Rate::new(elements(7), Duration::ZERO), &clock);
    assert_eq!(all.count().block(), Ok(100));
}

proptest! {
    /// However elements are asked for and brought: in no time do more come than the burst and the rate
    /// allow together, and in the end all of them have.
    #[test]
    fn the_rate_is_kept_under_any_demand(
        burst in 1..5u32,
        steps in proptest::collection::vec((0..3u32, 0..2000u64), 1..40),
    ) {
        let clock = Arc::new(DeterministicScheduler::new(1));
        let rate = Rate::new(elements(1), SECOND).burst(elements(burst));
        let times = Arc::new(Mutex::new(Vec::new()));
        let (log, now) = (Arc::clone(&times), Arc::clone(&clock));
        let subscriber = TestSubscriber::with_initial_demand(0)
            .on_next(move |_: &u32, _| log.lock().unwrap().push(now.now()));
        range(0..1000u32).throttle(rate, &*clock).subscribe(subscriber.subscriber());
        let mut requested = 0;
        for (demand, pause) in steps {
            if demand > 0 {
                subscriber.request(u64::from(demand));
            }
            requested += demand as usize;
            clock.advance(Duration::from_millis(pause));
        }
        clock.advance(SECOND * 200);
        let times = times.lock().unwrap();
        prop_assert_eq!(times.len(), requested);
        for (first, last) in (0..times.len()).flat_map(|i| (i..times.len()).map(move |j| (i, j))) {
            let allowed = (times[last] - times[first]).as_secs() + u64::from(burst);
            prop_assert!(((last - first) as u64) < allowed, "{:?}", &times[first..=last]);
        }
    }
}
