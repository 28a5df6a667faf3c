//! Tests of `window_when`.

mod support;

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{TooManyOpen, WindowPublisher};
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

/// An upstream, what opens two windows at most and closes each, and who takes them.
struct Setting<T: Send + 'static> {
    upstream: TestPublisher<T, Error>,
    openings: TestPublisher<usize, Error>,
    closings: [TestPublisher<(), Error>; 3],
    windows: TestSubscriber<WindowPublisher<T, Error>, Error>,
}

/// The opening is the number of its closing.
fn setting<T: Clone + Debug + Send + 'static>(demand: u64, most: usize) -> Setting<T> {
    let (upstream, openings) = (TestPublisher::new(), TestPublisher::new());
    let closings = [TestPublisher::new(), TestPublisher::new(), TestPublisher::new()];
    let publishers = closings.each_ref().map(TestPublisher::publisher);
    let windows = TestSubscriber::with_initial_demand(demand);
    let closing = move |opening: usize| publishers[opening].clone();
    upstream
        .publisher()
        .window_when(openings.publisher(), closing, capacity(2), capacity(most))
        .subscribe(windows.subscriber());
    Setting { upstream, openings, closings, windows }
}

impl<T: Clone + Debug + Send + 'static> Setting<T> {
    /// Opens a window and subscribes to it.
    fn open(&self, opening: usize, demand: u64) -> TestSubscriber<T, Error> {
        self.openings.next(opening);
        self.take(demand)
    }

    /// Subscribes to the window that has been given.
    fn take(&self, demand: u64) -> TestSubscriber<T, Error> {
        let mut given = self.windows.take_values();
        assert_eq!(given.len(), 1);
        let window = TestSubscriber::with_initial_demand(demand);
        given.remove(0).subscribe(window.subscriber());
        window
    }
}

fn is_cancelled<T: Debug + Send + 'static>(publisher: &TestPublisher<T, Error>) -> bool {
    publisher.log().last().map(String::as_str) == Some("cancel")
}

#[test]
fn windows_overlap_and_what_comes_between_them_is_dropped() {
    let setting = setting::<u32>(9, 8);
    setting.upstream.next(0);
    let first = setting.open(0, 9);
    setting.upstream.next(1);
    let second = setting.open(1, 9);
    setting.upstream.next(2);
    setting.closings[0].next(());
    assert_eq!(first.log(), ["subscribe", "1", "2", "complete"]);
    setting.upstream.next(3);
    setting.closings[1].complete();
    assert_eq!(second.log(), ["subscribe", "2", "3", "complete"]);
    setting.upstream.next(4);
    let third = setting.open(2, 9);
    setting.upstream.complete();
    assert_eq!(third.log(), ["subscribe", "complete"]);
    setting.windows.assert_complete();
    assert!(is_cancelled(&setting.openings));
    assert!(setting.closings.iter().step_by(2).all(is_cancelled));
}

#[test]
fn time_opens_and_closes() {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let at = Duration::from_millis;
    let elements = interval(at(100), &*clock).fallible::<Error>();
    let openings = interval(at(200), &*clock).delay_subscription(at(50), &*clock).fallible();
    let closing_clock = Arc::clone(&clock);
    let closing = move |_| timer(at(300), &*closing_clock).fallible();
    let sums = TestSubscriber::with_initial_demand(9);
    elements
        .window_when(openings, closing, capacity(2), capacity(100))
        .flat_map(capacity(3), |window| window.fold(0, |sum, n| sum + n))
        .subscribe(sums.subscriber());
    clock.advance(at(1000));
    assert_eq!(sums.take_log(), ["subscribe", "9", "15", "21"]); // 2 + 3 + 4, 4 + 5 + 6, 6 + 7 + 8
}

#[test]
fn the_last_opening_completes_with_its_window() {
    let setting = setting::<u32>(9, 8);
    let window = setting.open(0, 9);
    setting.openings.complete();
    setting.upstream.next(1);
    setting.windows.assert_not_terminated();
    setting.closings[0].next(());
    assert_eq!(window.log(), ["subscribe", "1", "complete"]);
    setting.windows.assert_complete();
    assert_eq!(setting.upstream.log(), ["request 8", "cancel"]);
}

#[test]
fn a_window_waits_for_demand_with_its_elements_and_holds_the_next() {
    let setting = setting::<u32>(0, 8);
    assert_eq!(setting.openings.log(), ["request 1"]);
    setting.upstream.next(0); // waits, for no window is requested
    setting.openings.next(0);
    setting.upstream.next(1);
    setting.closings[0].next(());
    assert_eq!(setting.openings.log(), ["request 1"]);
    setting.windows.request(1);
    let window = setting.take(9);
    assert_eq!(window.log(), ["subscribe", "0", "1", "complete"]);
    setting.windows.request(1);
    assert_eq!(setting.openings.log(), ["request 1", "request 1"]);
}

#[test]
fn a_full_window_holds_the_upstream_and_its_end() {
    let setting = setting::<u32>(9, 2);
    let slow = setting.open(0, 0);
    let quick = setting.open(1, 9);
    (0..4).for_each(|n| setting.upstream.next(n)); // two in the window, two behind it
    setting.closings[0].next(());
    assert_eq!(quick.take_log(), ["subscribe", "0", "1", "2"]);
    assert_eq!(setting.upstream.log(), ["request 2", "request 2"]);
    slow.request(9);
    assert_eq!(slow.take_log(), ["subscribe", "0", "1", "2", "3", "complete"]);
    assert_eq!(quick.take_log(), ["3"]);
}

