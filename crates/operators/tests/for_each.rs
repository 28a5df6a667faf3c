//! Tests of `for_each`; `tests/fold.rs` has what it shares with the other sinks.

use std::sync::{Arc, Mutex};

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use rstest::rstest;

#[rstest]
fn sees_every_element_in_order(#[values(false, true)] fused: bool) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let f = move |n| log.lock().unwrap().push(n);
    let numbers = range(0..4);
    let outcome =
        if fused { numbers.for_each(f).block() } else { numbers.hide().for_each(f).block() };
    assert_eq!(outcome, Ok(()));
    assert_eq!(*seen.lock().unwrap(), [0, 1, 2, 3]);
}

#[tokio::test]
async fn can_be_awaited() {
    assert_eq!(range(0..4).for_each(drop).await, Ok(()));
}
