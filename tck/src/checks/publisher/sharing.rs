//! Several subscribers.

use crate::check::{
    Check,
    Need::{Completion, Elements, Many, Signals},
};
use crate::run::PublisherRun;
use crate::world::{Plan, Tap};

pub(in crate::checks) static SHARING: &[Check] = &[
    Check::publisher(
        "optional_spec111_may_support_multi_subscribe",
        &["1.11", "1.9"],
        &[Many],
        |run| {
            drop(run.open_many(1, plain(2)));
            run.idle();
        },
    ),
    Check::publisher(
        "optional_spec111_registered_subscribers_must_receive_on_next_or_on_complete_signals",
        &["1.11"],
        &[Many, Signals],
        |run| {
            let taps = run.open_many(1, plain(2));
            for tap in &taps {
                tap.request(1);
            }
            run.idle();
            let is_served = |tap: &Tap| tap.delivered() > 0 || tap.is_ended();
            run.happens(|| taps.iter().all(is_served));
            let rule = if taps.iter().any(is_served) { "1.11" } else { "3.8" };
            let waits = |tap: &&Tap| tap.is_greeted() && !tap.is_dropped() && !is_served(tap);
            for tap in taps.iter().filter(waits) {
                run.found(rule, tap, "a registered subscriber got nothing");
            }
        },
    ),
    Check::publisher(
        "optional_spec111_multicast_must_produce_the_same_elements_in_the_same_sequence_to_all_of_its_subscribers_when_requesting_one_by_one",
        &["1.11"],
        &[Many, Completion],
        |run| {
            let taps = run.open_many(5, plain(3));
            for (which, count) in
                [(0, 1), (1, 2), (0, 1), (2, 3), (1, 3), (2, 1), (2, 1), (0, 2), (0, 1)]
            {
                taps[which].request(count);
                run.idle();
            }
            for tap in &taps {
                tap.request(1);
            }
            run.idle();
            same_to_all(run, &taps, 5, true);
        },
    ),
    Check::publisher(
        "optional_spec111_multicast_must_produce_the_same_elements_in_the_same_sequence_to_all_of_its_subscribers_when_requesting_many_upfront",
        &["1.11"],
        &[Many, Elements(1)],
        |run| {
            let taps = run.open_many(3, plain(3));
            for tap in &taps {
                tap.request(3);
            }
            run.idle();
            same_to_all(run, &taps, 3, false);
        },
    ),
    Check::publisher(
        "optional_spec111_multicast_must_produce_the_same_elements_in_the_same_sequence_to_all_of_its_subscribers_when_requesting_many_upfront_and_complete_as_expected",
        &["1.11", "1.5"],
        &[Many, Completion],
        |run| {
            let taps = run.open_many(3, plain(3));
            for tap in &taps {
                tap.request(4);
            }
            run.idle();
            same_to_all(run, &taps, 3, true);
        },
    ),
    Check::publisher(
        "beyond_spec111_cancel_one_of_many_subscribers",
        &["1.11", "3.13"],
        &[Many, Elements(1), Completion],
        |run| {
            let taps = run.open_many(6, plain(3));
            for tap in &taps {
                tap.request(1);
            }
            run.idle();
            taps[1].cancel();
            run.idle();
            taps[0].request(10);
            taps[2].request(10);
            run.idle();
            let staying = [taps[0].clone(), taps[2].clone()];
            same_to_all(run, &staying, 6, true);
        },
    ),
    Check::publisher(
        "beyond_spec111_slowest_subscriber_loses_nothing",
        &["1.11", "3.8"],
        &[Many, Elements(1), Completion],
        |run| {
            let taps = run.open_many(40, plain(2));
            taps[0].request(u64::MAX);
            run.idle();
            for _ in 0..=run.length(40) {
                taps[1].request(1);
                run.idle();
            }
            same_to_all(run, &taps, 40, true);
        },
    ),
];

fn plain(count: usize) -> Vec<Plan> {
    (0..count).map(|_| Plan::default()).collect()
}

/// Each has to get what the one with the most got; a stream that broke off is judged by the oracle.
fn same_to_all(run: &mut PublisherRun<'_>, taps: &[Tap], wanted: u64, completes: bool) {
    let length = run.length(wanted);
    let has_all = |tap: &Tap| !completes && tap.delivered() >= length;
    run.happens(|| taps.iter().all(|tap| has_all(tap) || tap.is_ended() || tap.is_dropped()));
    let most = taps.iter().map(Tap::labels).max_by_key(Vec::len).unwrap_or_default();
    for tap in taps.iter().filter(|tap| tap.is_ended() || !tap.is_dropped()) {
        let labels = tap.labels();
        let count = labels.len() as u64;
        if !most.starts_with(&labels) {
            run.found("1.11", tap, format!("it got {labels:?}, and another one got {most:?}"));
        } else if count < length {
            let rule = match (tap.is_completed(), tap.is_ended()) {
                (true, _) => "1.5",
                (_, true) => "1.4",
                _ => "3.8",
            };
            run.found(rule, tap, format!("{count} of {length} elements came"));
        } else if completes && !tap.is_ended() {
            run.found("1.5", tap, "one of several subscribers was not completed");
        }
    }
}
