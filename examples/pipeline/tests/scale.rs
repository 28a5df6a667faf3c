//! When a consumer is added.

use pipeline::scale::Scaler;

/// Shows five figures a second, and gives the second of each need.
fn needs(scaler: &mut Scaler, seconds: u32, lag: impl Fn(f64) -> f64) -> Vec<f64> {
    let times = (0..seconds * 5).map(|n| f64::from(n) / 5.0);
    times.filter(|&time| scaler.see(time, lag(time) as u64).is_some()).collect()
}

#[test]
fn a_backlog_that_grows_needs_more_until_it_does_not_grow() {
    let needs = needs(&mut Scaler::new(1000), 12, |time| 600.0 * time);
    assert_eq!(needs, [4.0, 8.0]);
}

#[test]
fn a_backlog_that_is_gone_soon_needs_nothing() {
    assert_eq!(needs(&mut Scaler::new(1000), 20, |time| 15_000.0 - 1_000.0 * time), [0.0; 0]);
}

#[test]
fn a_backlog_that_shrinks_too_slowly_needs_more() {
    assert_eq!(needs(&mut Scaler::new(1000), 7, |time| 20_000.0 - 500.0 * time), [4.0]);
}

#[test]
fn a_small_lag_that_grows_is_nothing_unusual() {
    assert_eq!(needs(&mut Scaler::new(1000), 10, |time| 90.0 * time), [0.0; 0]);
}

#[test]
fn after_a_change_it_waits_until_the_effect_is_seen() {
    let mut scaler = Scaler::new(1000);
    scaler.changed(3.0);
    assert_eq!(needs(&mut scaler, 9, |time| 600.0 * time), [7.0]);
}
