//! What `spec-notes/asks.md` says shows an answer is there.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// For each ask the names in its last column: files, each with the functions in it behind it.
fn evidence() -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(root().join("spec-notes/asks.md")).unwrap();
    let rows = text.lines().filter(|line| {
        line.strip_prefix("| ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    rows.map(|row| {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").collect();
        assert_eq!(cells.len(), 4, "{row}");
        let names = cells[3].split('`').skip(1).step_by(2).map(str::to_owned);
        (cells[0].trim().to_owned(), names.collect())
    })
    .collect()
}

/// What is wrong with what is said to show an answer.
fn wrong(names: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut source = None;
    for name in names {
        if name.contains('/') {
            source = fs::read_to_string(root().join(name)).ok();
            if source.is_none() {
                wrong.push(format!("there is no file `{name}`"));
            }
        } else if !source.as_ref().is_some_and(|source| has_test(source, name)) {
            wrong.push(format!("there is no test `{name}` in the file before it"));
        }
    }
    if source.is_none() && wrong.is_empty() {
        wrong.push("no file is named".to_owned());
    }
    wrong
}

/// Whether the function is there, with the attribute of a test before it.
fn has_test(source: &str, name: &str) -> bool {
    let Some(at) = source.find(&format!("fn {name}(")) else { return false };
    let before = source[..at].rsplit("\n\n").next().unwrap_or_default();
    before.contains("test]")
}

#[test]
fn each_answer_is_shown_by_what_exists() {
    let evidence = evidence();
    assert_eq!(evidence.len(), 15, "the table has not been understood");
    let wrong: Vec<_> = evidence
        .iter()
        .flat_map(|(ask, names)| wrong(names).into_iter().map(move |it| format!("{ask}: {it}")))
        .collect();
    assert!(wrong.is_empty(), "asks.md:\n{}", wrong.join("\n"));
}

#[test]
fn what_does_not_exist_is_found() {
    let file = "tck/cli/tests/asks.rs".to_owned();
    assert!(wrong(&[file.clone(), "what_does_not_exist_is_found".to_owned()]).is_empty());
    let no_test = [file.clone(), "has_test".to_owned()];
    let no_function = [file, "not_there".to_owned()];
    let no_file = ["tck/cli/tests/not_there.rs".to_owned()];
    for names in [&no_test[..], &no_function, &no_file, &[]] {
        assert_eq!(wrong(names).len(), 1, "{names:?}");
    }
}
