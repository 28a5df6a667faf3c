//! What goes wrong between threads.

use std::sync::atomic::Ordering::SeqCst;
use std::thread;
use std::time::Duration;

use crate::fault::Fault;
use crate::reference::publisher::{CORRECT, Hooks};

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
    .up_to(60),
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
    .foreign(),
    Fault::publisher(
        "keeps_the_subscriber_on_a_worker",
        &["3.13"],
        "the worker that should drop a cancelled subscriber is never told",
        Hooks { cancel: |flow| flow.cancelled.store(true, SeqCst), ..CORRECT },
    )
    .scheduled(),
];
