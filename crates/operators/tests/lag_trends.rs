//! Tests of `lag_trends`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::delivery::{Lag, LagTrend, lag_trends};
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::TestSubscriber;

const SECOND: Duration = Duration::from_secs(1);

#[derive(Clone, Default)]
struct Source(Arc<Mutex<Option<u64>>>);

impl Lag for Source {
    fn lag(&self) -> Option<u64> {
        *self.0.lock().unwrap()
    }
}

/// A source, the clock, and who is told of its trends.
struct Looked {
    /// Dropped first: a clock that is dropped abandons it.
    subscriber: TestSubscriber<LagTrend, Infallible>,
    source: Source,
    clock: DeterministicScheduler,
}

impl Looked {
    fn new(smoothing: Duration, demand: u64) -> Self {
        let (source, clock) = (Source::default(), DeterministicScheduler::new(1));
        let subscriber = TestSubscriber::with_initial_demand(demand);
        lag_trends(source.clone(), SECOND, smoothing, &clock).subscribe(subscriber.subscriber());
        Self { subscriber, source, clock }
    }

    /// The trends that are given while the lag is this, one second each.
    fn see(&self, lags: impl IntoIterator<Item = Option<u64>>) -> Vec<LagTrend> {
        for lag in lags {
            *self.source.0.lock().unwrap() = lag;
            self.clock.advance(SECOND);
        }
        self.subscriber.take_values()
    }
}

#[test]
fn a_steady_pace_is_what_it_is() {
    let looked = Looked::new(5 * SECOND, u64::MAX);
    let growing = looked.see((0..4).map(|n| Some(100 + 20 * n)));
    assert_eq!(growing.iter().map(LagTrend::lag).collect::<Vec<_>>(), [120, 140, 160]);
    for trend in growing {
        assert!((trend.growth() - 20.0).abs() < 1e-9);
        assert_eq!(trend.time_to_drain(), None);
    }
}

#[test]
fn what_shrinks_has_a_time() {
    let looked = Looked::new(5 * SECOND, u64::MAX);
    let trends = looked.see([Some(100), Some(90), Some(80)]);
    assert_eq!(trends[1].growth(), -10.0);
    assert_eq!(trends[1].time_to_drain(), Some(8 * SECOND));
}

#[test]
fn what_stands_still_has_none_unless_it_is_gone() {
    let looked = Looked::new(5 * SECOND, u64::MAX);
    assert_eq!(looked.see([Some(7), Some(7)])[0].time_to_drain(), None);
    let looked = Looked::new(5 * SECOND, u64::MAX);
    assert_eq!(looked.see([Some(0), Some(0)])[0].time_to_drain(), Some(Duration::ZERO));
}

#[test]
fn a_change_of_pace_is_seen_as_promised() {
    let looked = Looked::new(10 * SECOND, u64::MAX);
    looked.see([Some(0), Some(0)]);
    let grown = looked.see((1..=30).map(|n| Some(100 * n)));
    assert!((grown[9].growth() - 63.2).abs() < 0.1);
    assert!((grown[29].growth() - 95.0).abs() < 0.1);
}

#[test]
fn nothing_is_smoothed_in_no_time() {
    let looked = Looked::new(Duration::ZERO, u64::MAX);
    let trends = looked.see([Some(0), Some(50), Some(40)]);
    assert_eq!(trends.iter().map(LagTrend::growth).collect::<Vec<_>>(), [50.0, -10.0]);
}

#[test]
fn what_is_not_known_is_left_out() {
    let looked = Looked::new(Duration::ZERO, u64::MAX);
    assert_eq!(looked.see([None, Some(10), None, None]), []);
    assert_eq!(looked.see([Some(40)])[0].growth(), 10.0); // over three seconds
}

#[test]
fn it_looks_when_it_is_asked() {
    let looked = Looked::new(Duration::ZERO, 1);
    assert_eq!(looked.see([Some(0), Some(10)]).len(), 1);
    assert_eq!(looked.see([Some(20), Some(30)]), []);
    looked.subscriber.request(1); // for the look that was missed
    looked.clock.run_until_idle();
    let trends = looked.subscriber.take_values();
    assert_eq!((trends[0].lag(), trends[0].growth()), (30, 10.0));
}