#[test]
fn one_window_too_many_is_an_error() {
    let setting = setting::<u32>(9, 8);
    let windows = [setting.open(0, 9), setting.open(1, 9)];
    setting.openings.next(2);
    setting.windows.assert_error(Error::TooMany(2));
    for window in windows {
        window.assert_error(Error::TooMany(2));
    }
    assert!(is_cancelled(&setting.upstream) && is_cancelled(&setting.openings));
    assert!(setting.closings[..2].iter().all(is_cancelled));
}

#[test]
fn a_window_that_is_cancelled_makes_room_for_another() {
    let setting = setting::<u32>(9, 8);
    let first = setting.open(0, 9);
    let second = setting.open(1, 9);
    first.cancel();
    assert_eq!(setting.closings[0].log(), ["request 1", "cancel"]);
    let third = setting.open(2, 9);
    setting.upstream.next(1);
    assert_eq!(second.log(), ["subscribe", "1"]);
    assert_eq!(third.log(), ["subscribe", "1"]);
}

#[test]
fn what_waits_for_the_last_window_is_not_replaced_when_that_goes() {
    let setting = setting::<u32>(9, 4);
    let window = setting.open(0, 0);
    setting.openings.complete();
    (0..7).for_each(|n| setting.upstream.next(n)); // four in the window, and three behind it
    let requested = setting.upstream.log();
    window.cancel();
    assert_eq!(setting.upstream.log(), [&requested[..], &["cancel".to_owned()]].concat());
    setting.windows.assert_complete();
}

#[derive(Clone, Copy, Debug)]
enum Who {
    Upstream,
    Openings,
    Closing,
}

#[rstest]
fn an_error_of_anyone_ends_the_windows_and_the_stream(
    #[values(Who::Upstream, Who::Openings, Who::Closing)] who: Who,
) {
    let setting = setting::<u32>(9, 4);
    let windows = [setting.open(0, 0), setting.open(1, 9)];
    setting.upstream.next(1);
    match who {
        Who::Upstream => setting.upstream.error(Error::Broken),
        Who::Openings => setting.openings.error(Error::Broken),
        Who::Closing => setting.closings[0].error(Error::Broken),
    }
    setting.windows.assert_error(Error::Broken);
    assert_eq!(windows[0].take_log(), ["subscribe"]);
    windows[0].request(1);
    assert_eq!(windows[0].take_log(), ["1", "error Broken"]);
    assert_eq!(windows[1].take_log(), ["subscribe", "1", "error Broken"]);
    assert!(is_cancelled(&setting.upstream) || matches!(who, Who::Upstream));
    assert!(is_cancelled(&setting.openings) || matches!(who, Who::Openings));
    assert!(is_cancelled(&setting.closings[1]));
}

#[rstest]
fn one_that_abandons_its_subscriber_abandons_ours(
    #[values(Who::Upstream, Who::Openings, Who::Closing)] who: Who,
) {
    let setting = setting::<u32>(9, 2);
    match who {
        Who::Upstream => setting.upstream.abandon(),
        Who::Openings => setting.openings.abandon(),
        Who::Closing => {
            let window = setting.open(0, 9);
            setting.closings[0].abandon();
            window.assert_abandoned();
        }
    }
    setting.windows.assert_abandoned();
}

#[test]
fn windows_go_on_without_the_stream_of_windows_and_the_last_cancels_all() {
    let setting = setting::<u32>(9, 4);
    let windows = [setting.open(0, 9), setting.open(1, 9)];
    setting.windows.cancel();
    assert!(setting.windows.is_dropped());
    setting.upstream.next(1);
    assert_eq!(windows[0].log(), ["subscribe", "1"]);
    setting.closings[0].next(());
    assert_eq!(windows[0].log(), ["subscribe", "1", "complete"]);
    assert_eq!(setting.upstream.log(), ["request 4"]);
    windows[1].cancel();
    assert_eq!(setting.upstream.log(), ["request 4", "cancel"]);
    assert!(is_cancelled(&setting.openings) && is_cancelled(&setting.closings[1]));
    assert!(!setting.windows.subscription_leaks());
    assert!(!windows[1].subscription_leaks());
}

#[test]
fn nothing_is_left_when_all_are_cancelled() {
    let setting = setting::<Tracked<()>>(9, 2);
    let leaks = LeakCheck::new();
    let slow = setting.open(0, 0);
    (0..4).for_each(|_| setting.upstream.next(leaks.track(())));
    slow.cancel();
    setting.windows.cancel();
    leaks.assert_no_leaks();
    assert!(is_cancelled(&setting.upstream) && is_cancelled(&setting.openings));
}

#[test]
fn a_panic_of_the_closure_drops_everything() {
    let (upstream, openings) = (TestPublisher::<u32, Error>::new(), TestPublisher::new());
    let windows = TestSubscriber::<WindowPublisher<u32, _>, _>::with_initial_demand(9);
    let never = TestPublisher::<(), Error>::new().publisher();
    let closing = move |opening: u32| {
        assert_eq!(opening, 0, "a panic");
        never.clone()
    };
    upstream
        .publisher()
        .window_when(openings.publisher(), closing, capacity(2), capacity(2))
        .subscribe(windows.subscriber());
    let open = std::panic::AssertUnwindSafe(|| openings.next(1));
    assert!(std::panic::catch_unwind(open).is_err());
    windows.assert_abandoned();
    assert_eq!(upstream.log(), ["request 2", "cancel"]);
}

#[test]
fn one_that_is_closed_at_once_leaves_room_for_the_next() {
    let given = TestSubscriber::with_initial_demand(9);
    let closing = |_| empty::<()>().fallible();
    never::<u32>()
        .fallible::<Error>()
        .window_when(range(0..3).fallible(), closing, capacity(1), capacity(1))
        .concat_map(|window| window.fold(0, |count, _| count + 1))
        .subscribe(given.subscriber());
    assert_eq!(given.log(), ["subscribe", "0", "0", "0", "complete"]);
}
