//! Tests of `error`.

use reactive_streams::Publisher;
use reactive_streams_operators::error;
use reactive_streams_test::TestSubscriber;

#[test]
fn fails_without_demand() {
    let subscriber = TestSubscriber::<u8, _>::with_initial_demand(0);
    error("broken").subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn does_not_fail_who_cancels_in_time() {
    let subscriber = TestSubscriber::<u8, _>::with_initial_demand(0);
    let subscriber = subscriber.on_subscribe(|subscription| subscription.cancel());
    error("broken").subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe"]);
    assert!(subscriber.is_dropped());
}
