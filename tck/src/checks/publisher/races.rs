//! Several threads at once. Nothing here depends on who wins; any order has to be right.

use std::sync::Barrier;
use std::thread;

use crate::check::{
    Check,
    Need::{Completion, Elements},
};
use crate::run::PublisherRun;
use crate::world::{Execution, Plan, Tap};

pub(in crate::checks) static RACES: &[Check] = &[
    Check::publisher(
        "stochastic_spec103_must_signal_on_methods_sequentially",
        &["1.3"],
        &[Elements(1), Completion],
        |run| {
            for _ in 0..rounds(run) {
                let plan = Plan::default()
                    .on_subscribe(|tap| tap.request(1))
                    .on_next(|tap, _| tap.request(1));
                drop(run.open_with(10, plan));
                run.idle();
            }
        },
    ),
    Check::publisher(
        "beyond_spec308_requests_from_several_threads",
        &["3.8", "1.3"],
        &[Elements(1)],
        |run| {
            for _ in 0..rounds(run) {
                let tap = run.open(60);
                together(&tap, &[many_requests, many_requests, many_requests]);
                run.idle();
            }
        },
    )
    .racing(),
    Check::publisher(
        "beyond_spec312_request_races_cancel_races_emission",
        &["3.12", "3.13", "1.1"],
        &[Elements(1)],
        |run| {
            for _ in 0..rounds(run) {
                let tap = run.open_with(200, Plan::default().on_next(|tap, _| tap.request(1)));
                together(&tap, &[many_requests, late_cancel, many_requests]);
                run.idle();
                tap.request(5);
                run.idle();
            }
        },
    )
    .racing(),
    Check::publisher(
        "beyond_spec105_request_races_completion",
        &["1.5", "1.3"],
        &[Elements(1), Completion],
        |run| {
            for _ in 0..rounds(run) {
                let tap = run.open(3);
                together(&tap, &[many_requests, many_requests]);
                run.idle();
            }
        },
    )
    .racing(),
    Check::publisher(
        "beyond_spec312_cancel_races_completion",
        &["3.12", "3.13", "1.6"],
        &[Completion],
        |run| {
            for _ in 0..rounds(run) {
                let tap = run.open(3);
                together(&tap, &[many_requests, |tap| tap.cancel()]);
                run.idle();
            }
        },
    )
    .racing(),
];

fn rounds(run: &PublisherRun<'_>) -> usize {
    match run.execution() {
        Execution::Synchronous => 8,
        Execution::Scheduled => 4,
        Execution::Foreign => 3,
    }
}

fn many_requests(tap: &Tap) {
    for _ in 0..20 {
        tap.request(1);
    }
}

fn late_cancel(tap: &Tap) {
    for _ in 0..5 {
        thread::yield_now();
    }
    tap.cancel();
}

/// Does these on a thread each, starting at once.
fn together(tap: &Tap, acts: &[fn(&Tap)]) {
    let start = Barrier::new(acts.len());
    thread::scope(|scope| {
        for act in acts {
            scope.spawn(|| {
                start.wait();
                act(tap);
            });
        }
    });
}
