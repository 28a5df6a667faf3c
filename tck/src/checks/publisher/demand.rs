//! How demand adds up.

use crate::check::{
    Check,
    Need::{Completion, Elements},
    Step,
};
use crate::run::PublisherRun;
use crate::world::{Execution, Plan};

/// Half of what has to be counted.
const HALF: u64 = i64::MAX as u64 / 2;

pub(in crate::checks) static DEMAND: &[Check] = &[
    Check::publisher(
        "required_validate_bounded_depth_of_on_next_and_request_recursion",
        &["3.3"],
        &[Elements(1)],
        |run| requesting_inside(run, 50),
    ),
    Check::publisher(
        "required_spec302_must_allow_synchronous_request_calls_from_on_next_and_on_subscribe",
        &["3.2"],
        &[Elements(1)],
        |run| {
            let plan = Plan::default()
                .on_subscribe(|tap| {
                    for _ in 0..3 {
                        tap.request(1);
                    }
                })
                .on_next(|tap, _| tap.request(1));
            drop(run.open_with(6, plan));
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec303_must_not_allow_unbounded_recursion",
        &["3.3"],
        &[Elements(1)],
        |run| requesting_inside(run, 2000),
    ),
    Check::publisher(
        "untested_spec304_request_should_not_perform_heavy_computations",
        &["3.4"],
        &[Elements(1)],
        |run| {
            let tap = run.open(10);
            tap.request(5);
            run.idle();
            tap.request(5);
            run.idle();
        },
    )
    .advice(),
    Check::publisher(
        "required_spec317_must_support_a_pending_element_count_up_to_long_max_value",
        &["3.17"],
        &[Completion],
        |run| {
            let tap = run.open(3);
            tap.request(i64::MAX as u64);
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec317_must_support_a_cumulative_pending_element_count_up_to_long_max_value",
        &["3.17"],
        &[Completion],
        |run| {
            // From inside on_subscribe, so that nothing is used up before the sum is made.
            let plan = Plan::default().on_subscribe(|tap| {
                tap.request(HALF);
                tap.request(HALF);
                tap.request(1);
            });
            drop(run.open_with(3, plan));
            run.idle();
        },
    ),
    Check::publisher(
        "required_spec317_must_not_signal_on_error_when_pending_above_long_max_value",
        &["3.17", "1.4"],
        &[Elements(1)],
        |run| {
            let plan = Plan::default().on_next(|tap, count| match count {
                1..=10 => tap.request(i64::MAX as u64 - 1),
                20 => tap.cancel(),
                _ => {}
            });
            let tap = run.open_with(40, plan);
            tap.request(1);
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec101_large_batches_are_exact",
        &["1.1", "3.8"],
        &[Elements(1)],
        |run| {
            let tap = run.open(20_000);
            for batch in [100, 1024, 5000] {
                tap.request(batch);
                run.idle();
            }
        },
    ),
    Check::publisher(
        "beyond_spec101_declined_elements_use_up_no_demand",
        &["1.1", "3.8"],
        &[Elements(1)],
        |run| {
            let tap = run.open_with(20, Plan::default().accept(|count| count % 2 == 0));
            tap.request(1);
            run.idle();
            tap.request(3);
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec317_overflow_of_demand_keeps_flowing",
        &["3.17"],
        &[Elements(1)],
        |run| {
            let plan = Plan::default()
                .on_subscribe(|tap| {
                    tap.request(u64::MAX);
                    tap.request(u64::MAX);
                    tap.request(i64::MAX as u64);
                })
                .on_next(|tap, _| tap.request(u64::MAX));
            let tap = run.open_with(500, plan);
            run.idle();
            tap.request(u64::MAX);
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec317_many_small_requests_add_up",
        &["3.17", "3.8"],
        &[Elements(1)],
        |run| {
            let tap = run.open(300);
            for _ in 0..300 {
                tap.request(1);
            }
            run.idle();
        },
    ),
    Check::publisher(
        "beyond_spec303_thousands_of_elements_one_by_one",
        &["3.3", "3.8"],
        &[Elements(1)],
        |run| {
            // Foreign threads take their time for each.
            let count = if run.execution() == Execution::Foreign { 5_000 } else { 25_000 };
            let count = run.length(count);
            let tap = run.open_with(count, Plan::default().one_by_one(count));
            tap.request(1);
            run.idle();
            tap.request(1); // the end needs no more than this
            run.idle();
        },
    ),
    Check::script("beyond_spec308_random_demand_scripts", &["1.1", "3.8"], &[Elements(1)], play),
];

fn requesting_inside(run: &mut PublisherRun<'_>, length: u64) {
    let tap = run.open_with(length, Plan::default().on_next(|tap, _| tap.request(1)));
    tap.request(1);
    run.idle();
}

/// Plays a random script on a stream whose length is random too.
fn play(run: &mut PublisherRun<'_>, steps: &[Step]) {
    let length = [0, 1, 2, 7, 40, 3000][run.rng.below(6)];
    let inside: Vec<Step> = steps
        .iter()
        .filter(|step| matches!(step, Step::RequestInside(_) | Step::CancelInside))
        .cloned()
        .collect();
    let mut inside = inside.into_iter();
    let plan = Plan::default().on_next(move |tap, _| match inside.next() {
        Some(Step::RequestInside(count)) => tap.request(count),
        Some(Step::CancelInside) => tap.cancel(),
        _ => {}
    });
    let tap = run.open_with(length, plan);
    for step in steps {
        match step {
            Step::Request(count) => tap.request(*count),
            Step::Cancel => tap.cancel(),
            Step::Idle => run.idle(),
            Step::RequestInside(_) | Step::CancelInside => {}
        }
    }
    run.idle();
}
