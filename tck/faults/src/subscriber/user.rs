//! How a subscriber deals with its elements, and with the code of its user.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::fault::Fault;
use crate::reference::panic_quietly;
use crate::reference::subscriber::{CORRECT, Hooks};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::subscriber(
        "on_next_always_panics",
        &["2.13", "3.10", "2.8"],
        "on_next is not implemented",
        Hooks { on_next: |_, _| panic_quietly("not implemented"), ..CORRECT },
    )
    .passes_jvm(),
    Fault::subscriber(
        "on_subscribe_panics",
        &["2.13"],
        "on_subscribe is not implemented",
        Hooks { on_subscribe: |_, _| panic_quietly("not implemented"), ..CORRECT },
    ),
    Fault::subscriber(
        "loses_elements",
        &["2.11"],
        "an element does not reach the user",
        Hooks { on_next: |_, element| drop(element), ..CORRECT },
    ),
    Fault::subscriber(
        "handles_elements_twice",
        &["2.11"],
        "an element reaches the user twice",
        Hooks {
            on_next: |inlet, element| {
                if !inlet.is_over() {
                    inlet.handler.element(&element);
                }
                (CORRECT.on_next)(inlet, element);
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "lets_a_panic_of_its_user_out",
        &["2.13"],
        "the panic of the user's code unwinds into the publisher",
        Hooks {
            on_next: |inlet, element| {
                if !inlet.is_over() {
                    inlet.handler.element(&element);
                }
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "swallows_a_panic_of_its_user",
        &["2.13"],
        "the user's code panics, and the stream goes on",
        Hooks {
            on_next: |inlet, element| {
                let handle = || inlet.handler.element(&element);
                if !inlet.is_over() {
                    drop(catch_unwind(AssertUnwindSafe(handle)));
                }
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "forgets_the_subscription_after_a_panic_of_its_user",
        &["2.13", "2.6"],
        "the user's code panics, and the subscription is dropped without cancel",
        Hooks {
            on_next: |inlet, element| {
                let handle = || inlet.handler.element(&element);
                if catch_unwind(AssertUnwindSafe(handle)).is_err() {
                    inlet.let_go();
                }
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "panics_when_it_is_driven_after_cancel",
        &["2.13", "3.14"],
        "its user's hooks do not work once it has cancelled",
        Hooks {
            want: |inlet, count| {
                if inlet.is_over() {
                    panic_quietly("the publisher is gone");
                }
                inlet.want(count);
            },
            ..CORRECT
        },
    ),
];
