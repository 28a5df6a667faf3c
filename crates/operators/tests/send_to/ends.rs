//! The end of either side, while records are on their way.

use reactive_streams::Publisher;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked, Violation};
use rstest::rstest;

use crate::manual::{Manual, receipts};

type Upstream = TestPublisher<Tracked<u32>, &'static str>;

#[rstest]
#[case::completion(TestPublisher::complete, "complete")]
#[case::error(|upstream: &Upstream| upstream.error("broken"), "error \"broken\"")]
fn the_end_waits_for_what_is_on_its_way(#[case] end: fn(&Upstream), #[case] expected: &str) {
    let (upstream, destination, leaks) = (Upstream::new(), Manual::new(4), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    let sent = upstream.publisher().send_to(destination.clone(), |n| **n);
    receipts(sent).subscribe(subscriber.subscriber());
    upstream.next(leaks.track(1));
    upstream.next(leaks.track(2));
    end(&upstream);
    destination.sent(2);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    destination.sent(1);
    assert_eq!(subscriber.take_log(), ["10"]); // the other result waits for demand, and the end for it
    subscriber.request(1);
    assert_eq!(subscriber.take_log(), ["20", expected]);
    assert_eq!(upstream.log(), ["request 4"]);
    leaks.assert_no_leaks();
    assert!(!subscriber.subscription_leaks());
}

#[rstest]
#[case::completion(TestPublisher::complete, "complete")]
#[case::error(|upstream: &Upstream| upstream.error("broken"), "error \"broken\"")]
fn the_end_needs_no_demand(#[case] end: fn(&Upstream), #[case] expected: &str) {
    let (upstream, destination) = (Upstream::new(), Manual::new(4));
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    let sent = upstream.publisher().send_to(destination, |n| **n);
    receipts(sent).subscribe(subscriber.subscriber());
    end(&upstream);
    assert_eq!(subscriber.log(), ["subscribe", expected]);
}

#[test]
fn an_upstream_that_is_dropped_abandons_the_subscriber_after_the_results() {
    let (upstream, destination) = (Upstream::new(), Manual::new(4));
    let subscriber = TestSubscriber::<u32, _>::new();
    let sent = upstream.publisher().send_to(destination.clone(), |n| **n);
    receipts(sent).subscribe(subscriber.subscriber());
    upstream.next(LeakCheck::new().track(1));
    upstream.abandon();
    assert!(!subscriber.is_dropped());
    destination.sent(1);
    subscriber.assert_abandoned();
    assert_eq!(subscriber.log(), ["subscribe", "10"]);
}

#[test]
fn cancel_drops_elements_and_ignores_outcomes() {
    let upstream = Upstream::noncompliant([Violation::SignalAfterCancel]);
    let (destination, leaks) = (Manual::new(4), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    let sent = upstream.publisher().send_to(destination.clone(), |n| **n);
    receipts(sent).subscribe(subscriber.subscriber());
    (1..=3).for_each(|n| upstream.next(leaks.track(n)));
    destination.sent(2); // a result that waits
    subscriber.cancel();
    subscriber.cancel();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    destination.sent(1);
    drop(destination.outcome(3));
    upstream.next(leaks.track(4)); // §2.8
    leaks.assert_no_leaks();
    assert_eq!(destination.untold(), [0u32; 0]);
    upstream.complete();
    assert_eq!(subscriber.log(), ["subscribe"]);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn an_outcome_that_is_dropped_ends_the_stream_at_its_turn() {
    let (upstream, destination, leaks) = (Upstream::new(), Manual::new(4), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    let sent = upstream.publisher().send_to(destination.clone(), |n| **n);
    receipts(sent).subscribe(subscriber.subscriber());
    (1..=3).for_each(|n| upstream.next(leaks.track(n)));
    drop(destination.outcome(2));
    destination.sent(3);
    assert!(!subscriber.is_dropped());
    assert_eq!(upstream.log(), ["request 4"]);
    destination.sent(1); // no demand is left, and none is needed
    subscriber.assert_abandoned();
    assert_eq!(subscriber.log(), ["subscribe", "10"]);
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    leaks.assert_no_leaks();
}

#[test]
fn a_scheduler_that_has_shut_down_abandons_the_subscriber() {
    let (destination, leaks) = (Manual::new(4), LeakCheck::new());
    let thread = ThreadScheduler::new("results");
    let elements: Vec<_> = (1..9).map(|n| leaks.track(n)).collect();
    let sent = from_iter(elements).send_to(destination.clone(), |n: &Tracked<u32>| **n);
    let sent = receipts(sent.results_on(&thread));
    drop(thread);
    let subscriber = TestSubscriber::<u32, _>::new();
    sent.subscribe(subscriber.subscriber());
    subscriber.assert_abandoned();
    leaks.assert_no_leaks();
    assert_eq!(destination.untold(), [0u32; 0]);
}
