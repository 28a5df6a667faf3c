//! What a processor does with a burst of its upstream.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use reactive_streams_tck::Element;

use crate::fault::Fault;
use crate::reference::lock;
use crate::reference::processor::{CORRECT, Hooks, Hub, Outlet};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::processor(
        "passes_on_only_the_first_of_a_burst",
        &["3.8", "1.5", "3.2", "3.17", "2.11", "1.11"],
        "a burst is taken as a whole, and all but its first element are lost",
        Hooks {
            on_burst: |hub, burst| {
                if let Some(first) = burst.next() {
                    hub.pass(&first);
                }
                while burst.next().is_some() {}
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "keeps_a_burst_until_the_end",
        &["3.8", "1.5", "3.2", "3.17", "2.11", "1.11", "1.8", "3.12"],
        "the elements of a burst wait, although they were requested, until completion",
        Hooks {
            on_burst: |hub, burst| {
                while let Some(element) = burst.next() {
                    hub.attic.keep(element);
                }
            },
            on_complete: |hub| {
                let kept = hub.attic.take();
                kept.iter().filter_map(|it| it.downcast_ref()).for_each(|it| hub.pass(it));
                (CORRECT.on_complete)(hub);
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "passes_on_the_last_of_a_burst_twice",
        &["1.1", "1.3"],
        "when a burst is over, its last element comes again, which nobody has requested",
        Hooks {
            on_burst: |hub, burst| {
                let mut last = None;
                while let Some(element) = burst.next() {
                    hub.pass(&element);
                    last = Some(element);
                }
                last.iter().for_each(|last| hub.pass(last));
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "gives_back_what_its_downstream_has_used",
        &["1.1", "4.1", "2.11"],
        "each element of a burst is passed on, and called unused",
        Hooks {
            on_burst: |hub, burst| {
                while let Some(element) = burst.next() {
                    hub.pass(&element);
                    burst.unused();
                }
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "does_not_give_back_what_its_downstream_declined",
        &["3.8"],
        "an element of a burst that the downstream declines uses up its demand",
        Hooks {
            on_burst: |hub, burst| {
                with_first(hub, |outlet| {
                    let Some(mut subscriber) = outlet.take() else { return };
                    while let Some(element) = burst.next() {
                        lock(&hub.state).passed += 1;
                        subscriber.try_on_next(element);
                    }
                    outlet.put(subscriber);
                });
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "passes_on_a_burst_after_cancel",
        &["1.8", "3.12", "3.6", "3.7", "1.11"],
        "a burst is taken as a whole, and passed on as a whole, cancelled or not",
        Hooks {
            on_burst: |hub, burst| {
                let mut elements = Vec::new();
                while let Some(element) = burst.next() {
                    elements.push(element);
                }
                lock(&hub.state).passed += elements.len() as u64;
                with_first(hub, |outlet| give_all(outlet, elements));
                hub.pull();
            },
            ..CORRECT
        },
    ),
];

/// Gives elements to a downstream that may have cancelled meanwhile.
fn give_all(outlet: &Arc<Outlet>, elements: Vec<Element>) {
    let Some(mut subscriber) = outlet.take() else { return };
    let give = || {
        for element in elements {
            if !subscriber.try_on_next(element) {
                outlet.add(1);
            }
        }
    };
    if catch_unwind(AssertUnwindSafe(give)).is_ok() {
        outlet.put(subscriber);
    } else {
        outlet.cancel();
    }
}

/// Hands a burst to the first of the downstreams, if there is one.
fn with_first(hub: &Hub, give: impl FnOnce(&Arc<Outlet>)) {
    let first = lock(&hub.state).outlets.first().cloned();
    if let Some(first) = first {
        give(&first);
    }
}
