//! Tests of `on_backpressure_buffer`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{
    DropNewest, DropOldest, Fail, Overflow, OverflowStrategy,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use rstest::rstest;

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

#[derive(Debug, PartialEq)]
enum Failed {
    Upstream,
    Overflow,
}

impl From<Overflow> for Failed {
    fn from(_: Overflow) -> Self {
        Self::Overflow
    }
}

type Ends = (TestPublisher<u32, Failed>, TestSubscriber<u32, Failed>);

fn buffered(strategy: impl OverflowStrategy<u32, Failed>) -> Ends {
    let (upstream, subscriber) = (TestPublisher::new(), TestSubscriber::with_initial_demand(1));
    upstream.publisher().on_backpressure_buffer(TWO, strategy).subscribe(subscriber.subscriber());
    (upstream, subscriber)
}

#[test]
fn it_takes_everything_and_delivers_what_is_requested() {
    let (upstream, subscriber) = buffered(Fail);
    upstream.assert_requests([u64::MAX]);
    (0..3).for_each(|n| upstream.next(n));
    subscriber.assert_values([0]);
    subscriber.request(1);
    upstream.complete();
    subscriber.assert_values([0, 1]).assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([0, 1, 2]).assert_complete();
    upstream.assert_requests([u64::MAX]).assert_not_cancelled();
}

#[test]
fn it_fails_when_it_is_full_after_what_waits() {
    let (upstream, subscriber) = buffered(Fail);
    (0..4).for_each(|n| upstream.next(n));
    upstream.assert_cancelled();
    subscriber.assert_values([0]).assert_not_terminated();
    subscriber.request(5);
    subscriber.assert_values([0, 1, 2]).assert_error(Failed::Overflow);
}

#[test]
fn the_error_says_what_was_full() {
    let (upstream, subscriber) = (TestPublisher::new(), TestSubscriber::with_initial_demand(0));
    let buffered = upstream.publisher().on_backpressure_buffer(TWO, Fail);
    buffered.map_err(|full: Overflow| full.to_string()).subscribe(subscriber.subscriber());
    (0..3).for_each(|n| upstream.next(n));
    subscriber.request(2);
    let text = "on_backpressure_buffer: 2 elements wait, and too little is requested";
    subscriber.assert_values([0, 1]).assert_error(text.to_owned());
}

#[rstest]
#[case::newest(false, [0, 1, 2], [3, 4])]
#[case::oldest(true, [0, 3, 4], [1, 2])]
fn what_is_dropped_is_handed_over(
    #[case] oldest: bool,
    #[case] delivered: [u32; 3],
    #[case] dropped: [u32; 2],
) {
    let left_out = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&left_out);
    let observe = move |n| log.lock().unwrap().push(n);
    let (upstream, subscriber) =
        if oldest { buffered(DropOldest(observe)) } else { buffered(DropNewest(observe)) };
    (0..5).for_each(|n| upstream.next(n));
    upstream.complete();
    subscriber.request(9);
    subscriber.assert_values(delivered).assert_complete();
    assert_eq!(*left_out.lock().unwrap(), dropped);
}

#[test]
fn an_error_of_the_upstream_is_passed_on_at_once() {
    let (upstream, subscriber) = buffered(Fail);
    (0..2).for_each(|n| upstream.next(n));
    upstream.error(Failed::Upstream);
    subscriber.assert_values([0]).assert_error(Failed::Upstream);
}

#[test]
fn cancel_goes_to_the_upstream_and_drops_what_waits() {
    let (upstream, subscriber) = buffered(Fail);
    (0..3).for_each(|n| upstream.next(n));
    subscriber.cancel();
    upstream.assert_cancelled();
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn a_panic_of_the_closure_ends_it() {
    let (upstream, subscriber) = buffered(DropNewest(|_| panic!("closure")));
    (0..3).for_each(|n| upstream.next(n));
    assert!(catch_unwind(AssertUnwindSafe(|| upstream.next(3))).is_err());
    subscriber.request(9);
    subscriber.assert_values([0, 1, 2]).assert_abandoned();
}
