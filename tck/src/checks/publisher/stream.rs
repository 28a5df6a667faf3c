//! A stream from its first signal to its last.

use crate::check::{
    Check,
    Need::{Completion, Elements},
};
use crate::run::PublisherRun;
use crate::world::Plan;

/// The most elements that are asked for to see whether a publisher has as many as it declares.
const COUNTED: u64 = 2048;

pub(in crate::checks) static STREAM: &[Check] = &[
    Check::publisher(
        "required_create_publisher1_must_produce_a_stream_of_exactly1_element",
        &["1.1", "1.5"],
        &[Elements(1), Completion],
        |run| one_by_one_to_the_end(run, 1),
    ),
    Check::publisher(
        "required_create_publisher3_must_produce_a_stream_of_exactly3_elements",
        &["1.1", "1.5"],
        &[Elements(1), Completion],
        |run| one_by_one_to_the_end(run, 3),
    ),
    Check::publisher(
        "required_validate_max_elements_from_publisher",
        &["1.5", "3.8"],
        &[],
        |run| {
            let most = run.most().min(COUNTED);
            let tap = run.open(most);
            tap.request(most + 1);
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec101_subscription_request_must_result_in_the_correct_number_of_produced_elements",
        &["1.1", "3.8"],
        &[],
        |run| {
            let tap = run.open(5);
            run.idle(); // nothing comes unasked
            tap.request(1);
            run.idle();
            tap.request(1);
            tap.request(2);
            run.idle();
            tap.cancel();
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec102_may_signal_less_than_requested_and_terminate_subscription",
        &["1.2", "1.5"],
        &[Completion],
        |run| {
            let tap = run.open(3);
            tap.request(10);
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec105_must_signal_on_complete_when_finite_stream_terminates",
        &["1.5"],
        &[Completion],
        |run| one_by_one_to_the_end(run, 3),
    ),
    Check::publisher(
        "optional_spec105_empty_stream_must_terminate_by_signalling_on_complete",
        &["1.5"],
        &[Completion],
        |run| {
            let tap = run.open(0);
            tap.request(1);
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec107_must_not_emit_further_signals_once_on_complete_has_been_signalled",
        &["1.7", "1.6"],
        &[Completion],
        |run| {
            let tap = run.open(1);
            tap.request(10);
            run.idle();
            tap.request(10);
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec109_must_issue_on_subscribe_for_non_null_subscriber",
        &["1.9", "2.12"],
        &[],
        |run| {
            drop(run.open(0));
            run.idle();
        },
    ),
    Check::publisher(
        "untested_spec106_must_consider_subscription_cancelled_after_on_error_or_on_complete_has_been_called",
        &["1.6", "3.6", "3.7"],
        &[Completion],
        |run| {
            let tap = run.open(2);
            tap.request(5);
            run.idle();
            tap.request(1);
            tap.cancel();
            tap.request(u64::MAX);
            tap.cancel();
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec105_request_inside_the_last_element",
        &["1.5", "3.2"],
        &[Elements(1), Completion],
        |run| {
            let length = run.length(3);
            let plan = Plan::default().on_next(move |tap, count| {
                if count == length {
                    tap.request(2);
                }
            });
            let tap = run.open_with(3, plan);
            tap.request(length);
            run.idle();
            tap.request(1);
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec106_unsubscribed_publisher_lets_go",
        &["1.6", "3.13"],
        &[],
        |run| {
            run.make_and_drop(3);
            run.idle();
        },
    ),
    Check::publisher("beyond_spec313_never_requested_stream_lets_go", &["3.13"], &[], |run| {
        let tap = run.open(10);
        run.idle();
        tap.cancel();
        run.idle();
    }),
];

fn one_by_one_to_the_end(run: &mut PublisherRun<'_>, wanted: u64) {
    let tap = run.open(wanted);
    for _ in 0..=run.length(wanted) {
        tap.request(1);
        run.idle();
    }
}
