//! How many checks were played, so that none is lost without a word.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::report::Totals;
use crate::run::{Options, run};
use crate::suite::Suite;

const FILE: &str = "tck-counts.json";

/// The name of this test target.
pub(super) fn target() -> String {
    let program = std::env::current_exe().ok();
    let stem = program.as_ref().and_then(|path| path.file_stem()?.to_str());
    let stem = stem.unwrap_or("conformance");
    // Cargo appends a hash to the name.
    match stem.rsplit_once('-') {
        Some((name, hash)) if hash.len() == 16 => name.to_owned(),
        _ => stem.to_owned(),
    }
}

fn path() -> PathBuf {
    // Set by cargo and by nextest for every test that they run.
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default().join(FILE)
}

fn read() -> Result<Option<Value>, String> {
    let path = path();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("{} could not be read: {error}", path.display())),
    };
    serde_json::from_str(&text).map(Some).map_err(|error| {
        format!("{} is no JSON ({error}): record it again with --record", path.display())
    })
}

/// How many checks each implementation plays.
fn counts(suite: &Suite, options: &Options) -> BTreeMap<String, usize> {
    let report = run(suite, options);
    let count = |one: &crate::report::ImplementationReport| Totals::of(&one.verdicts).played();
    report.implementations.iter().map(|one| (one.name.clone(), count(one))).collect()
}

/// A test that compares with what was recorded, where something was.
///
/// It plays the suite once more: under nextest every test is a process of its own, and none of them
/// knows what the others did.
pub(super) fn trial(
    suite: &std::sync::Arc<Suite>,
    options: &Options,
    target: &str,
) -> Option<Trial> {
    let recorded = match read() {
        Ok(None) => return None,
        Ok(Some(recorded)) => Ok(recorded),
        Err(complaint) => Err(complaint),
    };
    let (suite, options) = (suite.clone(), options.clone());
    let target = target.to_owned();
    Some(Trial::test("tck::no_check_was_lost", move || {
        let recorded = recorded?;
        let lost = lost(&recorded[&target], &counts(&suite, &options));
        if lost.is_empty() {
            return Ok(());
        }
        let text = lost.join("\n");
        Err(Failed::from(format!("{text}\nif that is right, record it: cargo test -- --record")))
    }))
}

fn lost(recorded: &Value, now: &BTreeMap<String, usize>) -> Vec<String> {
    let recorded = recorded.as_object().into_iter().flatten();
    let fewer = recorded.filter_map(|(name, before)| {
        let before = before.as_u64().unwrap_or(0);
        let played = now.get(name).copied().unwrap_or(0) as u64;
        (played < before)
            .then(|| format!("{name}: {played} checks were played, and {before} are recorded"))
    });
    fewer.collect()
}

pub(super) fn record(suite: &Suite, options: &Options, target: &str) -> Result<(), String> {
    let mut file = read()?.unwrap_or_else(|| json!({}));
    file[target] = json!(counts(suite, options));
    let path = path();
    fs::write(&path, format!("{file:#}\n"))
        .map_err(|error| format!("{} could not be written: {error}", path.display()))
}
