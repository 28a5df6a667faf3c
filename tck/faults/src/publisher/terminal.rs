//! How a stream begins and how it ends.

use std::sync::atomic::Ordering::SeqCst;

use crate::fault::Fault;
use crate::reference::panic_quietly;
use crate::reference::publisher::{CORRECT, Hooks};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::publisher(
        "never_ends",
        &["1.5", "1.4", "3.13"],
        "neither completion nor failure is signalled",
        Hooks { end: |flow, parts| flow.attic.keep(parts), ..CORRECT },
    ),
    Fault::publisher(
        "never_completes",
        &["1.5", "3.13"],
        "completion is not signalled",
        Hooks {
            end: |flow, parts| {
                if flow.fails { flow.end(parts) } else { flow.attic.keep(parts) }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "never_fails",
        &["1.4", "3.13"],
        "failure is not signalled",
        Hooks {
            end: |flow, parts| {
                if flow.fails { flow.attic.keep(parts) } else { flow.end(parts) }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "empty_stream_never_completes",
        &["1.5", "3.13"],
        "a stream without elements stays open",
        Hooks {
            end: |flow, parts| {
                let is_empty = flow.delivered.load(SeqCst) == 0 && !flow.fails;
                if is_empty { flow.attic.keep(parts) } else { flow.end(parts) }
            },
            ..CORRECT
        },
    )
    .passes_jvm(),
    Fault::publisher(
        "fails_by_completing",
        &["1.4"],
        "a failure is reported as completion",
        Hooks { end: |_, parts| parts.subscriber.on_complete(), ..CORRECT },
    ),
    Fault::publisher(
        "completes_by_failing",
        &["1.5"],
        "the end is reported as a failure",
        Hooks { end: |flow, parts| parts.subscriber.on_error(flow.error.clone()), ..CORRECT },
    ),
    Fault::publisher(
        "fails_halfway_for_no_reason",
        &["1.4"],
        "an error comes after the first element although more could follow",
        Hooks {
            emit: |flow, mut parts| {
                if flow.outstanding() > 0 && !parts.is_exhausted() && !flow.fails {
                    flow.deliver(&mut parts);
                    if !flow.is_cancelled() && !parts.is_exhausted() {
                        parts.subscriber.on_error(flow.error.clone());
                        return None;
                    }
                }
                flow.emit(parts)
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "completes_after_the_first_element",
        &["1.5"],
        "completion comes although there are more elements",
        Hooks {
            emit: |flow, mut parts| {
                let is_due = flow.outstanding() > 0 && !parts.is_exhausted();
                if is_due && !flow.fails && !flow.is_cancelled() {
                    flow.deliver(&mut parts);
                    if !flow.is_cancelled() {
                        parts.subscriber.on_complete();
                        return None;
                    }
                }
                flow.emit(parts)
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "drops_the_subscriber_at_the_start",
        &["1.4", "1.5"],
        "after on_subscribe the subscriber is dropped without a word",
        Hooks {
            subscribe: |flow, mut parts| parts.subscriber.on_subscribe(flow.handle()),
            ..CORRECT
        },
    ),
    Fault::publisher(
        "drops_the_subscriber_in_mid_stream",
        &["1.4"],
        "after the first element the subscriber is dropped without a word",
        Hooks {
            emit: |flow, mut parts| {
                if flow.outstanding() > 0 && parts.source.size_hint().0 > 1 {
                    flow.deliver(&mut parts);
                    return None;
                }
                flow.emit(parts)
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "drops_the_subscriber_at_the_end",
        &["1.5", "1.4"],
        "in the place of a terminal signal the subscriber is dropped",
        Hooks { end: |_, parts| drop(parts), ..CORRECT },
    ),
    Fault::publisher(
        "no_on_subscribe",
        &["1.9"],
        "the subscriber is taken, and waits for its subscription",
        Hooks { subscribe: |flow, parts| flow.put(parts), ..CORRECT },
    ),
    Fault::publisher(
        "completes_without_on_subscribe",
        &["1.9"],
        "an empty stream completes at once",
        Hooks {
            subscribe: |flow, parts| {
                if parts.is_exhausted() { flow.end(parts) } else { flow.connect(parts) }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "fails_without_on_subscribe",
        &["1.9"],
        "a stream that fails at once does so before there is a subscription",
        Hooks {
            subscribe: |flow, parts| {
                if parts.is_exhausted() && flow.fails {
                    flow.end(parts)
                } else {
                    flow.connect(parts)
                }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "element_before_on_subscribe",
        &["1.9", "1.1"],
        "the first element comes before the subscription",
        Hooks {
            subscribe: |flow, mut parts| {
                flow.deliver(&mut parts);
                flow.connect(parts);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "subscribes_twice",
        &["2.12"],
        "the subscriber gets its subscription two times",
        Hooks {
            subscribe: |flow, mut parts| {
                parts.subscriber.on_subscribe(flow.handle());
                flow.connect(parts);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "subscribe_panics",
        &["1.9", "1.4", "1.5"],
        "subscribe is not implemented",
        Hooks { subscribe: |_, _| panic_quietly("not implemented"), ..CORRECT },
    ),
    Fault::publisher(
        "subscribe_panics_when_it_cannot_serve",
        &["1.9", "1.4"],
        "a publisher that has failed says so by a panic",
        Hooks {
            subscribe: |flow, parts| {
                if parts.is_exhausted() && flow.fails {
                    panic_quietly("the source is not available");
                }
                flow.connect(parts);
            },
            ..CORRECT
        },
    ),
];
