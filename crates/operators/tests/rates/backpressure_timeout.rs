use reactive_streams::Publisher;
use reactive_streams_operators::operator::Elapsed;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

use super::{SECOND, TICK};

struct Bench {
    subscriber: TestSubscriber<u32, Elapsed>,
    upstream: TestPublisher<u32, Elapsed>,
    clock: DeterministicScheduler,
}

fn watched(demand: u64) -> Bench {
    let (clock, upstream) = (DeterministicScheduler::new(1), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand);
    let watched = upstream.publisher().backpressure_timeout(SECOND, &clock);
    watched.subscribe(subscriber.subscriber());
    Bench { subscriber, upstream, clock }
}

impl Bench {
    fn assert_late(&self) {
        self.subscriber.assert_not_terminated();
        self.clock.advance(TICK);
        assert_eq!(
            self.subscriber.log().last().unwrap(),
            "error Elapsed { operator: \"backpressure_timeout\", limit: 1s }"
        );
        self.upstream.assert_cancelled();
    }
}

#[test]
fn fails_when_nothing_is_requested_for_too_long() {
    let bench = watched(0);
    bench.clock.advance(SECOND - TICK);
    bench.assert_late();
}

#[test]
fn the_time_begins_anew_when_all_that_was_requested_has_come() {
    let bench = watched(1);
    bench.clock.advance(SECOND * 5); // this is for the upstream to answer
    bench.upstream.next(1);
    bench.clock.advance(SECOND / 2);
    bench.subscriber.request(2);
    bench.clock.advance(SECOND * 5);
    bench.upstream.next(2);
    bench.clock.advance(SECOND * 5);
    bench.upstream.next(3);
    bench.clock.advance(SECOND - TICK);
    bench.assert_late();
    bench.upstream.assert_requests([1, 2]);
}

#[test]
fn an_element_that_is_dropped_has_not_met_demand() {
    let bench = watched(0);
    bench.subscriber.cancel();
    let (clock, upstream) = (DeterministicScheduler::new(1), TestPublisher::<u32, Elapsed>::new());
    let subscriber = TestSubscriber::with_initial_demand(1);
    let odd = upstream.publisher().backpressure_timeout(SECOND, &clock).filter(|n| n % 2 == 1);
    odd.subscribe(subscriber.subscriber());
    upstream.next(0);
    upstream.assert_requests([1, 1]);
    clock.advance(SECOND * 2);
    subscriber.assert_not_terminated();
    subscriber.cancel();
}

#[test]
fn ends_and_cancel_go_straight_through() {
    let bench = watched(0);
    bench.upstream.complete();
    bench.subscriber.assert_complete();
    bench.clock.advance(SECOND * 2);
    bench.subscriber.verify();
    assert!(!bench.subscriber.subscription_leaks());
    let bench = watched(0);
    bench.subscriber.cancel();
    bench.upstream.assert_cancelled();
    assert!(bench.subscriber.is_dropped());
    let bench = watched(1);
    bench.upstream.abandon();
    bench.subscriber.assert_abandoned();
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let Bench { subscriber, upstream, clock } = watched(0);
    drop(clock);
    upstream.assert_cancelled();
    subscriber.assert_abandoned();
}
