//! Tests of `buffer_when`.

mod support;

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::TooManyOpen;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{empty, interval, never, range, timer};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;
use support::capacity;

#[derive(Clone, Debug, PartialEq)]
enum Error {
    Broken,
    TooMany(usize),
}

impl From<TooManyOpen> for Error {
    fn from(too_many: TooManyOpen) -> Self {
        Self::TooMany(too_many.max_open.get())
    }
}

/// An upstream, what opens two batches at most and closes each, and who takes them.
struct Setting<T: Send + 'static> {
    upstream: TestPublisher<T, Error>,
    openings: TestPublisher<usize, Error>,
    closings: [TestPublisher<(), Error>; 3],
    batches: TestSubscriber<Vec<T>, Error>,
}

/// The opening is the number of its closing.
fn setting<T: Clone + Debug + Send + 'static>(demand: u64, most: usize) -> Setting<T> {
    let (upstream, openings) = (TestPublisher::new(), TestPublisher::new());
    let closings = [TestPublisher::new(), TestPublisher::new(), TestPublisher::new()];
    let publishers = closings.each_ref().map(TestPublisher::publisher);
    let batches = TestSubscriber::with_initial_demand(demand);
    let closing = move |opening: usize| publishers[opening].clone();
    upstream
        .publisher()
        .buffer_when(openings.publisher(), closing, capacity(2), capacity(most))
        .subscribe(batches.subscriber());
    Setting { upstream, openings, closings, batches }
}

fn is_cancelled<T: Debug + Send + 'static>(publisher: &TestPublisher<T, Error>) -> bool {
    publisher.log().last().map(String::as_str) == Some("cancel")
}

#[test]
fn batches_overlap_and_what_comes_between_them_is_dropped() {
    let setting = setting::<u32>(9, 8);
    assert_eq!(setting.upstream.log(), ["request 8"]);
    setting.upstream.next(0);
    setting.openings.next(0);
    setting.upstream.next(1);
    setting.openings.next(1);
    setting.upstream.next(2);
    setting.closings[0].next(());
    assert_eq!(setting.batches.take_log(), ["subscribe", "[1, 2]"]);
    setting.upstream.next(3);
    setting.closings[1].complete();
    assert_eq!(setting.batches.take_log(), ["[2, 3]"]);
    setting.upstream.next(4);
    setting.openings.next(2);
    setting.closings[2].next(());
    assert_eq!(setting.batches.take_log(), ["[]"]);
    assert_eq!(setting.openings.log(), ["request 1"; 4]);
    assert_eq!(setting.closings[0].log(), ["request 1", "cancel"]);
    assert_eq!(setting.closings[1].log(), ["request 1"]);
}

#[test]
fn time_opens_and_closes() {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let at = Duration::from_millis;
    let elements = interval(at(100), &*clock).fallible::<Error>();
    let openings = interval(at(200), &*clock).delay_subscription(at(50), &*clock).fallible();
    let closing_clock = Arc::clone(&clock);
    let closing = move |_| timer(at(300), &*closing_clock).fallible();
    let batches = TestSubscriber::with_initial_demand(9);
    elements
        .buffer_when(openings, closing, capacity(2), capacity(100))
        .subscribe(batches.subscriber());
    clock.advance(at(1000));
    assert_eq!(batches.take_log(), ["subscribe", "[2, 3, 4]", "[4, 5, 6]", "[6, 7, 8]"]);
}

#[test]
fn the_upstream_closes_all_and_they_wait_for_demand() {
    let setting = setting::<u32>(0, 8);
    setting.openings.next(0);
    setting.upstream.next(1);
    setting.openings.next(1);
    setting.upstream.next(2);
    setting.upstream.complete();
    assert_eq!(setting.batches.take_log(), ["subscribe"]);
    setting.batches.request(1);
    assert_eq!(setting.batches.take_log(), ["[1, 2]"]);
    setting.batches.request(1);
    assert_eq!(setting.batches.take_log(), ["[2]", "complete"]);
    assert!(is_cancelled(&setting.openings));
    assert!(is_cancelled(&setting.closings[0]) && is_cancelled(&setting.closings[1]));
}

#[test]
fn without_a_batch_it_completes_without_demand() {
    let setting = setting::<u32>(0, 8);
    setting.upstream.next(1);
    setting.upstream.complete();
    assert_eq!(setting.batches.log(), ["subscribe", "complete"]);
}

#[test]
fn the_last_opening_completes_with_its_batch() {
    let setting = setting::<u32>(9, 8);
    setting.openings.next(0);
    setting.openings.complete();
    setting.upstream.next(1);
    assert_eq!(setting.batches.take_log(), ["subscribe"]);
    setting.closings[0].next(());
    assert_eq!(setting.batches.take_log(), ["[1]", "complete"]);
    assert_eq!(setting.upstream.log(), ["request 8", "cancel"]);
}

