//! Tests of `flat_map_signal`. What it does with elements, demand and cancel is that of `flat_map`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::operator::Notification;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use support::capacity;

fn by_hand(demand: u64) -> (TestPublisher<u32, &'static str>, TestSubscriber<String, u8>) {
    let (upstream, downstream) =
        (TestPublisher::new(), TestSubscriber::with_initial_demand(demand));
    let spelled =
        upstream.publisher().flat_map_signal(capacity(2), |signal: Notification<u32, &str>| {
            from_iter(match signal {
                Notification::Next(n) => vec![n.to_string(); 2],
                Notification::Complete => vec!["complete".to_owned()],
                Notification::Error(error) => vec![error.to_owned()],
            })
            .fallible()
        });
    spelled.subscribe(downstream.subscriber());
    (upstream, downstream)
}

#[test]
fn completion_makes_a_publisher_of_its_own() {
    let (upstream, downstream) = by_hand(2);
    assert_eq!(upstream.log(), ["request 2"]);
    upstream.next(1);
    upstream.complete();
    downstream.assert_not_terminated();
    downstream.request(1);
    let expected = ["1", "1", "complete"].map(str::to_owned);
    downstream.assert_values(expected).assert_complete();
}

#[test]
fn an_error_becomes_what_the_function_makes_of_it() {
    let (upstream, downstream) = by_hand(9);
    upstream.error("broken");
    downstream.assert_values(["broken".to_owned()]).assert_complete();
}

#[test]
fn cancel_goes_through() {
    let (upstream, downstream) = by_hand(0);
    downstream.cancel();
    upstream.assert_cancelled();
    assert!(downstream.is_dropped());
}
