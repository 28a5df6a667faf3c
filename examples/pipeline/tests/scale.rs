//! When a consumer is added, in virtual time.

use std::sync::Arc;
use std::time::Duration;

use pipeline::scale::Scaler;
use reactive_streams_operators::delivery::{Lag, lag_trends};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler, Worker};
use rstest::rstest;

/// A lag that is a function of the time.
struct Planned {
    clock: Arc<dyn Worker>,
    lag: fn(f64) -> f64,
}

impl Lag for Planned {
    fn lag(&self) -> Option<u64> {
        Some((self.lag)(self.clock.now().as_secs_f64()) as u64)
    }
}

/// At which seconds one more is needed, of so many.
fn needs(mut scaler: Scaler, seconds: u64, lag: fn(f64) -> f64) -> Vec<u64> {
    let scheduler = DeterministicScheduler::new(1);
    let clock: Arc<dyn Worker> = Arc::from(scheduler.worker());
    let planned = Planned { clock: Arc::clone(&clock), lag };
    let (period, smoothing) = (Duration::from_millis(200), Duration::from_secs(2));
    let trends = lag_trends(planned, period, smoothing, &scheduler).take(seconds as usize * 5);
    let mut needs = trends
        .map(move |trend| (clock.now(), trend))
        .filter(move |&(now, trend)| scaler.needs_more(now, trend))
        .map(|(now, _)| now.as_secs())
        .collect::<Vec<_>>()
        .start();
    scheduler.advance(Duration::from_secs(seconds + 1));
    needs.try_take().expect("it has ended").expect("it cannot fail")
}

#[rstest]
#[case::grows(|time| 600.0 * time, &[5, 10])]
#[case::is_soon_gone(|time| 15_000.0 - 1_000.0 * time, &[])]
#[case::shrinks_too_slowly(|time| 20_000.0 - 500.0 * time, &[5, 10])]
#[case::is_small(|time| 60.0 * time, &[])]
fn one_more_is_needed_for_a_backlog_that(#[case] lag: fn(f64) -> f64, #[case] expected: &[u64]) {
    assert_eq!(needs(Scaler::new(1000), 14, lag), expected);
}

#[test]
fn after_a_change_it_waits_until_the_effect_is_seen() {
    let mut scaler = Scaler::new(1000);
    scaler.changed(Duration::from_secs(3));
    assert_eq!(needs(scaler, 11, |time| 600.0 * time), [8]);
}
