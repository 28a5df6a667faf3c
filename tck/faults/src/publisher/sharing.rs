//! What happens between the subscribers of one publisher.

use crate::fault::Fault;
use crate::reference::lock;
use crate::reference::processor::{self, End};
use crate::reference::publisher::{self, Flow, Parts};

const OWN: publisher::Hooks = publisher::CORRECT;
const SHARED: processor::Hooks = processor::CORRECT;

pub(crate) static FAULTS: &[Fault] = &[
    Fault::publisher(
        "second_subscriber_is_not_greeted",
        &["1.9", "1.11"],
        "the second subscriber gets no subscription",
        publisher::Hooks {
            subscribe: |flow, parts| match flow.number {
                1 => flow.put(parts),
                _ => flow.connect(parts),
            },
            ..OWN
        },
    ),
    Fault::publisher(
        "second_subscriber_is_dropped",
        &["1.4", "1.11", "1.5"],
        "the second subscriber is dropped after on_subscribe",
        publisher::Hooks {
            subscribe: |flow, mut parts| match flow.number {
                1 => parts.subscriber.on_subscribe(flow.handle()),
                _ => flow.connect(parts),
            },
            ..OWN
        },
    ),
    Fault::publisher(
        "second_subscriber_gets_another_order",
        &["1.11", "1.3"],
        "the second subscriber gets the same elements in another order",
        publisher::Hooks {
            deliver: |flow, parts| match flow.number {
                1 => super::elements::deliver_swapped(flow, parts),
                _ => flow.deliver(parts),
            },
            ..OWN
        },
    ),
    Fault::publisher(
        "second_subscriber_misses_the_first_element",
        &["1.11", "1.5"],
        "the second subscriber gets the stream from the second element on",
        publisher::Hooks { subscribe: skip_one_for_the_second, ..OWN },
    ),
    Fault::multicast(
        "second_subscriber_never_completes",
        &["1.5", "3.13", "3.14"],
        "of several subscribers only the others are completed",
        processor::Hooks {
            end: |outlet, end| match outlet.number {
                1 => outlet.hub.attic.keep(outlet.take()),
                _ => outlet.end(end),
            },
            ..SHARED
        },
    )
    .passes_jvm(),
    Fault::multicast(
        "second_subscriber_takes_over",
        &["1.4", "1.11"],
        "a new subscriber pushes out the one before it",
        processor::Hooks {
            join: |hub, subscriber| {
                let before = std::mem::take(&mut lock(&hub.state).outlets);
                before.iter().for_each(|outlet| drop(outlet.take()));
                hub.join(subscriber);
            },
            ..SHARED
        },
    ),
    Fault::multicast(
        "cancel_of_one_completes_all",
        &["1.5"],
        "when one subscriber cancels, the others are completed",
        processor::Hooks {
            leave: |hub, _| {
                hub.close();
                hub.finish(End::Completed);
            },
            ..SHARED
        },
    ),
    Fault::multicast(
        "cancel_of_one_drops_all",
        &["1.4", "1.11"],
        "when one subscriber cancels, the others are dropped without a word",
        processor::Hooks {
            leave: |hub, _| {
                hub.close();
                hub.finish(End::Abandoned);
            },
            ..SHARED
        },
    ),
    Fault::multicast(
        "cancel_of_one_stalls_all",
        &["1.11", "3.8", "1.5", "3.14"],
        "a subscriber that has cancelled still slows the others down",
        processor::Hooks {
            leave: |hub, _| {
                let is_last = lock(&hub.state).outlets.iter().all(|outlet| outlet.is_cancelled());
                if is_last {
                    hub.close();
                }
            },
            ..SHARED
        },
    ),
    Fault::multicast(
        "slowest_subscriber_loses_elements",
        &["1.11", "1.5"],
        "the fastest subscriber decides; who has no demand misses out",
        processor::Hooks {
            demand: |outlets| outlets.iter().map(|outlet| outlet.wanted()).max(),
            deliver: |outlet, element| {
                if outlet.wanted() >= lock(&outlet.hub.state).passed {
                    outlet.deliver(element);
                }
            },
            ..SHARED
        },
    ),
    Fault::multicast(
        "demand_of_one_counts_for_all",
        &["1.1"],
        "the fastest subscriber decides; who has no demand gets the elements too",
        processor::Hooks {
            demand: |outlets| outlets.iter().map(|outlet| outlet.wanted()).max(),
            ..SHARED
        },
    ),
    Fault::multicast(
        "panic_of_one_stops_all",
        &["2.13", "1.4"],
        "the panic of one subscriber unwinds through the emission to all",
        processor::Hooks {
            deliver: |outlet, element| {
                if let Some(mut subscriber) = outlet.take() {
                    subscriber.on_next(element);
                    outlet.put(subscriber);
                }
            },
            ..SHARED
        },
    ),
    Fault::multicast(
        "late_subscriber_gets_silence",
        &["3.14", "3.13"],
        "who subscribes when the publisher has shut down waits for ever",
        processor::Hooks {
            join: |hub, mut subscriber| {
                let state = lock(&hub.state);
                let is_late = state.end.is_some() && state.joined > 0;
                drop(state);
                if !is_late {
                    return hub.join(subscriber);
                }
                subscriber.on_subscribe(hub.outlet().handle());
                hub.attic.keep(subscriber);
            },
            ..SHARED
        },
    ),
    Fault::multicast(
        "late_subscriber_is_not_greeted",
        &["1.9"],
        "who subscribes when the publisher has shut down is only completed",
        processor::Hooks {
            join: |hub, subscriber| {
                if lock(&hub.state).end.is_some() {
                    return subscriber.on_complete();
                }
                hub.join(subscriber);
            },
            ..SHARED
        },
    ),
];

fn skip_one_for_the_second(flow: &std::sync::Arc<Flow>, mut parts: Parts) {
    if flow.number == 1 {
        drop(parts.source.next());
    }
    flow.connect(parts);
}
