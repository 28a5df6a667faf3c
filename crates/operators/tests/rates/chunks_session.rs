use std::num::NonZeroUsize;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};

use super::{SECOND, TICK};

struct Bench {
    subscriber: TestSubscriber<Vec<Tracked<u32>>, &'static str>,
    upstream: TestPublisher<Tracked<u32>, &'static str>,
    leaks: LeakCheck,
    clock: DeterministicScheduler,
}

/// Sessions of up to three elements, which are over after a second.
fn sessions(demand: u64) -> Bench {
    let (clock, upstream) = (DeterministicScheduler::new(1), TestPublisher::new());
    let subscriber = TestSubscriber::with_initial_demand(demand);
    let size = NonZeroUsize::new(3).unwrap();
    let sessions = upstream.publisher().chunks_session(SECOND, size, &clock);
    sessions.subscribe(subscriber.subscriber());
    upstream.assert_requests([3]);
    Bench { subscriber, upstream, leaks: LeakCheck::new(), clock }
}

impl Bench {
    fn next_after(&self, pause: std::time::Duration, n: u32) {
        self.clock.advance(pause);
        self.upstream.next(self.leaks.track(n));
    }

    fn assert_log<const N: usize>(&self, expected: [&str; N]) {
        self.clock.run_until_idle();
        assert_eq!(self.subscriber.take_log(), expected);
    }
}

#[test]
fn a_session_is_over_when_nothing_has_come_for_a_while() {
    let bench = sessions(9);
    bench.next_after(SECOND, 1);
    bench.next_after(SECOND - TICK, 2);
    bench.clock.advance(SECOND - TICK);
    bench.assert_log(["subscribe"]);
    bench.clock.advance(TICK);
    bench.assert_log(["[1, 2]"]);
    bench.clock.advance(SECOND * 5);
    bench.assert_log([]); // none is empty
    bench.next_after(SECOND, 3);
    bench.upstream.complete();
    bench.assert_log(["[3]", "complete"]);
}

#[test]
fn a_session_that_is_full_is_given_at_once() {
    let bench = sessions(9);
    (0..4).for_each(|n| bench.next_after(TICK, n));
    bench.assert_log(["subscribe", "[0, 1, 2]"]);
    bench.subscriber.cancel();
}

#[test]
fn sessions_wait_for_demand_and_stay_apart() {
    let bench = sessions(0);
    bench.next_after(TICK, 1);
    bench.next_after(SECOND, 2);
    bench.next_after(TICK, 3);
    bench.clock.advance(SECOND * 5);
    bench.assert_log(["subscribe"]);
    bench.subscriber.request(1);
    bench.assert_log(["[1]"]);
    bench.subscriber.request(1);
    bench.assert_log(["[2, 3]"]);
    bench.subscriber.cancel();
}

#[test]
fn errors_and_cancel_drop_what_waits() {
    for cancels in [false, true] {
        let bench = sessions(9);
        bench.next_after(TICK, 1);
        bench.clock.run_until_idle();
        bench.next_after(TICK, 2);
        if cancels {
            bench.subscriber.cancel();
            bench.upstream.assert_cancelled();
            assert!(bench.subscriber.is_dropped());
        } else {
            bench.upstream.error("broken");
            bench.assert_log(["subscribe", "error \"broken\""]);
        }
        bench.leaks.assert_no_leaks();
    }
}
