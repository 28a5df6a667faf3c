//! What is held on to although nobody needs it any more.

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use crate::fault::Fault;
use crate::reference::Attic;
use crate::reference::publisher::{CORRECT, Hooks};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::publisher(
        "keeps_the_subscriber_after_cancel",
        &["3.13"],
        "the subscriber is silenced and not dropped",
        Hooks {
            cancel: |flow| {
                flow.attic.keep(flow.take());
                flow.stop();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_the_subscriber_until_the_next_request",
        &["3.13"],
        "cancel is noticed only when somebody asks for more",
        Hooks { cancel: |flow| flow.cancelled.store(true, SeqCst), ..CORRECT },
    ),
    Fault::publisher(
        "keeps_a_subscriber_that_never_requested",
        &["3.13"],
        "cancel drops the subscriber only where the stream has started",
        Hooks {
            cancel: |flow| {
                if flow.requested.load(SeqCst) == 0 {
                    flow.attic.keep(flow.take());
                }
                flow.stop();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_the_source_after_cancel",
        &["3.13"],
        "the subscriber is dropped, and its source stays open",
        Hooks {
            cancel: |flow| {
                if let Some(parts) = flow.take() {
                    flow.attic.keep(parts.source);
                }
                flow.stop();
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_the_source_after_completion",
        &["1.6", "2.13", "3.13"],
        "a stream that has completed keeps its source open",
        Hooks {
            end: |flow, parts| {
                if !flow.fails {
                    flow.attic.keep(parts.source.clone());
                }
                flow.end(parts);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_the_source_after_failure",
        &["1.6", "2.13", "3.13"],
        "a stream that has failed keeps its source open",
        Hooks {
            end: |flow, parts| {
                if flow.fails {
                    flow.attic.keep(parts.source.clone());
                }
                flow.end(parts);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_every_element",
        &["1.6", "3.13", "2.13"],
        "a copy of each element stays behind for ever",
        Hooks {
            deliver: |flow, parts| {
                Attic::for_ever(parts.source.clone().next());
                flow.deliver(parts);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_a_source_for_nobody",
        &["3.13", "1.6", "2.13"],
        "a publisher opens a source that no subscriber will ever drop",
        Hooks {
            source: |given| {
                Attic::for_ever(given.elements());
                given.elements()
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "keeps_its_own_subscription",
        &["3.13", "1.6", "2.13"],
        "a subscription owns itself",
        Hooks {
            subscribe: |flow, mut parts| {
                let handle = flow.handle();
                flow.attic.keep(Arc::clone(&handle));
                parts.subscriber.on_subscribe(handle);
                flow.put(parts);
                flow.run();
            },
            ..CORRECT
        },
    ),
];
