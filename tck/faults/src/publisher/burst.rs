//! How a publisher hands over bursts.

use std::sync::Arc;

use crate::fault::Fault;
use crate::reference::burst::{self, Lent};
use crate::reference::publisher::{CORRECT, Flow, Hooks, Parts};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::publisher(
        "a_burst_of_more_than_is_requested",
        &["1.1"],
        "a burst gives all there is, whatever was requested",
        Hooks {
            emit: |flow, parts| {
                let next = |lent: &mut Lent<'_>| match lent.flow.is_cancelled() {
                    true => None,
                    false => lent.take(),
                };
                burst::emit(flow, parts, burst::Hooks { next, ..burst::CORRECT })
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "a_burst_goes_on_behind_its_end",
        &["1.1"],
        "who asks again after the end of a burst gets an element that is not requested",
        Hooks {
            emit: |flow, parts| {
                let next = |lent: &mut Lent<'_>| match lent.is_over && !lent.flow.is_cancelled() {
                    true => lent.take(),
                    false => lent.take_requested(),
                };
                burst::emit(flow, parts, burst::Hooks { next, ..burst::CORRECT })
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "a_burst_goes_on_after_cancel",
        &["3.12", "1.8", "3.6", "3.7"],
        "what has been requested is given by a burst, cancelled or not",
        Hooks {
            emit: |flow, parts| {
                let next = |lent: &mut Lent<'_>| match lent.flow.outstanding() {
                    0 => None,
                    _ => lent.take(),
                };
                burst::emit(flow, parts, burst::Hooks { next, ..burst::CORRECT })
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "a_burst_ignores_what_is_unused",
        &["3.8"],
        "an element of a burst that was declined uses up demand",
        Hooks {
            emit: |flow, parts| {
                burst::emit(flow, parts, burst::Hooks { unused: |_| {}, ..burst::CORRECT })
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "a_burst_gives_two_for_one_that_is_unused",
        &["1.1"],
        "two elements come in the place of one of a burst that was declined",
        Hooks {
            emit: |flow, parts| {
                let unused = |lent: &mut Lent<'_>| {
                    lent.give_back();
                    lent.flow.add(1);
                };
                burst::emit(flow, parts, burst::Hooks { unused, ..burst::CORRECT })
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "a_burst_that_was_left_is_forgotten",
        &["3.8", "3.2", "3.17", "1.5", "1.4"],
        "what a subscriber leaves of a burst waits for the next request",
        Hooks {
            emit: |flow, parts| {
                let left = |flow: &Arc<Flow>, parts| {
                    flow.put(parts);
                    None
                };
                burst::emit(flow, parts, burst::Hooks { left, ..burst::CORRECT })
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "a_burst_that_was_left_is_lost",
        &["3.8", "3.2", "3.17", "1.5", "1.4", "1.11"],
        "what a subscriber leaves of a burst is dropped",
        Hooks {
            emit: |flow, parts| {
                let left = |flow: &Arc<Flow>, mut parts: Parts| {
                    let rest = usize::try_from(flow.outstanding()).unwrap_or(usize::MAX);
                    parts.source.by_ref().take(rest).for_each(drop);
                    Some(parts)
                };
                burst::emit(flow, parts, burst::Hooks { left, ..burst::CORRECT })
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "a_burst_comes_before_the_subscription",
        &["1.9"],
        "an empty burst is the first signal",
        Hooks {
            subscribe: |flow, mut parts| {
                burst::lend(flow, &mut parts, burst::CORRECT);
                flow.connect(parts);
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "a_burst_answers_cancel",
        &["1.8", "3.12", "3.6", "3.7"],
        "the last signal is an empty burst, after cancel",
        Hooks {
            cancel: |flow| {
                let parts = flow.take();
                flow.stop();
                if let Some(mut parts) = parts {
                    burst::lend(flow, &mut parts, burst::CORRECT);
                }
            },
            ..CORRECT
        },
    ),
];
