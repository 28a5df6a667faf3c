//! Tests of `never`.

use reactive_streams::Publisher;
use reactive_streams_operators::never;
use reactive_streams_test::TestSubscriber;

#[test]
fn holds_the_subscriber_until_it_cancels() {
    let subscriber = TestSubscriber::<u8, _>::with_initial_demand(3);
    never().subscribe(subscriber.subscriber());
    subscriber.request(1);
    assert_eq!(subscriber.log(), ["subscribe"]);
    assert!(!subscriber.is_dropped());
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
}
