//! The table for porters in `spec-notes/porting.md` is made from that of the capabilities, and what the rest of the
//! notes names exists.
//!
//! `SPEC_NOTES=update` in the environment has the table rewritten first.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use super::api::Api;
use super::table::{Row, rows};
use super::{FUNCTION_MODULES, OPERATOR_TYPES};

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

/// The names of ours that a text has between backticks, outside of examples: those of the JVM have no underscore.
fn our_names(text: &str) -> Vec<&str> {
    let prose = text.split("\n```").step_by(2);
    let quoted = prose.flat_map(|prose| prose.split('`').skip(1).step_by(2));
    let names = quoted.map(|name| name.split('(').next().unwrap_or(name));
    names.filter(|name| name.contains('_') && !name.contains([' ', '.'])).collect()
}

/// The part that is written by hand, and the names.
static NOTES: LazyLock<(String, String)> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec-notes/porting.md");
    let notes = fs::read_to_string(&path).expect("the notes are there");
    let (by_hand, found) = notes.split_once(HEADING).expect("the notes have a part for the names");
    if !std::env::var("SPEC_NOTES").is_ok_and(|value| value == "update") {
        return (by_hand.to_owned(), found.to_owned());
    }
    let names = names();
    fs::write(&path, format!("{by_hand}{HEADING}{names}")).expect("the notes can be written");
    (by_hand.to_owned(), names)
});

#[test]
fn porters_find_every_name() {
    let (_, found) = &*NOTES;
    assert!(
        *found == names(),
        "the names in spec-notes/porting.md are not those of capabilities.csv: `just notes-update`"
    );
}

#[test]
fn what_porters_are_told_of_exists() {
    let api = Api::read();
    let methods = api.operators(OPERATOR_TYPES, FUNCTION_MODULES);
    let exists = |name: &str| {
        let method = format!("::{name}");
        api.find(name).is_some() || methods.iter().any(|path| path.ends_with(&method))
    };
    let (by_hand, _) = &*NOTES;
    let names = our_names(by_hand);
    assert!(names.len() > 30, "the notes have not been understood");
    let missing: Vec<_> = names.into_iter().filter(|name| !exists(name)).collect();
    assert!(missing.is_empty(), "spec-notes/porting.md: there is no {}", missing.join(", "));
}
