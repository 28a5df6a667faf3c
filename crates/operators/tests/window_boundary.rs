//! Tests of `window_boundary`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::WindowPublisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{never, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;
use support::capacity;

type Error = &'static str;

/// An upstream, its boundaries, and who takes the windows.
struct Setting<T: Send + 'static> {
    upstream: TestPublisher<T, Error>,
    boundary: TestPublisher<(), Error>,
    windows: TestSubscriber<WindowPublisher<T, Error>, Error>,
}

fn setting<T: Send + std::fmt::Debug + 'static>(demand: u64, most: usize) -> Setting<T> {
    let (upstream, boundary) = (TestPublisher::new(), TestPublisher::new());
    let windows = TestSubscriber::with_initial_demand(demand);
    upstream
        .publisher()
        .window_boundary(boundary.publisher(), capacity(most))
        .subscribe(windows.subscriber());
    Setting { upstream, boundary, windows }
}

/// Subscribes to the next window that has been given.
fn next_window<T: Send + std::fmt::Debug + 'static>(
    setting: &Setting<T>,
    demand: u64,
) -> TestSubscriber<T, Error> {
    let mut given = setting.windows.take_values();
    assert_eq!(given.len(), 1);
    let window = TestSubscriber::with_initial_demand(demand);
    given.remove(0).subscribe(window.subscriber());
    window
}

#[test]
fn a_boundary_completes_a_window_and_opens_another() {
    let setting = setting::<u32>(9, 4);
    let first = next_window(&setting, 9);
    setting.upstream.next(1);
    setting.upstream.next(2);
    assert_eq!(first.take_log(), ["subscribe", "1", "2"]);
    setting.boundary.next(());
    assert_eq!(first.take_log(), ["complete"]);
    let second = next_window(&setting, 9);
    setting.upstream.next(3);
    setting.boundary.next(());
    let third = next_window(&setting, 9);
    setting.upstream.complete();
    assert_eq!(second.log(), ["subscribe", "3", "complete"]);
    assert_eq!(third.log(), ["subscribe", "complete"]);
    setting.windows.assert_complete();
    assert_eq!(setting.boundary.log().last().map(String::as_str), Some("cancel"));
}

