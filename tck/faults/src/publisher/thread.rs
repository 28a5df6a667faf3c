//! What goes wrong between threads.

use std::sync::atomic::Ordering::SeqCst;
use std::thread;
use std::time::Duration;

use crate::fault::Fault;
use crate::reference::publisher::{CORRECT, Hooks};
use crate::reference::{lock, panic_quietly};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::publisher(
        "loses_demand_of_concurrent_requests",
        &["3.8"],
        "demand is read, added to and written back, and another request may come in between",
        Hooks {
            request: |flow, count| {
                let before = flow.requested.load(SeqCst);
                thread::sleep(Duration::from_micros(100));
                flow.requested.store(before.saturating_add(count), SeqCst);
                flow.run();
            },
            ..CORRECT
        },
    )
    .up_to(60)
    .surely_caught_by(&["beyond_spec308_requests_from_several_threads"]),
    Fault::publisher(
        "request_panics_while_another_thread_requests",
        &["3.16"],
        "request may be called from one thread at a time only",
        Hooks {
            request: |flow, count| {
                let Ok(_busy) = flow.busy.try_lock() else { panic_quietly("already borrowed") };
                thread::sleep(Duration::from_micros(100));
                flow.add(count);
                flow.run();
            },
            ..CORRECT
        },
    )
    .up_to(60)
    .surely_caught_by(&[
        "beyond_spec308_requests_from_several_threads",
        "beyond_spec105_request_races_completion",
    ]),
    Fault::publisher(
        "cancel_panics_while_another_thread_requests",
        &["3.15"],
        "cancel may not be called while request runs",
        Hooks {
            request: |flow, count| {
                let _busy = lock(&flow.busy);
                thread::sleep(Duration::from_micros(500));
                flow.add_and_run(count);
            },
            cancel: |flow| {
                thread::sleep(Duration::from_micros(800));
                if flow.busy.try_lock().is_err() {
                    panic_quietly("already borrowed");
                }
                flow.stop();
            },
            ..CORRECT
        },
    )
    .up_to(60)
    .surely_caught_by(&["beyond_spec312_cancel_races_completion"]),
    Fault::publisher(
        "cancel_panics_while_another_thread_cancels",
        &["3.15", "3.5", "3.7"],
        "cancel may be called from one thread at a time only",
        Hooks {
            cancel: |flow| {
                let Ok(_busy) = flow.busy.try_lock() else { panic_quietly("already borrowed") };
                thread::sleep(Duration::from_millis(1));
                flow.stop();
            },
            ..CORRECT
        },
    )
    .up_to(60)
    .surely_caught_by(&["beyond_spec305_cancel_from_many_threads"]),
    Fault::publisher(
        "keeps_a_subscriber_whose_cancel_meets_emission",
        &["3.13"],
        "the thread that emits finds the stream cancelled, and leaves the subscriber where it is",
        Hooks {
            emit: |flow, mut parts| {
                while flow.outstanding() > 0 && !flow.is_cancelled() && !parts.is_exhausted() {
                    thread::sleep(Duration::from_micros(100));
                    flow.deliver(&mut parts);
                }
                if flow.is_cancelled() {
                    flow.attic.keep(parts);
                    return None;
                }
                flow.emit(parts)
            },
            ..CORRECT
        },
    )
    .up_to(200)
    .surely_caught_by(&["beyond_spec312_request_races_cancel_races_emission"]),
    Fault::publisher(
        "thread_dies_after_five_elements",
        &["3.8", "3.2", "3.17"],
        "the thread that emits ends in mid-stream, and nothing more comes",
        Hooks {
            emit: |flow, mut parts| {
                while flow.outstanding() > 0 && !flow.is_cancelled() && !parts.is_exhausted() {
                    if flow.delivered.load(SeqCst) == 5 {
                        flow.put(parts);
                        return None;
                    }
                    flow.deliver(&mut parts);
                }
                flow.emit(parts)
            },
            ..CORRECT
        },
    )
    .foreign()
    .surely_caught_by(&[
        "required_validate_max_elements_from_publisher",
        "beyond_spec317_many_small_requests_add_up",
    ]),
    Fault::publisher(
        "keeps_the_subscriber_on_a_worker",
        &["3.13"],
        "the worker that should drop a cancelled subscriber is never told",
        Hooks { cancel: |flow| flow.cancelled.store(true, SeqCst), ..CORRECT },
    )
    .scheduled(),
];
