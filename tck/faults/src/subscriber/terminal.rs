//! What a subscriber does at the end.

use std::sync::Arc;
use std::thread;

use reactive_streams::{Demand, Subscription};

use crate::fault::Fault;
use crate::reference::panic_quietly;
use crate::reference::subscriber::{CORRECT, Hooks, Inlet};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::subscriber(
        "requests_in_on_complete",
        &["2.3"],
        "completion is answered by a request",
        Hooks { on_complete: |inlet| before(inlet, request, Inlet::complete), ..CORRECT },
    ),
    Fault::subscriber(
        "cancels_in_on_complete",
        &["2.3"],
        "completion is answered by cancel",
        Hooks { on_complete: |inlet| before(inlet, cancel, Inlet::complete), ..CORRECT },
    ),
    Fault::subscriber(
        "requests_in_on_error",
        &["2.3"],
        "an error is answered by a request",
        Hooks {
            on_error: |inlet, error| before(inlet, request, |inlet| inlet.fail(error)),
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "cancels_in_on_error",
        &["2.3"],
        "an error is answered by cancel",
        Hooks {
            on_error: |inlet, error| before(inlet, cancel, |inlet| inlet.fail(error)),
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "requests_from_a_thread_after_the_end",
        &["2.3", "2.4"],
        "another thread requests more while completion or an error is handled",
        Hooks {
            on_complete: |inlet| before(inlet, on_a_thread(request), Inlet::complete),
            on_error: |inlet, error| {
                before(inlet, on_a_thread(request), |inlet| inlet.fail(error));
            },
            ..CORRECT
        },
    )
    .passes_jvm(),
    Fault::subscriber(
        "cancels_from_a_thread_after_the_end",
        &["2.3", "2.4"],
        "another thread cancels while completion or an error is handled",
        Hooks {
            on_complete: |inlet| before(inlet, on_a_thread(cancel), Inlet::complete),
            on_error: |inlet, error| {
                before(inlet, on_a_thread(cancel), |inlet| inlet.fail(error));
            },
            ..CORRECT
        },
    )
    .passes_jvm(),
    Fault::subscriber(
        "keeps_the_subscription_after_the_end",
        &["2.4"],
        "the subscription is held on to after completion",
        Hooks {
            on_complete: |inlet| {
                inlet.attic.keep(inlet.subscription());
                inlet.complete();
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "cancels_when_interest_is_lost_after_the_end",
        &["2.4"],
        "who loses interest in a stream that has ended cancels it",
        Hooks {
            lose_interest: |inlet| {
                if inlet.attic.is_empty() {
                    return inlet.cancel();
                }
                for ended in inlet.attic.take() {
                    if let Some(ended) = ended.downcast_ref::<Option<Arc<dyn Subscription>>>() {
                        ended.iter().for_each(|subscription| subscription.cancel());
                    }
                }
            },
            on_complete: |inlet| {
                inlet.attic.keep(inlet.subscription());
                inlet.complete();
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "panics_on_completion_without_demand",
        &["2.9", "2.13", "3.11"],
        "completion that comes before the first element is answered by a panic",
        Hooks {
            on_complete: |inlet| {
                if inlet.attic.is_empty() {
                    panic_quietly("a stream must not be empty");
                }
                inlet.complete();
            },
            ..COUNTING
        },
    ),
    Fault::subscriber(
        "panics_on_an_error_without_demand",
        &["2.10", "2.13", "3.11"],
        "an error that comes before the first element is answered by a panic",
        Hooks {
            on_error: |inlet, error| {
                if inlet.attic.is_empty() {
                    panic_quietly("nothing has happened yet that could fail");
                }
                inlet.fail(error);
            },
            ..COUNTING
        },
    ),
    Fault::subscriber(
        "panics_on_completion",
        &["2.9", "2.13", "3.11"],
        "completion is not implemented",
        Hooks { on_complete: |_| panic_quietly("not implemented"), ..CORRECT },
    ),
    Fault::subscriber(
        "panics_on_an_error",
        &["2.10", "2.13", "3.11"],
        "an error is rethrown",
        Hooks { on_error: |_, _| panic_quietly("not implemented"), ..CORRECT },
    ),
    Fault::subscriber(
        "does_not_tell_of_completion",
        &["2.9"],
        "completion does not reach the user",
        Hooks { on_complete: |inlet| inlet.let_go(), ..CORRECT },
    ),
    Fault::subscriber(
        "does_not_tell_of_an_error",
        &["2.10"],
        "an error does not reach the user",
        Hooks { on_error: |inlet, _| inlet.let_go(), ..CORRECT },
    ),
    Fault::subscriber(
        "takes_an_error_for_completion",
        &["2.10"],
        "an error reaches the user as completion",
        Hooks { on_error: |inlet, _| inlet.complete(), ..CORRECT },
    ),
];

/// A subscriber that remembers that an element has come.
const COUNTING: Hooks = Hooks {
    on_next: |inlet, element| {
        inlet.attic.keep("an element");
        inlet.handle(element);
    },
    ..CORRECT
};

/// Calls the subscription once more, and then comes to an end.
fn before(inlet: &Arc<Inlet>, act: impl Fn(&dyn Subscription), end: impl FnOnce(&Arc<Inlet>)) {
    if let Some(subscription) = inlet.subscription() {
        act(&*subscription);
    }
    end(inlet);
}

fn request(subscription: &dyn Subscription) {
    subscription.request(Demand::ONE);
}

fn cancel(subscription: &dyn Subscription) {
    subscription.cancel();
}

fn on_a_thread(act: fn(&dyn Subscription)) -> impl Fn(&dyn Subscription) {
    move |subscription| thread::scope(|scope| drop(scope.spawn(|| act(subscription))))
}
