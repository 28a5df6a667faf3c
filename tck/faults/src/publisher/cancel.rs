//! What cancel does.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use crate::fault::Fault;
use crate::reference::publisher::{CORRECT, Flow, Hooks};
use crate::reference::{lock, panic_quietly};

thread_local! {
    /// Whether this thread is inside `on_next`.
    static EMITS: Cell<bool> = const { Cell::new(false) };
}

pub(crate) static FAULTS: &[Fault] = &[
    Fault::publisher(
        "ignores_cancel",
        &["3.12", "1.8", "3.13", "3.6", "3.7"],
        "cancel does nothing",
        Hooks { cancel: |_| {}, ..CORRECT },
    ),
    Fault::publisher(
        "ignores_cancel_while_demand_is_outstanding",
        &["3.12", "1.8", "3.6", "3.7"],
        "what has been requested is delivered, cancelled or not",
        Hooks {
            emit: |flow, mut parts| {
                while flow.outstanding() > 0 && !parts.is_exhausted() {
                    flow.deliver(&mut parts);
                }
                flow.emit(parts)
            },
            ..CORRECT
        },
    )
    .passes_jvm(),
    Fault::publisher(
        "request_revives_a_cancelled_stream",
        &["3.6", "3.12", "1.8", "3.13", "3.7"],
        "cancel only pauses, until the next request",
        Hooks {
            request: |flow, count| {
                flow.cancelled.store(false, SeqCst);
                flow.add_and_run(count);
            },
            cancel: |flow| flow.cancelled.store(true, SeqCst),
            ..CORRECT
        },
    ),
    Fault::publisher(
        "request_after_cancel_fails_the_stream",
        &["3.6", "3.12", "1.8", "3.13", "3.7"],
        "as the JVM's RangePublisher does to a request of nothing: on_error, cancelled or not",
        Hooks {
            request: |flow, count| {
                let cancelled = flow.is_cancelled().then(|| flow.take()).flatten();
                match cancelled {
                    Some(parts) => parts.subscriber.on_error(flow.error.clone()),
                    None => flow.add_and_run(count),
                }
            },
            cancel: |flow| {
                let parts = flow.take();
                flow.cancelled.store(true, SeqCst);
                *lock(&flow.parts) = parts;
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "emits_inside_cancel",
        &["3.12", "1.8", "3.6", "3.7", "1.1"],
        "cancel flushes an element first",
        Hooks {
            cancel: |flow| {
                if let Some(mut parts) = flow.take() {
                    flow.deliver(&mut parts);
                }
                flow.stop();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "completes_inside_cancel",
        &["3.12", "1.8", "3.6", "3.7"],
        "cancel is answered by on_complete",
        Hooks { cancel: |flow| end_instead(flow, false), ..CORRECT },
    ),
    Fault::publisher(
        "fails_inside_cancel",
        &["3.12", "1.8", "3.6", "3.7"],
        "cancel is answered by on_error",
        Hooks { cancel: |flow| end_instead(flow, true), ..CORRECT },
    ),
    Fault::publisher(
        "completes_after_cancel_on_a_worker",
        &["3.12", "1.8", "3.6", "3.7"],
        "cancel is answered by on_complete, later",
        Hooks {
            emit: |flow, parts| {
                if flow.is_cancelled() {
                    parts.subscriber.on_complete();
                    return None;
                }
                flow.emit(parts)
            },
            cancel: |flow| {
                let parts = flow.take();
                flow.cancelled.store(true, SeqCst);
                *lock(&flow.parts) = parts;
                flow.run();
            },
            ..CORRECT
        },
    )
    .scheduled()
    .passes_jvm(),
    Fault::publisher(
        "second_cancel_completes",
        &["3.7", "3.12", "1.8", "3.13", "3.6"],
        "whoever cancels twice is completed",
        Hooks {
            cancel: |flow| {
                if flow.is_cancelled() {
                    return end_instead(flow, false);
                }
                let parts = flow.take();
                flow.cancelled.store(true, SeqCst);
                *lock(&flow.parts) = parts;
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "cancel_panics",
        &["3.15"],
        "cancel works, and panics",
        Hooks {
            cancel: |flow| {
                flow.stop();
                panic_quietly("not implemented");
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "second_cancel_panics",
        &["3.15", "3.7", "3.5"],
        "whoever cancels twice meets a panic",
        Hooks {
            cancel: |flow| {
                if flow.is_cancelled() {
                    panic_quietly("already cancelled");
                }
                flow.stop();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "cancel_panics_after_the_end",
        &["3.15", "1.6"],
        "cancel relies on a state that is gone",
        Hooks {
            cancel: |flow| {
                if flow.is_ended() {
                    panic_quietly("called `Option::unwrap()` on a `None` value");
                }
                flow.stop();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "cancel_waits_for_on_next",
        &["3.5"],
        "cancel from another thread comes back only when the element has been handled",
        Hooks {
            deliver: |flow, parts| {
                let _busy = lock(&flow.busy);
                EMITS.set(true);
                flow.deliver(parts);
                EMITS.set(false);
            },
            cancel: |flow| {
                if !EMITS.get() {
                    drop(lock(&flow.busy));
                }
                flow.stop();
            },
            ..CORRECT
        },
    )
    .passes_jvm(),
    Fault::publisher(
        "cancel_deadlocks_inside_on_next",
        &["3.5"],
        "cancel takes the lock that is held while an element is handled",
        Hooks {
            deliver: |flow, parts| {
                let _busy = lock(&flow.busy);
                flow.deliver(parts);
            },
            cancel: |flow| {
                drop(lock(&flow.busy));
                flow.stop();
            },
            ..CORRECT
        },
    )
    .up_to(1),
    Fault::publisher(
        "cancel_inside_on_subscribe_is_forgotten",
        &["3.12", "1.8", "3.13", "3.6", "3.7"],
        "the state is set up only after on_subscribe, and knows nothing of a cancel before",
        Hooks {
            subscribe: |flow, mut parts| {
                parts.subscriber.on_subscribe(flow.handle());
                flow.cancelled.store(false, SeqCst);
                flow.put(parts);
                flow.run();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "cancel_inside_on_next_is_forgotten",
        &["3.12", "1.8", "3.13", "3.6", "3.7"],
        "cancel drops the subscriber where it finds it, and nothing else",
        Hooks { cancel: |flow| drop(flow.take()), ..CORRECT },
    ),
    Fault::publisher(
        "cancel_before_the_first_request_is_forgotten",
        &["3.12", "1.8", "3.13", "3.6", "3.7"],
        "a stream that has not started cannot be cancelled",
        Hooks {
            cancel: |flow| {
                if flow.requested.load(SeqCst) > 0 {
                    flow.stop();
                }
            },
            ..CORRECT
        },
    ),
];

fn end_instead(flow: &Arc<Flow>, fail: bool) {
    if let Some(parts) = flow.take() {
        drop(parts.source);
        if fail {
            parts.subscriber.on_error(flow.error.clone());
        } else {
            parts.subscriber.on_complete();
        }
    }
    flow.stop();
}
