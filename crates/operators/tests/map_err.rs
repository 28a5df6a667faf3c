//! Tests of `map_err`.

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber};

#[test]
fn changes_the_error_and_nothing_else() {
    let upstream = TestPublisher::<u32, u8>::new();
    let subscriber = TestSubscriber::with_initial_demand(1);
    upstream.publisher().map_err(|code| code + 1).subscribe(subscriber.subscriber());
    upstream.next(7);
    upstream.error(1);
    assert_eq!(upstream.log(), ["request 1"]);
    assert_eq!(subscriber.log(), ["subscribe", "7", "error 2"]);
}
