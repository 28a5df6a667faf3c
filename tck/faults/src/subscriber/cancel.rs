//! How a subscriber begins and how it lets go.

use crate::fault::Fault;
use crate::reference::subscriber::{CORRECT, Hooks};
use crate::reference::{lock, panic_quietly};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::subscriber(
        "forgets_instead_of_cancelling",
        &["2.6"],
        "who is no longer interested lets go of the subscription without cancelling it",
        Hooks { lose_interest: |inlet| inlet.let_go(), ..CORRECT },
    ),
    Fault::subscriber(
        "stays_interested",
        &["2.6"],
        "the owner's loss of interest has no effect",
        Hooks { lose_interest: |_| {}, ..CORRECT },
    ),
    Fault::subscriber(
        "accepts_a_subscription_that_nobody_wants",
        &["2.6"],
        "a subscription that comes when the interest is lost is not cancelled",
        Hooks {
            on_subscribe: |inlet, subscription| {
                lock(&inlet.state).subscription = Some(subscription);
                inlet.request();
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "ignores_a_second_subscription",
        &["2.5"],
        "the second subscription is dropped without being cancelled",
        Hooks { on_second: |_, _| {}, ..CORRECT },
    ),
    Fault::subscriber(
        "adopts_the_second_subscription",
        &["2.5", "2.1"],
        "the second subscription replaces the first, which stays open",
        Hooks {
            on_second: |inlet, newcomer| lock(&inlet.state).subscription = Some(newcomer),
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "adopts_the_second_subscription_and_cancels_it",
        &["2.5", "2.1"],
        "the second subscription is cancelled, and replaces the first all the same",
        Hooks {
            on_second: |inlet, newcomer| {
                newcomer.cancel();
                lock(&inlet.state).subscription = Some(newcomer);
            },
            ..CORRECT
        },
    )
    .passes_jvm(),
    Fault::subscriber(
        "cancels_the_first_subscription_for_the_second",
        &["2.5"],
        "when a second subscription arrives, the first is cancelled",
        Hooks {
            on_second: |inlet, newcomer| {
                let first = lock(&inlet.state).subscription.replace(newcomer);
                if let Some(first) = first {
                    first.cancel();
                }
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "requests_from_the_second_subscription",
        &["2.5"],
        "the second subscription is asked for elements before it is cancelled",
        Hooks {
            on_second: |_, newcomer| {
                newcomer.request(reactive_streams::Demand::ONE);
                newcomer.cancel();
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "panics_on_a_second_subscription",
        &["2.5", "2.13"],
        "a second subscription is answered by a panic",
        Hooks { on_second: |_, _| panic_quietly("already subscribed"), ..CORRECT },
    ),
    Fault::subscriber(
        "panics_on_an_element_after_cancel",
        &["2.8", "2.13"],
        "an element that was under way when it cancelled is answered by a panic",
        Hooks {
            on_next: |inlet, element| {
                if inlet.is_over() {
                    panic_quietly("nobody is waiting for this");
                }
                inlet.handle(element);
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "panics_on_completion_after_cancel",
        &["2.9", "2.13"],
        "completion that was under way when it cancelled is answered by a panic",
        Hooks {
            on_complete: |inlet| {
                if inlet.is_over() {
                    panic_quietly("nobody is waiting for this");
                }
                inlet.complete();
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "panics_on_an_error_after_cancel",
        &["2.10", "2.13"],
        "an error that was under way when it cancelled is answered by a panic",
        Hooks {
            on_error: |inlet, error| {
                if inlet.is_over() {
                    panic_quietly("nobody is waiting for this");
                }
                inlet.fail(error);
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "keeps_the_subscription_when_it_is_abandoned",
        &["2.6"],
        "a subscriber that was dropped without a signal leaves its subscription behind",
        Hooks {
            dropped: |inlet| {
                inlet.attic.keep(inlet.subscription());
                inlet.let_go();
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "panics_when_it_is_dropped",
        &["2.13", "3.14"],
        "a subscriber that is dropped without a terminal signal panics",
        Hooks {
            dropped: |inlet| {
                inlet.let_go();
                if inlet.attic.is_empty() {
                    panic_quietly("dropped without a terminal signal");
                }
            },
            on_error: |inlet, error| {
                inlet.attic.keep("ended");
                inlet.fail(error);
            },
            on_complete: |inlet| {
                inlet.attic.keep("ended");
                inlet.complete();
            },
            ..CORRECT
        },
    ),
];
