//! Tests of `boxed`.

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber};

#[test]
fn passes_everything_through() {
    let upstream = TestPublisher::<u32, &str>::new();
    let subscriber = TestSubscriber::with_initial_demand(2);
    upstream.publisher().boxed().filter(|n| *n > 1).boxed().subscribe(subscriber.subscriber());
    assert!(!upstream.try_next(1)); // also through the boxes
    upstream.next(2);
    upstream.error("broken");
    assert_eq!(upstream.log(), ["request 2"]);
    assert_eq!(subscriber.log(), ["subscribe", "2", "error \"broken\""]);
    assert!(subscriber.is_dropped());
}
