//! Tests of `never`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::never;
use support::recorder;

#[test]
fn holds_the_subscriber_until_it_cancels() {
    let (recorder, probe) = recorder::<u8>(3);
    never().subscribe(recorder);
    probe.request(1);
    assert_eq!(probe.log(), ["subscribe"]);
    assert!(!probe.is_dropped());
    probe.cancel();
    assert!(probe.is_dropped());
    assert!(!probe.subscription_leaks());
}