#[test]
fn without_demand_it_holds_what_is_closed_and_openings_and_the_upstream() {
    let setting = setting::<u32>(0, 2);
    setting.openings.next(0);
    setting.closings[0].next(());
    assert_eq!(setting.openings.log(), ["request 1", "request 1"]);
    setting.openings.next(1); // it was requested before, so it opens a batch
    setting.upstream.next(1);
    setting.closings[1].next(());
    setting.upstream.next(2);
    assert_eq!(setting.batches.take_log(), ["subscribe"]);
    assert_eq!(setting.openings.log(), ["request 1", "request 1"]);
    assert_eq!(setting.upstream.log(), ["request 2"]);
    setting.batches.request(2);
    assert_eq!(setting.batches.take_log(), ["[]", "[1]"]);
    assert_eq!(setting.openings.log(), ["request 1"; 3]);
    assert_eq!(setting.upstream.log(), ["request 2", "request 2"]);
}

#[test]
fn a_full_batch_holds_the_upstream_until_it_is_closed() {
    let setting = setting::<u32>(9, 2);
    setting.openings.next(0);
    setting.openings.next(1);
    (0..2).for_each(|n| setting.upstream.next(n));
    setting.closings[0].next(());
    assert_eq!(setting.batches.take_log(), ["subscribe", "[0, 1]"]);
    assert_eq!(setting.upstream.log(), ["request 2"]);
    setting.closings[1].next(());
    assert_eq!(setting.batches.take_log(), ["[0, 1]"]);
    assert_eq!(setting.upstream.log(), ["request 2", "request 2"]);
}

#[test]
fn one_batch_too_many_is_an_error() {
    let setting = setting::<u32>(9, 8);
    (0..3).for_each(|opening| setting.openings.next(opening));
    setting.batches.assert_error(Error::TooMany(2));
    assert!(is_cancelled(&setting.upstream) && is_cancelled(&setting.openings));
    assert!(is_cancelled(&setting.closings[0]) && is_cancelled(&setting.closings[1]));
}

#[derive(Clone, Copy, Debug)]
enum Who {
    Upstream,
    Openings,
    Closing,
}

#[rstest]
fn an_error_of_anyone_overtakes_what_waits(
    #[values(Who::Upstream, Who::Openings, Who::Closing)] who: Who,
) {
    let setting = setting::<Tracked<()>>(9, 2);
    let leaks = LeakCheck::new();
    setting.openings.next(0);
    setting.openings.next(1);
    setting.upstream.next(leaks.track(()));
    match who {
        Who::Upstream => setting.upstream.error(Error::Broken),
        Who::Openings => setting.openings.error(Error::Broken),
        Who::Closing => setting.closings[0].error(Error::Broken),
    }
    assert_eq!(setting.batches.log(), ["subscribe", "error Broken"]);
    leaks.assert_no_leaks();
    assert!(is_cancelled(&setting.upstream) || matches!(who, Who::Upstream));
    assert!(is_cancelled(&setting.openings) || matches!(who, Who::Openings));
    assert!(is_cancelled(&setting.closings[1]));
}

#[rstest]
fn one_that_abandons_its_subscriber_abandons_ours(
    #[values(Who::Upstream, Who::Openings, Who::Closing)] who: Who,
) {
    let setting = setting::<u32>(9, 2);
    if !matches!(who, Who::Openings) {
        setting.openings.next(0);
    }
    match who {
        Who::Upstream => setting.upstream.abandon(),
        Who::Openings => setting.openings.abandon(),
        Who::Closing => setting.closings[0].abandon(),
    }
    setting.batches.assert_abandoned();
}

#[test]
fn cancel_goes_to_all_and_drops_what_waits() {
    let setting = setting::<Tracked<()>>(9, 2);
    let leaks = LeakCheck::new();
    setting.openings.next(0);
    (0..2).for_each(|_| setting.upstream.next(leaks.track(())));
    setting.batches.cancel();
    leaks.assert_no_leaks();
    assert!(setting.batches.is_dropped());
    assert!(is_cancelled(&setting.upstream) && is_cancelled(&setting.openings));
    assert_eq!(setting.closings[0].log(), ["request 1", "cancel"]);
    assert!(!setting.batches.subscription_leaks());
}

#[test]
fn a_panic_of_the_closure_drops_everything() {
    let (upstream, openings) = (TestPublisher::<u32, Error>::new(), TestPublisher::new());
    let batches = TestSubscriber::<Vec<u32>, _>::with_initial_demand(9);
    let never = TestPublisher::<(), Error>::new().publisher();
    let closing = move |opening: u32| {
        assert_eq!(opening, 0, "a panic");
        never.clone()
    };
    upstream
        .publisher()
        .buffer_when(openings.publisher(), closing, capacity(2), capacity(2))
        .subscribe(batches.subscriber());
    let open = std::panic::AssertUnwindSafe(|| openings.next(1));
    assert!(std::panic::catch_unwind(open).is_err());
    batches.assert_abandoned();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
}

#[test]
fn one_that_is_closed_at_once_leaves_room_for_the_next() {
    let given = TestSubscriber::with_initial_demand(9);
    let closing = |_| empty::<()>().fallible();
    never::<u32>()
        .fallible::<Error>()
        .buffer_when(range(0..3).fallible(), closing, capacity(1), capacity(1))
        .subscribe(given.subscriber());
    assert_eq!(given.log(), ["subscribe", "[]", "[]", "[]", "complete"]);
}
