//! Tests of `ref_count`, with and without a grace.

mod support;

use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::RefCount;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{BoxPublisher, defer};
use reactive_streams_test::{TestPublisher, TestSubscriber};
use rstest::rstest;
use support::capacity;

const SECOND: Duration = Duration::from_secs(1);

/// A publisher of these, one after another.
fn rounds(
    upstreams: &[TestPublisher<u32, ()>],
) -> impl Publisher<Item = u32, Error = ()> + Clone + use<> {
    let upstreams = std::sync::Arc::new(std::sync::Mutex::new(upstreams.to_vec()));
    defer(move || -> BoxPublisher<u32, ()> {
        upstreams.lock().expect("no test panics here").remove(0).publisher().boxed()
    })
}

fn subscriber<P>(shared: &RefCount<P>) -> TestSubscriber<u32, ()>
where
    P: Publisher<Item = u32, Error = ()> + Clone,
{
    let subscriber = TestSubscriber::with_initial_demand(9);
    shared.clone().subscribe(subscriber.subscriber());
    subscriber
}

#[test]
fn the_last_to_go_cancels_and_others_begin_anew() {
    let upstreams = [TestPublisher::new(), TestPublisher::new()];
    let shared = rounds(&upstreams).ref_count(capacity(4), capacity(2));
    let first = subscriber(&shared);
    assert!(upstreams[0].log().is_empty());
    let second = subscriber(&shared);
    assert_eq!(upstreams[0].log(), ["request 4"]);
    upstreams[0].next(1);
    first.cancel();
    upstreams[0].next(2);
    assert_eq!(second.log(), ["subscribe", "1", "2"]);
    second.cancel();
    assert_eq!(upstreams[0].log(), ["request 4", "cancel"]);
    let [third, fourth] = [subscriber(&shared), subscriber(&shared)];
    upstreams[1].next(3);
    for subscriber in [third, fourth] {
        assert_eq!(subscriber.log(), ["subscribe", "3"]);
    }
}

#[test]
fn after_the_end_others_begin_anew() {
    let upstreams = [TestPublisher::new(), TestPublisher::new()];
    let shared = rounds(&upstreams).ref_count(capacity(4), capacity(1));
    let first = subscriber(&shared);
    upstreams[0].error(());
    assert_eq!(first.log(), ["subscribe", "error ()"]);
    let second = subscriber(&shared);
    upstreams[1].complete();
    assert_eq!(second.log(), ["subscribe", "complete"]);
    for upstream in upstreams {
        assert_eq!(upstream.log(), ["request 4"]);
    }
    assert!(!first.subscription_leaks());
    assert!(!second.subscription_leaks());
}

#[test]
fn one_that_panics_has_gone() {
    let upstreams = [TestPublisher::new(), TestPublisher::new()];
    let shared = rounds(&upstreams).ref_count(capacity(4), capacity(1));
    let bad = TestSubscriber::<u32, _>::with_initial_demand(9).on_next(|_, _| panic!("on_next"));
    shared.clone().subscribe(bad.subscriber());
    upstreams[0].next(1);
    assert_eq!(upstreams[0].log(), ["request 4", "cancel"]);
    let good = subscriber(&shared);
    upstreams[1].next(2);
    assert_eq!(good.log(), ["subscribe", "2"]);
}

#[rstest]
#[case::in_time(999, &["request 4"])]
#[case::too_late(1000, &["request 4", "cancel"])]
fn the_grace_is_for_others_to_come(#[case] millis: u64, #[case] expected: &[&str]) {
    let clock = DeterministicScheduler::new(1);
    let upstreams = [TestPublisher::new(), TestPublisher::new()];
    let shared = rounds(&upstreams).ref_count_with_grace(capacity(4), capacity(1), SECOND, &clock);
    let first = subscriber(&shared);
    first.cancel();
    clock.advance(Duration::from_millis(millis));
    let second = subscriber(&shared);
    clock.advance(2 * SECOND);
    assert_eq!(upstreams[0].log(), expected);
    upstreams[usize::from(expected.len() > 1)].next(7);
    assert_eq!(second.log(), ["subscribe", "7"]);
}

#[test]
fn each_departure_has_its_own_grace() {
    let clock = DeterministicScheduler::new(1);
    let upstreams = [TestPublisher::new()];
    let shared = rounds(&upstreams).ref_count_with_grace(capacity(4), capacity(1), SECOND, &clock);
    subscriber(&shared).cancel();
    clock.advance(SECOND / 2);
    subscriber(&shared).cancel();
    clock.advance(SECOND / 2);
    assert_eq!(upstreams[0].log(), ["request 4"]);
    clock.advance(SECOND / 2);
    assert_eq!(upstreams[0].log(), ["request 4", "cancel"]);
}

#[test]
fn without_anybody_who_could_come_there_is_no_grace() {
    let clock = DeterministicScheduler::new(1);
    let upstreams = [TestPublisher::new()];
    let shared = rounds(&upstreams).ref_count_with_grace(capacity(4), capacity(1), SECOND, &clock);
    let last = subscriber(&shared);
    drop(shared);
    last.cancel();
    assert_eq!(upstreams[0].log(), ["request 4", "cancel"]);
}
