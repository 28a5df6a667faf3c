//! Tests of `filter`.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use support::{manual, on_small_stack, recorder};

#[test]
fn requests_one_more_for_each_dropped_element_of_an_upstream_that_does_not_ask() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder(2);
    publisher.filter(|n| n % 2 == 0).subscribe(recorder);
    (1..5).for_each(|n| upstream.next(n));
    assert_eq!(upstream.log(), ["request 2", "request 1", "request 1"]);
    assert_eq!(probe.log(), ["subscribe", "2", "4"]);
}

#[test]
fn tells_an_upstream_that_asks() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder(2);
    publisher.filter(|n| n % 2 == 0).subscribe(recorder);
    assert!(!upstream.try_next(1));
    assert!(upstream.try_next(2));
    assert_eq!(upstream.log(), ["request 2"]);
    assert_eq!(probe.log(), ["subscribe", "2"]);
}

#[test]
fn two_filters_request_one_between_them() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, _probe) = recorder(1);
    publisher.filter(|_| true).filter(|_| false).subscribe(recorder);
    upstream.next(1);
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
}

#[test]
fn keeps_the_first_of_two_subscriptions() {
    let (publisher, upstream) = manual::<u32, ()>();
    let (recorder, probe) = recorder(1);
    publisher.filter(|_| true).subscribe(recorder);
    assert_eq!(upstream.subscribe_again(), ["cancel"]);
    assert_eq!(
        (upstream.log(), probe.log()),
        (vec!["request 1".to_owned()], vec!["subscribe".into()])
    );
}

#[test]
fn passes_the_end_through() {
    let (publisher, upstream) = manual::<u32, &str>();
    let (recorder, probe) = recorder::<u32>(0);
    publisher.filter(|_| true).subscribe(recorder);
    upstream.error("broken");
    assert_eq!(probe.log(), ["subscribe", "error \"broken\""]);
}

#[test]
fn an_endless_source_that_gives_nothing_notices_cancel() {
    let (recorder, probe) = recorder(0);
    let mut seen = 0;
    let handle = probe.clone();
    range(0..u64::MAX)
        .filter(move |_| {
            seen += 1;
            if seen == 1000 {
                handle.cancel();
            }
            false
        })
        .subscribe(recorder);
    probe.request(1); // returns, because of the cancel
    assert!(probe.is_dropped());
}

#[test]
fn a_million_drops_need_no_stack() {
    on_small_stack(|| {
        let (recorder, probe) = recorder(0);
        let recorder = recorder.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
        range(0..1_000_000).filter(|n| n % 1000 == 0).subscribe(recorder);
        probe.request(1);
        assert_eq!(probe.log().len(), 1002);
    });
}

#[test]
fn a_panic_unwinds_to_whoever_caused_it() {
    let (recorder, probe) = recorder::<u32>(0);
    range(0..3).filter(|_| panic!("predicate")).subscribe(recorder);
    assert!(catch_unwind(AssertUnwindSafe(|| probe.request(1))).is_err());
    assert!(probe.is_dropped());
}
