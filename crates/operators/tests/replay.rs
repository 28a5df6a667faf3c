//! Tests of `replay` and of its sink.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::Sinks;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::sinks::EmitError;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked, Violation};
use support::capacity;

#[test]
fn the_slowest_decides_what_is_requested() {
    let upstream = TestPublisher::<u32, ()>::new();
    let replay = upstream.publisher().replay(capacity(4));
    let fast = TestSubscriber::<u32, _>::new();
    let slow = TestSubscriber::<u32, _>::with_initial_demand(1);
    replay.clone().subscribe(fast.subscriber());
    replay.subscribe(slow.subscriber());
    (0..4).for_each(|n| upstream.next(n));
    assert_eq!(fast.take_log(), ["subscribe", "0", "1", "2", "3"]);
    assert_eq!(slow.take_log(), ["subscribe", "0"]);
    assert_eq!(upstream.log(), ["request 4", "request 1"]); // it had run dry
    slow.request(2);
    assert_eq!(upstream.log(), ["request 4", "request 1"]);
    upstream.next(4);
    assert_eq!(upstream.log(), ["request 4", "request 1", "request 2"]);
    slow.request(1);
    assert_eq!(upstream.log(), ["request 4", "request 1", "request 2"]);
    upstream.complete();
    assert_eq!(fast.take_log(), ["4", "complete"]);
    slow.request(1);
    assert_eq!(slow.take_log(), ["1", "2", "3", "4", "complete"]);
}

#[test]
fn a_late_subscriber_gets_what_is_kept_and_misses_nothing_after_it() {
    let upstream = TestPublisher::<u32, &str>::new();
    let replay = upstream.publisher().replay(capacity(2));
    let first = TestSubscriber::<u32, _>::new();
    let late = TestSubscriber::<u32, _>::with_initial_demand(0);
    let too_late = TestSubscriber::<u32, _>::new();
    replay.clone().subscribe(first.subscriber());
    (0..4).for_each(|n| upstream.next(n));
    replay.clone().subscribe(late.subscriber());
    (4..6).for_each(|n| upstream.next(n)); // they were requested before
    upstream.error("broken");
    replay.subscribe(too_late.subscriber());
    late.request(9);
    assert_eq!(first.log()[5..], ["4", "5", "error \"broken\""]);
    assert_eq!(late.log(), ["subscribe", "2", "3", "4", "5", "error \"broken\""]);
    assert_eq!(too_late.log(), ["subscribe", "4", "5", "error \"broken\""]);
}

#[test]
fn waits_for_subscribers_and_is_cancelled_with_the_last_handle() {
    let upstream = TestPublisher::<Tracked<u32>, ()>::noncompliant([Violation::SignalAfterCancel]);
    let leaks = LeakCheck::new();
    let replay = upstream.publisher().replay(capacity(2));
    let subscriber = TestSubscriber::<Tracked<u32>, _>::new();
    replay.clone().subscribe(subscriber.subscriber());
    upstream.next(leaks.track(0));
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    upstream.next(leaks.track(1));
    assert_eq!(upstream.log(), ["request 2"]);
    let other = TestSubscriber::<Tracked<u32>, _>::with_initial_demand(2);
    replay.subscribe(other.subscriber());
    assert_eq!(other.take_values().len(), 2);
    assert_eq!(upstream.log(), ["request 2", "request 2"]);
    other.cancel();
    assert_eq!(upstream.log(), ["request 2", "request 2", "cancel"]);
}

#[test]
fn more_than_was_requested_is_dropped() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::ExceedDemand]);
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    upstream.publisher().replay(capacity(2)).subscribe(subscriber.subscriber());
    (0..3).for_each(|n| upstream.next(n));
    subscriber.request(9);
    assert_eq!(subscriber.log(), ["subscribe", "0", "1"]);
}

#[test]
fn an_upstream_that_abandons_its_subscriber_abandons_ours() {
    let upstream = TestPublisher::<u32, ()>::new();
    let subscriber = TestSubscriber::<u32, _>::new();
    upstream.publisher().replay(capacity(2)).subscribe(subscriber.subscriber());
    upstream.next(0);
    upstream.abandon();
    assert_eq!(subscriber.log(), ["subscribe", "0"]);
    subscriber.assert_abandoned();
}

#[test]
fn the_sink_keeps_the_newest_while_nobody_reads() {
    let leaks = LeakCheck::new();
    let (sink, publisher) = Sinks::many().replay::<Tracked<u32>, ()>(capacity(2));
    (0..5).for_each(|n| sink.try_emit_next(leaks.track(n)).unwrap());
    assert_eq!(leaks.alive(), 2);
    let subscriber = TestSubscriber::<Tracked<u32>, _>::with_initial_demand(0);
    publisher.clone().subscribe(subscriber.subscriber());
    assert!(matches!(sink.try_emit_next(leaks.track(5)), Err(EmitError::Overflow(_))));
    subscriber.request(1);
    assert!(sink.try_emit_next(leaks.track(5)).is_ok());
    assert!(matches!(sink.try_emit_next(leaks.track(6)), Err(EmitError::Overflow(_))));
    subscriber.request(9);
    drop(sink);
    let values = subscriber.take_values();
    assert_eq!(values.iter().map(|n| **n).collect::<Vec<_>>(), [3, 4, 5]);
    subscriber.assert_complete();
    drop((publisher, values));
    leaks.assert_no_leaks();
}

#[test]
fn the_sink_ends_once() {
    let (sink, publisher) = Sinks::many().replay::<u32, &str>(capacity(2));
    let other = sink.clone();
    sink.try_emit_next(1).unwrap();
    drop(sink);
    other.try_emit_error("broken").unwrap();
    assert_eq!(other.try_emit_error("again"), Err(EmitError::Terminated("again")));
    assert_eq!(other.try_emit_complete(), Err(EmitError::Terminated(())));
    assert_eq!(other.try_emit_next(2), Err(EmitError::Terminated(2)));
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe"]); // first what is kept
    subscriber.request(1);
    assert_eq!(subscriber.log(), ["subscribe", "1", "error \"broken\""]);
}

#[test]
fn a_cache_asks_for_everything_and_keeps_it() {
    let upstream = TestPublisher::<u32, &str>::new();
    let cache = upstream.publisher().cache();
    let slow = TestSubscriber::<u32, _>::with_initial_demand(1);
    cache.clone().subscribe(slow.subscriber());
    assert_eq!(upstream.log(), ["request unbounded"]);
    (0..300).for_each(|n| upstream.next(n));
    upstream.error("broken");
    assert_eq!(slow.log(), ["subscribe", "0"]);
    slow.cancel();
    let late = TestSubscriber::<u32, _>::new();
    cache.subscribe(late.subscriber());
    late.assert_values(0..300).assert_error("broken").verify();
    assert_eq!(upstream.log(), ["request unbounded"]);
}
