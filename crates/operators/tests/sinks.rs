//! Tests of `Sinks`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use reactive_streams::Publisher;
use reactive_streams_operators::Sinks;
use reactive_streams_operators::sinks::{EmitError, MulticastPublisher, MulticastSink};
use reactive_streams_test::TestSubscriber;
use rstest::rstest;

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

type Pair = (MulticastSink<u32, &'static str>, MulticastPublisher<u32, &'static str>);

fn buffered() -> Pair {
    Sinks::many().multicast().on_backpressure_buffer(TWO)
}

fn best_effort() -> Pair {
    Sinks::many().multicast().direct_best_effort()
}

fn all_or_nothing() -> Pair {
    Sinks::many().multicast().direct_all_or_nothing()
}

fn join(
    publisher: &MulticastPublisher<u32, &'static str>,
    demand: u64,
) -> TestSubscriber<u32, &'static str> {
    let subscriber = TestSubscriber::with_initial_demand(demand);
    publisher.clone().subscribe(subscriber.subscriber());
    subscriber
}

#[test]
fn a_unicast_sink_refuses_what_does_not_fit_and_says_why() {
    let (sink, publisher) = Sinks::many().unicast::<u32, &str>(TWO);
    let subscriber = TestSubscriber::with_initial_demand(1);
    publisher.subscribe(subscriber.subscriber());
    for n in 0..3 {
        sink.try_emit_next(n).unwrap();
    }
    assert_eq!(sink.try_emit_next(3), Err(EmitError::Overflow(3)));
    subscriber.request(1);
    sink.clone().try_emit_next(4).unwrap();
    subscriber.request(9);
    sink.try_emit_error("broken").unwrap();
    assert_eq!(sink.try_emit_error("again"), Err(EmitError::Terminated("again")));
    assert_eq!(sink.try_emit_next(5), Err(EmitError::Terminated(5)));
    subscriber.assert_values([0, 1, 2, 4]).assert_error("broken");
}

#[test]
fn a_unicast_sink_whose_subscriber_has_cancelled_says_so() {
    let (sink, publisher) = Sinks::many().unicast::<u32, &str>(TWO);
    let subscriber = TestSubscriber::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    sink.try_emit_next(0).unwrap();
    subscriber.cancel();
    let refused = sink.try_emit_next(1).unwrap_err();
    assert_eq!(refused, EmitError::Cancelled(1));
    assert_eq!(refused.to_string(), "not emitted: the subscriber has cancelled");
    assert_eq!(refused.into_inner(), 1);
    assert_eq!(sink.try_emit_complete(), Err(EmitError::Cancelled(())));
}

#[test]
fn a_sink_that_is_dropped_completes() {
    let (sink, publisher) = buffered();
    let subscriber = join(&publisher, 1);
    let other = sink.clone();
    drop(sink);
    subscriber.assert_not_terminated();
    drop(other);
    subscriber.assert_complete();
    join(&publisher, 0).assert_complete();
}

#[test]
fn buffered_elements_wait_for_the_slowest() {
    let (sink, publisher) = buffered();
    sink.try_emit_next(0).unwrap(); // nobody is there: it waits
    let quick = join(&publisher, 9);
    let slow = join(&publisher, 1);
    assert_eq!(sink.subscriber_count(), 2);
    sink.try_emit_next(1).unwrap();
    sink.try_emit_next(2).unwrap();
    sink.try_emit_next(3).unwrap();
    assert_eq!(sink.try_emit_next(4), Err(EmitError::Overflow(4)));
    quick.assert_values([0, 1]);
    slow.assert_values([1]);
    slow.request(1);
    quick.assert_values([0, 1, 2]);
    slow.assert_values([1, 2]);
}

#[rstest]
#[case::buffered(buffered())]
#[case::best_effort(best_effort())]
#[case::all_or_nothing(all_or_nothing())]
fn when_nobody_can_come_any_more_it_is_cancelled(#[case] (sink, publisher): Pair) {
    let subscriber = join(&publisher, 1);
    sink.try_emit_next(1).unwrap();
    drop(publisher);
    assert_eq!(sink.subscriber_count(), 1); // who is there may stay
    subscriber.cancel();
    assert_eq!(sink.try_emit_next(2), Err(EmitError::Cancelled(2)));
    assert_eq!(sink.try_emit_complete(), Err(EmitError::Cancelled(())));
}

#[test]
fn what_waits_is_dropped_when_nobody_can_come_any_more() {
    let element = Arc::new(());
    let (sink, publisher) = Sinks::many().multicast().on_backpressure_buffer::<_, &str>(TWO);
    sink.try_emit_next(Arc::clone(&element)).unwrap();
    drop(sink);
    assert_eq!(Arc::strong_count(&element), 2); // for whoever subscribes next
    drop(publisher);
    assert_eq!(Arc::strong_count(&element), 1);
}