#[test]
fn the_last_boundary_completes_all() {
    let setting = setting::<u32>(9, 4);
    let first = next_window(&setting, 9);
    setting.boundary.complete();
    assert_eq!(first.log(), ["subscribe", "complete"]);
    setting.windows.assert_complete();
    assert_eq!(setting.upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn elements_wait_in_a_window_until_it_is_subscribed() {
    let setting = setting::<u32>(1, 4);
    setting.upstream.next(1);
    setting.boundary.next(());
    let first = next_window(&setting, 0);
    assert_eq!(first.take_log(), ["subscribe"]);
    first.request(1);
    assert_eq!(first.take_log(), ["1", "complete"]);
}

#[test]
fn a_full_window_holds_the_upstream() {
    let setting = setting::<u32>(9, 2);
    let first = next_window(&setting, 0);
    (0..4).for_each(|n| setting.upstream.next(n)); // two in the window, two behind it
    assert_eq!(setting.upstream.log(), ["request 2", "request 2"]);
    first.request(9);
    assert_eq!(first.log(), ["subscribe", "0", "1", "2", "3"]);
    assert_eq!(setting.upstream.log(), ["request 2", "request 2", "request 2"]);
}

#[test]
fn without_demand_for_windows_the_upstream_is_held() {
    let setting = setting::<u32>(0, 2);
    setting.upstream.next(1);
    setting.upstream.next(2);
    setting.boundary.next(());
    assert_eq!(setting.windows.log(), ["subscribe"]);
    assert_eq!(setting.boundary.log(), ["request 1"]);
    setting.windows.request(1);
    let first = next_window(&setting, 9);
    assert_eq!(first.log(), ["subscribe", "1", "complete"]); // by the boundary that has waited
    assert_eq!(setting.upstream.log(), ["request 2"]);
    setting.windows.request(1);
    let second = next_window(&setting, 9);
    assert_eq!(second.log(), ["subscribe", "2"]);
    assert_eq!(setting.upstream.log(), ["request 2", "request 2"]);
}

#[test]
fn cancelling_a_window_does_not_run_through_the_upstream() {
    let windows = TestSubscriber::with_initial_demand(1);
    range(0..u64::MAX).window_boundary(never::<()>(), capacity(4)).subscribe(windows.subscriber());
    let window = TestSubscriber::<u64, _>::with_initial_demand(1);
    windows.take_values().remove(0).subscribe(window.subscriber());
    window.cancel(); // returns
    windows.cancel();
    assert_eq!(window.log(), ["subscribe", "0"]);
}

#[rstest]
fn an_error_of_either_ends_the_window_and_the_stream(#[values(true, false)] upstream_fails: bool) {
    let setting = setting::<u32>(9, 4);
    let first = next_window(&setting, 9);
    setting.upstream.next(1);
    if upstream_fails {
        setting.upstream.error("broken")
    } else {
        setting.boundary.error("broken")
    }
    assert_eq!(first.log(), ["subscribe", "1", "error \"broken\""]);
    setting.windows.assert_error("broken");
    let cancelled = if upstream_fails { setting.boundary.log() } else { setting.upstream.log() };
    assert_eq!(cancelled.last().map(String::as_str), Some("cancel"));
}

#[test]
fn an_upstream_that_abandons_its_subscriber_abandons_ours() {
    let setting = setting::<u32>(9, 4);
    let first = next_window(&setting, 9);
    setting.upstream.abandon();
    first.assert_abandoned();
    setting.windows.assert_abandoned();
}

#[test]
fn the_open_window_goes_on_without_the_stream_of_windows() {
    let setting = setting::<u32>(9, 4);
    let first = next_window(&setting, 9);
    setting.windows.cancel();
    assert!(setting.windows.is_dropped());
    setting.upstream.next(1);
    assert_eq!(first.log(), ["subscribe", "1"]);
    setting.boundary.next(());
    assert_eq!(first.log(), ["subscribe", "1", "complete"]);
    assert_eq!(setting.upstream.log(), ["request 4", "cancel"]);
    assert_eq!(setting.boundary.log(), ["request 1", "cancel"]);
}

#[rstest]
fn when_both_are_cancelled_so_is_the_upstream(#[values(true, false)] window_first: bool) {
    let setting = setting::<u32>(9, 4);
    let first = next_window(&setting, 9);
    if window_first {
        first.cancel()
    } else {
        setting.windows.cancel()
    }
    assert_eq!(setting.upstream.log(), ["request 4"]);
    if window_first {
        setting.windows.cancel()
    } else {
        first.cancel()
    }
    assert_eq!(setting.upstream.log(), ["request 4", "cancel"]);
    assert_eq!(setting.boundary.log(), ["request 1", "cancel"]);
    assert!(!setting.windows.subscription_leaks());
    assert!(!first.subscription_leaks());
}

#[test]
fn what_goes_into_a_window_that_was_dropped_is_dropped() {
    let setting = setting::<Tracked<()>>(9, 2);
    let leaks = LeakCheck::new();
    drop(setting.windows.take_values());
    (0..5).for_each(|_| setting.upstream.next(leaks.track(())));
    leaks.assert_no_leaks();
    setting.boundary.next(());
    let second = next_window(&setting, 9);
    setting.upstream.next(leaks.track(()));
    assert_eq!(second.log().len(), 2);
}

#[test]
fn cancel_drops_what_waits() {
    let setting = setting::<Tracked<()>>(9, 2);
    let leaks = LeakCheck::new();
    let first = next_window(&setting, 0);
    setting.upstream.next(leaks.track(()));
    setting.upstream.next(leaks.track(()));
    setting.windows.cancel();
    first.cancel();
    leaks.assert_no_leaks();
}

#[test]
fn a_panic_in_a_window_ends_everything() {
    let setting = setting::<u32>(9, 2);
    let window = setting.windows.take_values().remove(0);
    let first = TestSubscriber::with_initial_demand(9).on_next(|_: &u32, _| panic!("on_next"));
    window.subscribe(first.subscriber());
    let next = std::panic::AssertUnwindSafe(|| setting.upstream.next(1));
    assert!(std::panic::catch_unwind(next).is_err());
    assert!(first.is_dropped());
    setting.windows.assert_abandoned();
    assert_eq!(setting.upstream.log(), ["request 2", "cancel"]);
}
