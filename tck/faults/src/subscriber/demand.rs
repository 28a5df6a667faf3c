//! How a subscriber asks for elements.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use reactive_streams::Demand;

use crate::fault::Fault;
use crate::reference::subscriber::{CORRECT, Hooks, Inlet};
use crate::reference::{lock, panic_quietly};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::subscriber(
        "never_requests",
        &["2.1"],
        "what is wanted is not asked for",
        Hooks { want: |_, _| {}, ..CORRECT },
    ),
    Fault::subscriber(
        "requests_only_once",
        &["2.1"],
        "what is wanted later is not asked for",
        Hooks {
            want: |inlet, count| {
                if inlet.attic.is_empty() {
                    inlet.attic.keep("requested");
                    inlet.want(count);
                }
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "requests_one_of_many",
        &["2.1"],
        "whatever is wanted, one element is asked for",
        Hooks { want: |inlet, _| inlet.want(1), ..CORRECT },
    ),
    Fault::subscriber(
        "requests_from_several_threads_at_once",
        &["2.7"],
        "each element is requested by a thread of its own",
        Hooks {
            on_next: |inlet, element| {
                inlet.handle(element);
                let request = || inlet.subscription().map(|it| it.request(Demand::ONE));
                thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(request))));
            },
            ..CORRECT
        },
    )
    .surely_caught_by(&[
        "untested_spec207_must_ensure_all_calls_on_its_subscription_take_place_from_the_same_thread_or_take_care_of_synchronization",
        "untested_spec207_blackbox_must_ensure_all_calls_on_its_subscription_take_place_from_the_same_thread_or_take_care_of_synchronization",
    ])
    .passes_jvm(),
    Fault::subscriber(
        "requests_from_another_thread",
        &["3.1"],
        "each request is made by a thread that never ran a signal",
        Hooks {
            want: |inlet, count| {
                thread::scope(|scope| drop(scope.spawn(|| inlet.want(count))));
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "requests_while_it_holds_its_own_lock",
        &["3.10", "3.11", "2.13", "2.9", "2.10"],
        "a signal that comes from inside request finds the state borrowed",
        Hooks {
            want: |inlet, count| {
                let _busy = lock(&inlet.busy);
                inlet.want(count);
            },
            on_next: |inlet, element| {
                not_borrowed(inlet);
                inlet.handle(element);
            },
            on_error: |inlet, error| {
                not_borrowed(inlet);
                inlet.fail(error);
            },
            on_complete: |inlet| {
                not_borrowed(inlet);
                inlet.complete();
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "cancels_while_it_holds_its_own_lock",
        &["3.15", "2.13", "3.14"],
        "where it is dropped from inside cancel, it finds its state borrowed",
        Hooks {
            lose_interest: |inlet| {
                let _busy = lock(&inlet.busy);
                inlet.cancel();
            },
            dropped: |inlet| {
                not_borrowed(inlet);
                inlet.let_go();
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "deadlocks_on_synchronous_elements",
        &["3.10", "2.13"],
        "request is called under the lock that on_next takes",
        Hooks {
            want: |inlet, count| {
                let _busy = lock(&inlet.busy);
                inlet.want(count);
            },
            on_next: |inlet, element| {
                drop(lock(&inlet.busy));
                inlet.handle(element);
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "is_slow",
        &["2.2"],
        "on_next takes its time on the publisher's thread",
        Hooks {
            on_next: |inlet, element| {
                if inlet.attic.is_empty() {
                    inlet.attic.keep("slept");
                    thread::sleep(Duration::from_millis(20));
                }
                inlet.handle(element);
            },
            ..CORRECT
        },
    ),
];

fn not_borrowed(inlet: &Arc<Inlet>) {
    if inlet.busy.try_lock().is_err() {
        panic_quietly("already borrowed");
    }
}
