//! The table for porters in `spec-notes/porting.md` is made from that of the capabilities.
//!
//! `SPEC_NOTES=update` in the environment has it rewritten first.

use std::fs;
use std::path::Path;

use super::table::{Row, rows};

/// What comes after it in the notes is generated.
const HEADING: &str = "\n## All names\n";

const LEGEND: &str = "
`~` stands before what only comes near. A name without a type before it is a function, or a method of an extension
trait, all of which are in `prelude`. What is open does not exist yet.
";

/// The part of the notes that is generated.
fn names() -> String {
    let mut text = LEGEND.to_owned();
    let mut category = String::new();
    for row in rows() {
        if row.category != category {
            category = row.category.clone();
            text += &format!("\n### {}\n\n", heading(&category));
            text += "| | Reactor | RxJava | Pekko Streams | here |\n|---|---|---|---|---|\n";
        }
        text += &line(&row);
    }
    text
}

fn heading(category: &str) -> String {
    let (first, rest) = category.split_at(1);
    first.to_uppercase() + rest
}

fn line(row: &Row) -> String {
    let paths = code(row.paths.iter().map(|path| without_trait(path)));
    let here = match row.status.as_str() {
        "done" => paths,
        _ if paths.is_empty() => "open".to_owned(),
        _ => format!("in part: {paths}"),
    };
    let [reactor, rxjava, pekko] = row.jvm.each_ref().map(|names| code(names.iter()));
    let capability = row.capability.replace('|', "\\|");
    format!("| {capability} | {reactor} | {rxjava} | {pekko} | {here} |\n")
}

/// `TransformExt::map` is called `map` by whoever uses it.
fn without_trait(path: &str) -> &str {
    path.split_once("Ext::").map_or(path, |(_, method)| method)
}

fn code(names: impl Iterator<Item: AsRef<str>>) -> String {
    let quoted = names.map(|name| match name.as_ref().strip_prefix('~') {
        Some(near) => format!("~`{near}`"),
        None => format!("`{}`", name.as_ref()),
    });
    quoted.collect::<Vec<_>>().join(", ").replace('|', "\\|")
}

#[test]
fn porters_find_every_name() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec-notes/porting.md");
    let notes = fs::read_to_string(&path).expect("the notes are there");
    let (by_hand, found) = notes.split_once(HEADING).expect("the notes have a part for the names");
    let names = names();
    if std::env::var("SPEC_NOTES").is_ok_and(|value| value == "update") {
        let notes = format!("{by_hand}{HEADING}{names}");
        fs::write(&path, notes).expect("the notes can be written");
    } else {
        assert!(
            found == names,
            "the names in spec-notes/porting.md are not those of capabilities.csv: `just notes-update`"
        );
    }
}
