//! The tables in `spec-notes/overload.md` are what the examples find, and the lines that it quotes are theirs.
//!
//! `SPEC_NOTES=update` in the environment has the tables rewritten first.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use overload_examples::EXAMPLES;

/// The name of each example, the part of the note about it, and what its table has to be.
static PARTS: LazyLock<Vec<(&str, String, String)>> = LazyLock::new(|| {
    let found = EXAMPLES.iter().map(|(name, figures)| (*name, figures().to_string()));
    let found: Vec<_> = found.collect();
    let path = root().join("spec-notes/overload.md");
    let mut note = fs::read_to_string(&path).unwrap();
    if std::env::var("SPEC_NOTES").is_ok_and(|value| value == "update") {
        for (name, table) in &found {
            let part = part(&note, name);
            let new = part.replacen(table_in(part), table, 1);
            note = note.replacen(part, &new, 1);
        }
        fs::write(&path, &note).unwrap();
    }
    found.into_iter().map(|(name, table)| (name, part(&note, name).to_owned(), table)).collect()
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// From the link to the example to the next heading.
fn part<'a>(note: &'a str, name: &str) -> &'a str {
    let link = format!("(../examples/overload/{name}.rs)");
    let (_, part) = note.split_once(&link).unwrap_or_else(|| panic!("the note lacks {link}"));
    part.split("\n#").next().unwrap()
}

/// The first table of a part, with all of its lines.
fn table_in(part: &str) -> &str {
    let start = part.find("\n|").expect("the part has a table") + 1;
    let rest = &part[start..];
    rest.find("\n\n").map_or(rest, |end| &rest[..=end])
}

/// The lines of the first block of Rust.
fn quotation(part: &str) -> &str {
    let (_, block) = part.split_once("```rust\n").expect("the part quotes the example");
    block.split_once("```").expect("a block ends").0
}

#[test]
fn tables_are_what_the_examples_find() {
    for (name, part, table) in &*PARTS {
        assert_eq!(table_in(part), table, "{name}: `just notes-update` rewrites the table");
    }
}

#[test]
fn quotations_are_lines_of_the_examples() {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    for (name, part, _) in &*PARTS {
        let path = root().join(format!("examples/overload/{name}.rs"));
        let source = bare(&fs::read_to_string(path).unwrap());
        let quoted = quotation(part);
        assert!(source.contains(&bare(quoted)), "{name}.rs has no such lines:\n{quoted}");
    }
}

#[test]
fn every_file_is_an_example_that_is_run() {
    let parts = ["figures", "lib", "main", "server", "shop"];
    let files = fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap().map(|it| it.unwrap().path());
    let sources = files.filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let names = sources.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    let mut names: Vec<_> = names.filter(|name| !parts.contains(&name.as_str())).collect();
    let mut run: Vec<_> = EXAMPLES.iter().map(|(name, _)| (*name).to_owned()).collect();
    names.sort_unstable();
    run.sort_unstable();
    assert_eq!(names, run);
}
