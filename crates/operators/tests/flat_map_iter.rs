//! Tests of `flat_map_iter`. What it does with demand and ends is that of `concat_map`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber};

#[test]
fn an_element_is_requested_when_the_iterator_of_the_one_before_has_ended() {
    let (upstream, downstream) =
        (TestPublisher::<u32, ()>::new(), TestSubscriber::with_initial_demand(1));
    upstream.publisher().flat_map_iter(|n| 0..n).subscribe(downstream.subscriber());
    assert_eq!(upstream.log(), ["request 1"]);
    upstream.next(2);
    assert_eq!(upstream.log(), ["request 1"]);
    downstream.request(1);
    assert_eq!(upstream.log(), ["request 1", "request 1"]);
    assert!(!upstream.try_next(0), "it has used up no demand");
    upstream.complete();
    assert_eq!(downstream.log(), ["subscribe", "0", "1", "complete"]);
}

#[test]
fn an_error_drops_the_iterator() {
    let leaks = LeakCheck::new();
    let (upstream, downstream) = (TestPublisher::new(), TestSubscriber::with_initial_demand(1));
    let given = leaks.track(());
    let items =
        upstream.publisher().flat_map_iter(move |_: u32| vec![given.clone(), given.clone()]);
    items.subscribe(downstream.subscriber());
    upstream.next(0);
    upstream.error("broken");
    downstream.assert_error("broken");
    drop(downstream.take_values());
    assert_eq!(leaks.alive(), 0);
}

#[test]
fn cancel_drops_the_iterator() {
    let leaks = LeakCheck::new();
    let (upstream, downstream) =
        (TestPublisher::<u32, ()>::new(), TestSubscriber::with_initial_demand(0));
    let given = leaks.track(());
    upstream
        .publisher()
        .flat_map_iter(move |_| Some(given.clone()))
        .subscribe(downstream.subscriber());
    upstream.next(0);
    downstream.cancel();
    upstream.assert_cancelled();
    assert_eq!(leaks.alive(), 0);
}

#[test]
fn a_panic_of_the_iterator_drops_everything() {
    let downstream = TestSubscriber::<u32, _>::new().tolerating("1.4");
    let items = range(0..3).hide().flat_map_iter(|_| std::iter::from_fn(|| panic!("iterator")));
    let subscriber = downstream.subscriber();
    assert!(catch_unwind(AssertUnwindSafe(|| items.subscribe(subscriber))).is_err());
    assert!(downstream.is_dropped());
}
