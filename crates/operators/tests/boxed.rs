//! Tests of `boxed`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use support::{manual, recorder};

#[test]
fn passes_everything_through() {
    let (publisher, upstream) = manual::<u32, &str>();
    let (recorder, probe) = recorder(2);
    publisher.boxed().filter(|n| *n > 1).boxed().subscribe(recorder);
    assert!(!upstream.try_next(1)); // also through the boxes
    upstream.next(2);
    upstream.error("broken");
    assert_eq!(upstream.log(), ["request 2"]);
    assert_eq!(probe.log(), ["subscribe", "2", "error \"broken\""]);
    assert!(probe.is_dropped());
}
