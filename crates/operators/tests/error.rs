//! Tests of `error`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::error;
use support::recorder;

#[test]
fn fails_without_demand() {
    let (recorder, probe) = recorder::<u8>(0);
    error("broken").subscribe(recorder);
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
    assert!(probe.is_dropped());
    assert!(!probe.subscription_leaks());
}

#[test]
fn does_not_fail_who_cancels_in_time() {
    let (recorder, probe) = recorder::<u8>(0);
    let recorder = recorder.on_subscribe(|subscription| subscription.cancel());
    error("broken").subscribe(recorder);
    assert_eq!(probe.log(), ["subscribe"]);
    assert!(probe.is_dropped());
}
