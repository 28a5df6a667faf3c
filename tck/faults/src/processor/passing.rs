//! How a processor passes on what it gets, and what it is asked for.

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use reactive_streams::Demand;

use crate::fault::Fault;
use crate::reference::lock;
use crate::reference::processor::{CORRECT, End, Hooks, Hub};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::processor(
        "swallows_the_error",
        &["4.2", "1.4", "2.10"],
        "an error of the upstream is not passed on",
        Hooks { on_error: |hub, error| end_in_silence(hub, End::Failed(error)), ..CORRECT },
    ),
    Fault::processor(
        "swallows_the_completion",
        &["1.5", "2.9"],
        "completion of the upstream is not passed on",
        Hooks { on_complete: |hub| end_in_silence(hub, End::Completed), ..CORRECT },
    ),
    Fault::processor(
        "drops_the_downstream_on_an_error",
        &["1.4", "4.2", "1.5", "2.10"],
        "an error of the upstream drops the downstream without a word",
        Hooks { on_error: |hub, _| hub.finish(End::Abandoned), ..CORRECT },
    ),
    Fault::processor(
        "drops_the_downstream_on_completion",
        &["1.5", "1.4", "2.9"],
        "completion of the upstream drops the downstream without a word",
        Hooks { on_complete: |hub| hub.finish(End::Abandoned), ..CORRECT },
    ),
    Fault::processor(
        "turns_an_error_into_completion",
        &["4.2", "1.4", "2.10"],
        "an error of the upstream completes the downstream, and nobody said that it would",
        Hooks { on_error: |hub, _| hub.finish(End::Completed), ..CORRECT },
    ),
    Fault::processor(
        "delays_the_error_until_there_is_demand",
        &["4.2", "1.4", "2.10"],
        "an error of the upstream is passed on at the next request",
        Hooks {
            on_error: |hub, error| end_in_silence(hub, End::Failed(error)),
            request: |outlet, count| {
                let end = lock(&outlet.hub.state).end.clone();
                match end {
                    Some(end) => outlet.hub.finish(end),
                    None => outlet.request(count),
                }
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "tells_only_one_of_an_error",
        &["1.4", "4.2", "3.13"],
        "of several downstreams only the first is told of an error",
        Hooks {
            end: |outlet, end| match end {
                End::Failed(_) if outlet.number > 0 => outlet.hub.attic.keep(outlet.take()),
                _ => outlet.end(end),
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "swallows_cancel",
        &["2.6", "3.13", "3.12", "1.8", "3.14", "1.6", "2.13"],
        "when the downstream cancels, the upstream is not told",
        Hooks {
            leave: |hub, outlet| {
                lock(&hub.state).outlets.retain(|known| !Arc::ptr_eq(known, outlet));
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "asks_for_everything",
        &["4.1", "3.8", "3.17", "1.5", "1.11", "2.11"],
        "the upstream is asked for all it has, and what nobody wants yet is dropped",
        Hooks {
            demand: |outlets| (!outlets.is_empty()).then_some(u64::MAX),
            deliver: |outlet, element| {
                if outlet.wanted() >= lock(&outlet.hub.state).passed {
                    outlet.deliver(element);
                }
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "passes_on_what_nobody_requested",
        &["1.1", "4.1", "1.11"],
        "the upstream is asked for one more than is wanted, and that one is passed on",
        Hooks {
            demand: |outlets| (CORRECT.demand)(outlets).map(|wanted| wanted.saturating_add(1)),
            ..CORRECT
        },
    ),
    Fault::processor(
        "asks_before_anybody_is_there",
        &["4.1", "1.5", "3.8", "1.1"],
        "the upstream is asked for elements that come before there is a downstream, and are lost",
        Hooks {
            on_subscribe: |hub, upstream| {
                let is_first = lock(&hub.state).upstream.is_none();
                hub.accept(Arc::clone(&upstream));
                if is_first {
                    lock(&hub.state).asked += 2;
                    upstream.request(Demand::of(2));
                }
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "forgets_demand_when_an_element_passes",
        &["3.8", "2.1", "3.17", "3.2"],
        "what was requested long ago has to be requested again",
        Hooks {
            deliver: |outlet, element| {
                let passed = lock(&outlet.hub.state).passed;
                outlet.requested.store(passed - outlet.since, SeqCst);
                outlet.deliver(element);
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "forgets_demand_from_before_the_upstream_came",
        &["3.8"],
        "what the downstream requests before there is an upstream is not asked for",
        Hooks {
            on_subscribe: |hub, upstream| {
                let mut state = lock(&hub.state);
                state.asked = (CORRECT.demand)(&state.outlets).unwrap_or(0);
                drop(state);
                hub.accept(upstream);
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "does_not_greet_before_the_upstream_has_come",
        &["1.9", "3.8", "1.5"],
        "a downstream that is there first is forgotten",
        Hooks {
            join: |hub, subscriber| {
                let state = lock(&hub.state);
                let is_first = state.upstream.is_none() && state.end.is_none();
                drop(state);
                if is_first { hub.attic.keep(subscriber) } else { hub.join(subscriber) }
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "requests_from_an_upstream_that_has_completed",
        &["2.3", "4.1"],
        "completion of the upstream is answered by a request",
        Hooks {
            on_complete: |hub| {
                let upstream = lock(&hub.state).upstream.clone();
                upstream.iter().for_each(|upstream| upstream.request(Demand::ONE));
                hub.finish(End::Completed);
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "keeps_the_subscription_of_an_upstream_that_has_completed",
        &["2.4"],
        "the subscription is held on to after completion",
        Hooks {
            on_complete: |hub| {
                hub.attic.keep(lock(&hub.state).upstream.clone());
                hub.finish(End::Completed);
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "adopts_a_second_upstream",
        &["2.5", "2.1"],
        "a second subscription replaces the first",
        Hooks {
            on_subscribe: |hub, upstream| {
                lock(&hub.state).upstream = Some(upstream);
                hub.pull();
            },
            ..CORRECT
        },
    ),
    Fault::processor(
        "lets_a_panic_of_its_downstream_stop_the_others",
        &["2.13", "1.4"],
        "the panic of one downstream unwinds through the emission to all",
        Hooks {
            deliver: |outlet, element| {
                if let Some(mut subscriber) = outlet.take() {
                    subscriber.on_next(element);
                    outlet.put(subscriber);
                }
            },
            ..CORRECT
        },
    ),
];

/// Writes down how the stream has ended, and tells nobody.
fn end_in_silence(hub: &Hub, end: End) {
    let mut state = lock(&hub.state);
    state.end = Some(end);
    let upstream = state.upstream.take();
    drop(state);
    drop(upstream);
}
