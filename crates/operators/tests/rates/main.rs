//! Tests of the operators for streams that are too fast, too slow, or too quiet: a file for each, and
//! `coalescing` for what is the same for all that keep something of what comes.
#![allow(clippy::unwrap_used)] // all of it is test code

mod backpressure_timeout;
mod batch;
mod chunks_session;
mod coalescing;
mod conflate;
mod debounce;
mod delay_until;
mod extrapolate;
mod keep_alive;
mod limit_rate;
mod sample;
mod throttle;
mod throttle_first;
mod throttle_latest;
mod timestamp;

use std::time::Duration;

use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);

/// What each of these tests needs.
struct Bench {
    subscriber: TestSubscriber<u32, &'static str>,
    upstream: TestPublisher<u32, &'static str>,
    clock: DeterministicScheduler, // dropped last: it takes the streams with it
}

impl Bench {
    fn with_demand(demand: u64) -> Self {
        let clock = DeterministicScheduler::new(1);
        let upstream = TestPublisher::new();
        Self { clock, upstream, subscriber: TestSubscriber::with_initial_demand(demand) }
    }

    /// An element, after a pause.
    fn next_after(&self, pause: Duration, element: u32) {
        self.clock.advance(pause);
        self.upstream.next(element);
        self.clock.run_until_idle();
    }

    fn request(&self, n: u64) {
        self.subscriber.request(n);
        self.clock.run_until_idle();
    }

    fn complete(&self) {
        self.upstream.complete();
        self.clock.run_until_idle();
    }

    /// Asserts what has come since this was last asked.
    fn assert_log<const N: usize>(&self, expected: [&str; N]) {
        assert_eq!(self.subscriber.take_log(), expected);
    }
}
