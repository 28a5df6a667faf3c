//! Tests of `map`.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use support::{manual, recorder};

#[test]
fn passes_everything_through() {
    let (publisher, upstream) = manual::<u32, &str>();
    let (recorder, probe) = recorder(2);
    publisher.map(|n| n * 10).subscribe(recorder);
    upstream.next(1);
    assert!(upstream.try_next(2));
    probe.request(5);
    upstream.error("broken");
    assert_eq!(upstream.log(), ["request 2", "request 5"]);
    assert_eq!(probe.log(), ["subscribe", "10", "20", "error \"broken\""]);
}

#[test]
fn passes_completion_and_cancel_through() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.map(|n| n).subscribe(recorder);
    probe.cancel();
    assert_eq!(upstream.log(), ["cancel"]);
    upstream.complete();
    assert_eq!(probe.log(), ["subscribe", "complete"]);
}

#[test]
fn a_panic_unwinds_to_whoever_caused_it() {
    let (recorder, probe) = recorder::<u32>(0);
    range(0..3).map(|_| panic!("f")).subscribe(recorder);
    assert!(catch_unwind(AssertUnwindSafe(|| probe.request(1))).is_err());
    assert!(probe.is_dropped());
}
