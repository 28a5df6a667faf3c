//! The table of capabilities says what there is: neither more nor less than the sources have.

mod api;
mod porting;
mod table;

use api::Api;
use table::{Row, rows};

/// Types whose methods are operators.
const OPERATOR_TYPES: &[&str] = &["Mono"];

/// Modules whose functions are sources, operators or sinks.
const FUNCTION_MODULES: &[&str] = &["operator", "processor", "sink", "source"];

#[test]
fn what_is_done_exists() {
    let api = Api::read();
    let mut wrong = Vec::new();
    for row in rows() {
        match row.status.as_str() {
            "done" if row.paths.is_empty() => wrong.push(format!("{}: done, but no path", row.id)),
            "done" | "open" => {}
            other => wrong.push(format!("{}: status `{other}`", row.id)),
        }
        let missing = row.paths.iter().filter(|path| api.find(path).is_none());
        wrong.extend(missing.map(|path| format!("{}: there is no `{path}`", row.id)));
    }
    assert!(wrong.is_empty(), "capabilities.csv:\n{}", wrong.join("\n"));
}

#[test]
fn every_operator_is_in_a_row() {
    let api = Api::read();
    let rows = rows();
    let listed = |path: &str| rows.iter().any(|row| row.paths.iter().any(|listed| listed == path));
    let operators = api.operators(OPERATOR_TYPES, FUNCTION_MODULES);
    assert!(operators.len() > 20, "the sources have not been understood");
    let missing: Vec<_> = operators.into_iter().filter(|path| !listed(path)).collect();
    assert!(missing.is_empty(), "in no row of capabilities.csv:\n{}", missing.join("\n"));
}

/// A porter's search finds what he knows: each name that the JVM has for what a row does is the name
/// or an alias of something in that row.
#[test]
fn the_names_of_the_jvm_are_aliases() {
    let api = Api::read();
    let mut missing = Vec::new();
    for row in rows().into_iter().filter(|row| row.status == "done") {
        let names: Vec<_> = row.paths.iter().filter_map(|path| api.find(path)).flatten().collect();
        for jvm in jvm_names(&row) {
            if !names.iter().any(|name| same(name, jvm)) {
                missing.push(format!("{}: `{jvm}` on one of {}", row.id, row.paths.join(", ")));
            }
        }
    }
    assert!(missing.is_empty(), "#[doc(alias)] is missing:\n{}", missing.join("\n"));
}

/// What Reactor, RxJava and Pekko Streams call it: without the class, and without what only comes
/// near (`~`).
fn jvm_names(row: &Row) -> impl Iterator<Item = &str> {
    let exact = row.jvm.iter().flatten().filter(|name| !name.starts_with('~'));
    exact.map(|name| name.rsplit_once('.').map_or(name.as_str(), |(_class, name)| name))
}

/// Whether a search of the documentation takes the two for the same.
fn same(name: &str, other: &str) -> bool {
    let normal = |name: &str| name.replace('_', "").to_lowercase();
    normal(name) == normal(other)
}
