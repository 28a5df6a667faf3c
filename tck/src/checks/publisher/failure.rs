//! Failures: of the stream, and of the subscriber.

use crate::check::{
    Check,
    Need::{Completion, Elements, FailsAtOnce, FailsMidway, Many},
};
use crate::run::PublisherRun;
use crate::world::{Plan, Tap, panic_on_purpose};

pub(in crate::checks) static FAILURE: &[Check] = &[
    Check::publisher(
        "optional_spec104_must_signal_on_error_when_fails",
        &["1.4"],
        &[FailsAtOnce],
        |run| {
            let tap = run.open_failing(Plan::default());
            run.idle();
            tap.request(1);
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec109_may_reject_calls_to_subscribe_if_publisher_is_unable_or_unwilling_to_serve_them_rejection_must_trigger_on_error_after_on_subscribe",
        &["1.9", "1.4"],
        &[FailsAtOnce],
        |run| {
            drop(run.open_failing(Plan::default().on_subscribe(|tap| tap.request(1))));
            run.idle();
        },
    ),
    Check::publisher(
        "untested_spec109_subscribe_should_not_throw_non_fatal_throwable",
        &["1.9"],
        &[],
        |run| {
            // The three ways in which subscribing can be answered at once.
            drop(run.open(0));
            let plan = Plan::default().on_subscribe(|tap| tap.request(u64::MAX));
            drop(run.open_with(3, plan));
            drop(run.open_with(3, Plan::default().on_subscribe(|tap| tap.cancel())));
            if run.can_fail_at_once() {
                drop(run.open_failing(Plan::default()));
            }
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec104_failure_in_mid_stream",
        &["1.4", "1.1"],
        &[FailsMidway],
        |run| {
            for demand in [1, 2, 10] {
                let length = run.length(3);
                let tap = run.open_failing_after(length, Plan::default());
                for _ in 0..=length {
                    tap.request(demand);
                    run.idle();
                }
            }
        },
    ),
    Check::publisher(
        "beyond_spec106_failed_stream_lets_go",
        &["1.6", "1.7"],
        &[FailsMidway],
        |run| {
            let length = run.length(2);
            let tap = run.open_failing_after(length, Plan::default());
            tap.request(10);
            run.idle();
            tap.request(10);
            tap.cancel();
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec108_cancel_just_before_the_failure",
        &["1.8", "3.13"],
        &[FailsMidway],
        |run| {
            let length = run.length(2);
            let plan = Plan::default().on_next(move |tap, count| {
                if count == length {
                    tap.cancel();
                }
            });
            let tap = run.open_failing_after(length, plan);
            tap.request(10);
            run.idle();
        },
    ),
    Check::publisher("beyond_spec213_subscriber_panics_in_on_subscribe", &["2.13"], &[], |run| {
        let plan = Plan::default().on_subscribe(|tap| {
            tap.request(5);
            panic_on_purpose();
        });
        let tap = run.open_with(3, plan);
        run.idle();
        tap.request(5);
        run.idle();
    }),
    Check::publisher(
        "beyond_spec213_subscriber_panics_in_on_next",
        &["2.13"],
        &[Elements(1)],
        |run| {
            let plan = Plan::default().on_next(|_, count| {
                if count == 2 {
                    panic_on_purpose();
                }
            });
            let tap = run.open_with(20, plan);
            tap.request(10);
            run.idle();
            tap.request(10);
            run.idle();
            tap.cancel();
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec213_subscriber_panics_in_on_complete",
        &["2.13", "1.6"],
        &[Completion],
        |run| {
            let plan = Plan::default().on_terminal(|_| panic_on_purpose());
            let tap = run.open_with(2, plan);
            tap.request(10);
            run.idle();
            tap.request(10);
            tap.cancel();
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec213_subscriber_panics_in_on_error",
        &["2.13", "1.6"],
        &[FailsAtOnce],
        |run| {
            let tap = run.open_failing(Plan::default().on_terminal(|_| panic_on_purpose()));
            tap.request(10);
            run.idle();
            tap.cancel();
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec213_panic_of_one_subscriber_leaves_the_others_alone",
        &["2.13", "1.11"],
        &[Many, Elements(1), Completion],
        one_of_two_panics,
    ),
];

/// Only what does not happen beside a subscriber that panics, and happens beside one that cancels,
/// is the fault of the panic.
fn one_of_two_panics(run: &mut PublisherRun<'_>) {
    let hostile = Plan::default().on_next(|_, _| panic_on_purpose());
    let leaving = Plan::default().on_next(|tap, _| tap.cancel());
    let Some(beside_panic) = second_of_two(run, hostile) else { return };
    let Some(beside_cancel) = second_of_two(run, leaving) else { return };
    let progress = |tap: &Tap| (tap.delivered(), tap.is_completed());
    if !run.happens(|| progress(&beside_panic) == progress(&beside_cancel)) {
        let (came, length) = (beside_panic.delivered(), run.length(6));
        let text = format!("{came} of {length} elements after another one panicked");
        run.found("2.13", &beside_panic, text);
    }
}

/// Asks for everything, after the first of two subscribers has had an element.
fn second_of_two(run: &mut PublisherRun<'_>, first: Plan) -> Option<Tap> {
    let taps = run.open_many(6, vec![first, Plan::default()]);
    run.idle();
    for tap in &taps {
        tap.request(1);
    }
    run.idle();
    let second = taps.into_iter().nth(1)?;
    second.request(run.length(6) + 1);
    run.idle();
    Some(second)
}
