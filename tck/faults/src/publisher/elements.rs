//! Which elements are given, and in which order.

use std::sync::atomic::Ordering::SeqCst;

use crate::fault::Fault;
use crate::reference::publisher::{CORRECT, Flow, Hooks, Parts};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::publisher(
        "one_element_too_few",
        &["1.5", "3.8"],
        "the last element is missing",
        Hooks { source: |given| given.elements_of(given.len().saturating_sub(1)), ..CORRECT },
    ),
    Fault::publisher(
        "one_element_too_many",
        &["1.2"],
        "the stream has one element more than it should",
        Hooks { source: |given| given.elements_of(given.len() + 1), ..CORRECT },
    ),
    Fault::publisher(
        "loses_the_third_element",
        &["1.5", "3.8"],
        "an element gets lost on the way",
        Hooks {
            deliver: |flow, parts| {
                if flow.delivered.load(SeqCst) == 2 {
                    drop(parts.source.next());
                }
                if !parts.is_exhausted() {
                    flow.deliver(parts);
                }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "gives_every_element_twice",
        &["1.3", "1.2", "1.11", "1.5"],
        "each element comes again as the next one",
        Hooks {
            deliver: |flow, parts| {
                let again = parts.source.clone();
                flow.deliver(parts);
                if flow.outstanding() > 0 && !flow.is_cancelled() {
                    parts.source = again;
                    flow.deliver(parts);
                }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "pads_to_the_demand",
        &["1.2", "1.3"],
        "when the elements are used up, they come again until the demand is",
        Hooks {
            deliver: |flow, parts| {
                let last = parts.source.clone();
                flow.deliver(parts);
                if parts.is_exhausted() && flow.outstanding() > 0 {
                    parts.source = last;
                }
            },
            ..CORRECT
        },
    ),
    Fault::publisher(
        "wrong_order",
        &["1.3"],
        "two elements of each pair come in each other's place",
        Hooks { deliver: deliver_swapped, ..CORRECT },
    )
    .passes_jvm(),
];

/// Of each two elements, the second comes first.
pub(super) fn deliver_swapped(flow: &Flow, parts: &mut Parts) {
    let is_first = flow.delivered.load(SeqCst) % 2 == 0;
    match parts.source.clone().nth(1) {
        Some(second) if is_first => flow.give(parts, second),
        _ => {
            flow.deliver(parts);
            drop(parts.source.next().filter(|_| !is_first));
        }
    }
}
