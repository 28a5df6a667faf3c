//! What a failing test would print.
#![allow(clippy::unwrap_used)] // all of it is test code
#![allow(dead_code)] // every test file uses its part of it

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The message with which `f` panics; the numbers of lines in this crate's files are left out.
pub(crate) fn message(f: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).expect_err("it should have failed");
    let message = payload
        .downcast_ref::<String>()
        .cloned()
        .unwrap_or_else(|| (*payload.downcast_ref::<&str>().unwrap()).to_owned());
    let without_place = |line: &str| match line.split_once(".rs:") {
        Some((file, _)) => format!("{file}.rs"),
        None => line.to_owned(),
    };
    message.lines().map(without_place).collect::<Vec<_>>().join("\n")
}

/// Compares the message with which `f` panics with the recorded one of this name.
#[track_caller]
pub(crate) fn failure(name: &str, f: impl FnOnce()) {
    let message = message(f);
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    let test = module_path!().split("::").next().unwrap();
    settings.set_snapshot_path(format!("../snapshots/{test}"));
    settings.bind(|| insta::assert_snapshot!(name, message));
}
