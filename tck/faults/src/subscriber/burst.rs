//! What a subscriber does with a burst.

use crate::fault::Fault;
use crate::reference::panic_quietly;
use crate::reference::subscriber::{CORRECT, Hooks};

pub(crate) static FAULTS: &[Fault] = &[
    Fault::subscriber(
        "handles_only_the_first_of_a_burst",
        &["2.11"],
        "a burst is taken as a whole, and all but its first element are lost",
        Hooks {
            on_burst: |inlet, burst| {
                if let Some(first) = burst.next() {
                    inlet.handle(first);
                }
                while burst.next().is_some() {}
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "keeps_the_last_of_a_burst",
        &["2.11"],
        "the last element of a burst waits for one behind it, which does not come",
        Hooks {
            on_burst: |inlet, burst| {
                let mut last = None;
                while let Some(element) = burst.next() {
                    last.replace(element).into_iter().for_each(|element| inlet.handle(element));
                }
                inlet.attic.keep(last);
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "gives_back_demand_that_was_not_used",
        &["2.1"],
        "unused is called before an element is taken",
        Hooks {
            on_burst: |inlet, burst| {
                burst.unused();
                (CORRECT.on_burst)(inlet, burst);
            },
            ..CORRECT
        },
    ),
    Fault::subscriber(
        "panics_on_a_burst",
        &["2.13", "2.8", "3.10"],
        "on_burst is not implemented",
        Hooks { on_burst: |_, _| panic_quietly("not implemented"), ..CORRECT },
    ),
    Fault::subscriber(
        "panics_inside_a_burst",
        &["2.13", "2.8", "3.10"],
        "the first element of a burst is answered by a panic",
        Hooks {
            on_burst: |_, burst| {
                if burst.next().is_some() {
                    panic_quietly("not expected");
                }
            },
            ..CORRECT
        },
    ),
];
