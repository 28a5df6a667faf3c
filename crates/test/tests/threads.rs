//! Tests of `race` and `on_small_stack`.

mod support;

use std::sync::Barrier;
use std::thread;

use reactive_streams_test::{on_small_stack, race};
use support::message;

#[test]
fn both_run_at_the_same_time() {
    let meeting = Barrier::new(2);
    let ids = race(
        || (meeting.wait(), thread::current().id()).1,
        || (meeting.wait(), thread::current().id()).1,
    );
    assert_ne!(ids.0, ids.1);
}

#[test]
fn a_panic_comes_out() {
    let race = |first: bool| race(|| assert!(!first, "first"), || assert!(first, "second"));
    for (first, text) in [(true, "first"), (false, "second")] {
        assert_eq!(message(|| assert_eq!(race(first), ((), ()))), text);
    }
    assert_eq!(message(|| on_small_stack(|| panic!("small"))), "small");
}

#[test]
fn what_it_returns_comes_out() {
    assert_eq!(on_small_stack(|| 7), 7);
}
