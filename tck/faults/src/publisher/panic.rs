//! What becomes of a subscriber that panics.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use super::deliver_under_a_lock;
use crate::fault::Fault;
use crate::reference::panic_quietly;
use crate::reference::publisher::{CORRECT, Flow, Hooks, Parts};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::publisher(
        "goes_on_after_a_panic_in_on_next",
        &["2.13"],
        "a subscriber that has panicked gets the next element",
        Hooks {
            deliver: |flow, parts| {
                if catch_unwind(AssertUnwindSafe(|| flow.deliver(parts))).is_err() {
                    flow.delivered.fetch_add(1, SeqCst);
                }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "reports_a_panic_by_on_error",
        &["2.13"],
        "a subscriber that has panicked is told that the stream has failed",
        Hooks {
            emit: |flow, parts| {
                on_panic(flow, parts, |flow, parts| parts.subscriber.on_error(flow.error.clone()))
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_a_subscriber_that_panicked",
        &["2.13"],
        "a subscriber that has panicked is set aside and not dropped",
        Hooks {
            emit: |flow, parts| on_panic(flow, parts, |flow, parts| flow.attic.keep(parts)),
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_the_source_after_a_panic",
        &["2.13"],
        "the source of a subscriber that has panicked stays open",
        Hooks {
            emit: |flow, parts| on_panic(flow, parts, |flow, parts| flow.attic.keep(parts.source)),
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_the_source_after_a_panic_at_the_end",
        &["2.13"],
        "the source stays open where the terminal signal panics",
        Hooks {
            end: |flow, parts| {
                let source = parts.source.clone();
                if catch_unwind(AssertUnwindSafe(|| flow.end(parts))).is_err() {
                    flow.attic.keep(source);
                }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "goes_on_after_a_panic_in_on_subscribe",
        &["2.13"],
        "a subscriber that panicked with its subscription is served all the same",
        Hooks {
            subscribe: |flow, mut parts| {
                let greet = || parts.subscriber.on_subscribe(flow.handle());
                drop(catch_unwind(AssertUnwindSafe(greet)));
                flow.put(parts);
                flow.run();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "request_panics_after_a_panic",
        &["3.16"],
        "the panic of a subscriber poisons a lock that request takes",
        Hooks {
            request: |flow, count| {
                if flow.busy.is_poisoned() {
                    panic_quietly("called `Result::unwrap()` on an `Err` value: PoisonError");
                }
                flow.add_and_run(count);
            },
            deliver: deliver_under_a_lock,
            ..CORRECT
        },
    ),
    Fault::publisher(
        "cancel_panics_after_a_panic",
        &["3.15"],
        "the panic of a subscriber poisons a lock that cancel takes",
        Hooks {
            cancel: |flow| {
                if flow.busy.is_poisoned() {
                    panic_quietly("called `Result::unwrap()` on an `Err` value: PoisonError");
                }
                flow.stop();
            },
            deliver: deliver_under_a_lock,
            ..CORRECT
        },
    ),
];

/// Emits, and does `what` when the subscriber panics on an element.
fn on_panic(flow: &Arc<Flow>, mut parts: Parts, what: fn(&Arc<Flow>, Parts)) -> Option<Parts> {
    while flow.outstanding() > 0 && !flow.is_cancelled() && !parts.is_exhausted() {
        if catch_unwind(AssertUnwindSafe(|| flow.deliver(&mut parts))).is_err() {
            what(flow, parts);
            return None;
        }
    }
    flow.emit(parts)
}
