//! How much is emitted for how much demand.

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;
use std::time::Duration;

use super::deliver_under_a_lock;
use crate::fault::Fault;
use crate::reference::panic_quietly;
use crate::reference::publisher::{CORRECT, Flow, Hooks, Parts};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::publisher(
        "one_too_many_for_each_full_batch",
        &["1.1"],
        "the JVM's example publisher: the last element of a batch of 1024 uses up no demand",
        Hooks { emit: in_batches::<1024>, ..CORRECT },
    )
    .scheduled()
    .passes_jvm(),
    Fault::publisher(
        "one_too_many_for_each_batch_of_ten",
        &["1.1"],
        "the same with batches of 10, on the caller's thread",
        Hooks { emit: in_batches::<10>, ..CORRECT },
    ),
    Fault::publisher(
        "one_too_many_for_each_request",
        &["1.1"],
        "a request for n brings n + 1",
        Hooks { request: |flow, count| flow.add_and_run(count.saturating_add(1)), ..CORRECT },
    ),
    Fault::publisher(
        "one_too_many_from_a_thread",
        &["1.1"],
        "a request for n brings n + 1, on another thread",
        Hooks { request: |flow, count| flow.add_and_run(count.saturating_add(1)), ..CORRECT },
    )
    .foreign()
    .surely_caught_by(&[
        "required_spec101_subscription_request_must_result_in_the_correct_number_of_produced_elements",
        "beyond_spec101_large_batches_are_exact",
    ]),
    Fault::publisher(
        "one_too_many_from_a_thread_that_is_counted",
        &["1.1"],
        "the same, where the suite waits for the thread and not for time",
        Hooks { request: |flow, count| flow.add_and_run(count.saturating_add(1)), ..CORRECT },
    )
    .counted()
    .surely_caught_by(&[
        "required_spec101_subscription_request_must_result_in_the_correct_number_of_produced_elements",
        "beyond_spec101_large_batches_are_exact",
    ]),
    Fault::publisher(
        "does_not_wait_for_demand",
        &["1.1"],
        "everything is emitted at once",
        Hooks {
            subscribe: |flow, parts| {
                flow.add(u64::MAX);
                flow.connect(parts);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "gives_the_first_element_unasked",
        &["1.1"],
        "the first element comes with the subscription",
        Hooks {
            subscribe: |flow, mut parts| {
                parts.subscriber.on_subscribe(flow.handle());
                if !parts.is_exhausted() && !flow.is_cancelled() {
                    flow.deliver(&mut parts);
                }
                flow.put(parts);
                flow.run();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "never_emits",
        &["3.8", "3.2", "3.17", "1.5", "1.4"],
        "request does nothing",
        Hooks { request: |_, _| {}, ..CORRECT },
    ),
    Fault::publisher(
        "waits_for_a_demand_of_two",
        &["3.8", "3.2"],
        "demand for a single element is not served",
        Hooks {
            request: |flow, count| {
                flow.add(count);
                if flow.outstanding() > 1 {
                    flow.run();
                }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "forgets_demand_when_there_is_more",
        &["3.8", "3.2", "3.17"],
        "a request replaces the demand that is outstanding",
        Hooks {
            request: |flow, count| {
                let sum = flow.delivered.load(SeqCst).saturating_add(count);
                flow.requested.store(sum, SeqCst);
                flow.run();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "caps_demand_at_256",
        &["3.8", "3.2", "3.17"],
        "of a larger request only 256 are served",
        Hooks { add: |sum, count| sum.saturating_add(count.min(256)), ..CORRECT },
    ),
    Fault::publisher(
        "ignores_request_inside_on_subscribe",
        &["3.2", "3.8", "3.17"],
        "what is requested while on_subscribe runs is forgotten",
        Hooks {
            subscribe: |flow, mut parts| {
                parts.subscriber.on_subscribe(flow.handle());
                flow.requested.store(0, SeqCst);
                flow.put(parts);
                flow.run();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "ignores_request_inside_on_next",
        &["3.2", "3.8", "3.17"],
        "what is requested while on_next runs is forgotten",
        Hooks {
            deliver: |flow, parts| {
                let requested = flow.requested.load(SeqCst);
                flow.deliver(parts);
                flow.requested.store(requested, SeqCst);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "looks_at_demand_once_for_each_request",
        &["3.2", "3.8", "3.17"],
        "what is requested while on_next runs waits for the request after it",
        Hooks {
            emit: |flow, mut parts| {
                for _ in 0..flow.outstanding() {
                    if flow.is_cancelled() || parts.is_exhausted() {
                        break;
                    }
                    flow.deliver(&mut parts);
                }
                if parts.is_exhausted() || flow.is_cancelled() {
                    return flow.emit(parts);
                }
                flow.put(parts);
                None
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "goes_dead_when_demand_overflows",
        &["3.17", "3.8", "3.2"],
        "a sum of demand past 2^64 is zero",
        Hooks { add: |sum, count| sum.checked_add(count).unwrap_or(0), ..CORRECT },
    )
    .passes_jvm(),
    Fault::publisher(
        "wraps_demand_at_2_to_the_63",
        &["3.17", "3.8", "3.2"],
        "demand is summed up as a signed number, and is negative then",
        Hooks {
            add: |sum, count| u64::try_from(sum.wrapping_add(count) as i64).unwrap_or(0),
            ..CORRECT
        },
    ),
    Fault::publisher(
        "panics_when_demand_overflows",
        &["3.16", "3.17"],
        "demand is summed up with overflow checks",
        Hooks { add: checked, ..CORRECT },
    ),
    Fault::publisher(
        "fails_when_demand_overflows",
        &["3.17", "1.4"],
        "a sum of demand past 2^63 - 1 ends the stream with an error",
        Hooks {
            emit: |flow, parts| {
                if flow.requested.load(SeqCst) > i64::MAX as u64 {
                    parts.subscriber.on_error(flow.error.clone());
                    return None;
                }
                flow.emit(parts)
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "counts_declined_elements",
        &["3.8"],
        "the answer of try_on_next is ignored, and a declined element uses up demand",
        Hooks {
            deliver: |flow, parts| {
                let before = flow.delivered.load(SeqCst);
                flow.deliver(parts);
                flow.delivered.store(before + 1, SeqCst);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "a_declined_element_frees_two",
        &["1.1"],
        "two elements come in the place of one that was declined",
        Hooks {
            deliver: |flow, parts| {
                let before = flow.delivered.load(SeqCst);
                flow.deliver(parts);
                if flow.delivered.load(SeqCst) == before {
                    flow.add(1);
                }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "takes_every_answer_for_declined",
        &["1.1"],
        "no element uses up demand",
        Hooks {
            deliver: |flow, parts| {
                flow.deliver(parts);
                flow.delivered.store(0, SeqCst);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "request_panics",
        &["3.16", "3.8", "3.2", "3.17"],
        "request always panics",
        Hooks { request: |_, _| panic_quietly("not implemented"), ..CORRECT },
    ),
    Fault::publisher(
        "request_panics_after_the_end",
        &["3.16", "1.6"],
        "request panics once the stream has ended",
        Hooks {
            request: |flow, count| {
                if flow.is_ended() {
                    panic_quietly("the stream is closed");
                }
                flow.add_and_run(count);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "request_panics_inside_on_next",
        &["3.16", "3.2", "3.8", "3.17"],
        "the emission is not reentrant: a request from inside it finds the state borrowed",
        Hooks {
            request: |flow, count| {
                if flow.busy.try_lock().is_err() {
                    panic_quietly("already borrowed");
                }
                flow.add_and_run(count);
            },
            deliver: deliver_under_a_lock,
            ..CORRECT
        },
    ),
    Fault::publisher(
        "recursion_for_each_element",
        &["3.3"],
        "the emission calls itself for each further element",
        Hooks { emit: recursively, ..CORRECT },
    ),
    Fault::publisher(
        "slow_request",
        &["3.4"],
        "the first request takes its time on the caller's thread",
        Hooks {
            request: |flow, count| {
                if flow.requested.load(SeqCst) == 0 {
                    thread::sleep(Duration::from_millis(15));
                }
                flow.add_and_run(count);
            },
            ..CORRECT
        },
    )
    .passes_jvm(),
];

/// Counts down both the batch and the demand, but the end of the batch comes first.
fn in_batches<const SIZE: u64>(flow: &Arc<Flow>, mut parts: Parts) -> Option<Parts> {
    let mut left = SIZE;
    while flow.outstanding() > 0 && !flow.is_cancelled() && !parts.is_exhausted() {
        flow.deliver(&mut parts);
        left -= 1;
        if left == 0 {
            flow.delivered.fetch_sub(1, SeqCst);
            left = SIZE;
        }
    }
    flow.emit(parts)
}

fn checked(sum: u64, count: u64) -> u64 {
    sum.checked_add(count).unwrap_or_else(|| panic_quietly("attempt to add with overflow"))
}

fn recursively(flow: &Arc<Flow>, mut parts: Parts) -> Option<Parts> {
    if flow.outstanding() == 0 || flow.is_cancelled() || parts.is_exhausted() {
        return flow.emit(parts);
    }
    let frame = std::hint::black_box([0_u8; 256]);
    flow.deliver(&mut parts);
    let rest = recursively(flow, parts);
    std::hint::black_box(frame);
    rest
}