#[test]
fn best_effort_leaves_out_who_has_not_asked() {
    let (sink, publisher) = best_effort();
    assert_eq!(sink.try_emit_next(0), Err(EmitError::NoSubscribers(0)));
    let quick = join(&publisher, 2);
    let slow = join(&publisher, 1);
    sink.try_emit_next(1).unwrap();
    sink.try_emit_next(2).unwrap();
    assert_eq!(sink.try_emit_next(3), Err(EmitError::Overflow(3)));
    slow.request(1);
    sink.try_emit_next(4).unwrap();
    quick.assert_values([1, 2]);
    slow.assert_values([1, 4]);
}

#[test]
fn all_or_nothing_takes_what_all_have_asked_for() {
    let (sink, publisher) = all_or_nothing();
    assert_eq!(sink.try_emit_next(0), Err(EmitError::NoSubscribers(0)));
    let quick = join(&publisher, 9);
    let slow = join(&publisher, 1);
    sink.try_emit_next(1).unwrap();
    assert_eq!(sink.try_emit_next(2), Err(EmitError::Overflow(2)));
    slow.cancel();
    sink.try_emit_next(3).unwrap();
    quick.assert_values([1, 3]);
    slow.assert_values([1]);
    sink.try_emit_error("broken").unwrap();
    quick.assert_error("broken");
    assert_eq!(sink.try_emit_next(4), Err(EmitError::Terminated(4)));
}

#[rstest]
#[case::buffered(buffered())]
#[case::best_effort(best_effort())]
#[case::all_or_nothing(all_or_nothing())]
fn a_subscriber_that_panics_leaves_the_others_alone(#[case] (sink, publisher): Pair) {
    let bad = TestSubscriber::with_initial_demand(9).on_next(|_, _| panic!("bad subscriber"));
    publisher.clone().subscribe(bad.subscriber());
    let good = join(&publisher, 9);
    sink.try_emit_next(1).unwrap();
    sink.try_emit_next(2).unwrap();
    good.assert_values([1, 2]);
    assert!(bad.is_dropped());
    assert_eq!(sink.subscriber_count(), 1);
}

#[test]
fn a_subscriber_may_emit_from_inside_a_signal() {
    let (sink, publisher) = all_or_nothing();
    let again = sink.clone();
    let subscriber = TestSubscriber::with_initial_demand(9).on_next(move |n, _| {
        if *n < 3 {
            again.try_emit_next(n + 1).unwrap();
        }
    });
    publisher.subscribe(subscriber.subscriber());
    sink.try_emit_next(0).unwrap();
    subscriber.assert_values([0, 1, 2, 3]);
    subscriber.cancel();
}

#[test]
fn one_value_reaches_who_came_before_and_after_it() {
    let (sink, publisher) = Sinks::one::<u32, &str>();
    let early = TestSubscriber::with_initial_demand(0);
    publisher.clone().subscribe(early.subscriber());
    sink.try_emit_value(7).unwrap();
    early.assert_not_terminated();
    early.request(1);
    early.assert_values([7]).assert_complete();
    let late = TestSubscriber::with_initial_demand(1);
    publisher.subscribe(late.subscriber());
    late.assert_values([7]).assert_complete();
    assert_eq!(sink.try_emit_value(8), Err(EmitError::Terminated(8)));
    assert_eq!(sink.try_emit_error("no"), Err(EmitError::Terminated("no")));
    assert_eq!(sink.try_emit_complete(), Err(EmitError::Terminated(())));
}

#[test]
fn one_may_fail_be_empty_or_be_dropped() {
    let (sink, publisher) = Sinks::one::<u32, &str>();
    sink.try_emit_error("no").unwrap();
    assert!(publisher.block().is_err());
    let (sink, publisher) = Sinks::one::<u32, &str>();
    sink.try_emit_complete().unwrap();
    assert_eq!(publisher.block(), Ok(None));
    let (sink, publisher) = Sinks::one::<u32, &str>();
    drop(sink);
    assert_eq!(publisher.block(), Ok(None));
    let (sink, publisher) = Sinks::empty::<u32, &str>();
    sink.try_emit_error("no").unwrap();
    assert!(publisher.block().is_err());
}

#[test]
fn one_that_is_cancelled_gets_nothing_and_is_let_go() {
    let (sink, publisher) = Sinks::one::<u32, &str>();
    let subscriber = TestSubscriber::with_initial_demand(1);
    publisher.subscribe(subscriber.subscriber());
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
    sink.try_emit_value(1).unwrap();
    subscriber.assert_values([]);
}

#[test]
fn a_panic_of_the_only_subscriber_unwinds_to_who_emits() {
    let (sink, publisher) = Sinks::many().unicast::<u32, &str>(TWO);
    let bad = TestSubscriber::with_initial_demand(9).on_next(|_, _| panic!("bad subscriber"));
    publisher.subscribe(bad.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| sink.try_emit_next(1))).is_err());
    assert!(bad.is_dropped());
    assert_eq!(sink.try_emit_next(2), Err(EmitError::Cancelled(2)));
}
