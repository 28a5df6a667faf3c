//! Every operator, source and sink of the table of capabilities has a line in the table of conformance, or
//! it is said here which line stands for it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use reactive_streams_tck::Suite;
use tck_cli::workspace;

/// An operator, and the line of the very same publisher, made by another method.
const SAME: &[(&str, &str)] = &[
    ("from_async", "from_try_async"),
    ("from_try_future", "from_future"),
    ("zip4", "zip3"),
    ("BatchExt::batch_with", "chunks (of one)"),
    ("CombineExt::zip_with", "zip"),
    ("Mono::zip_with", "zip"),
    ("ErrorExt::err_into", "map_err"),
    ("Mono::err_into", "map_err"),
    ("ErrorExt::fallible", "map_err"),
    ("Mono::fallible", "map_err"),
    ("ResultsExt::map_ok", "map"),
    ("FilterExt::distinct_key", "distinct"),
    ("FilterExt::distinct_until_key_changed", "distinct_until_changed"),
    ("FilterExt::limit_weighted", "limit"),
    ("GroupExt::window_while", "window_until"),
    ("GroupExt::window_until_changed", "window_until"),
    ("Mono::then_return", "then"),
    ("PeekExt::listen", "inspect"),
    ("Mono::listen", "inspect"),
    ("PeekExt::watch_termination", "do_finally"),
    ("OverflowExt::batch_weighted", "batch (of one)"),
    ("OverflowExt::conflate_with_seed", "conflate"),
    ("RateExt::keep", "debounce"),
    ("SelectExt::single_or_empty", "single"),
    ("ConvertExt::into_mono", "first"),
    ("ConvertExt::boxed_clone", "boxed"),
    ("ConvertExt::lift", "map"),
    ("Mono::boxed_mono", "boxed"),
    ("Mono::delay_errors", "when (errors delayed)"),
    ("SequenceExt::start_with_iter", "start_with (nothing)"),
    ("SequenceExt::expand_deep", "expand (depth first)"),
    ("SequenceExt::sorted_by", "sorted"),
    ("SequenceExt::collect_sorted_by", "collect_sorted"),
    ("TimeExt::skip_for", "skip_until"),
    ("WindowExt::chunks_every", "buffer_boundary (of nothing)"),
    ("WindowExt::window_every", "window_boundary (one)"),
    ("ConsumeExt::subscribe_fn", "base_subscriber"),
    // Reductions differ in what they make of an element, and not in what they signal.
    ("AggregateExt::collect_map", "collect_with"),
    ("AggregateExt::collect_multimap", "collect_with"),
    ("AggregateExt::concat_items", "collect_with"),
    ("AggregateExt::unzip", "collect_with"),
    ("AggregateExt::average", "collect_with"),
    ("AggregateExt::sum", "count"),
    ("AggregateExt::product", "count"),
    ("AggregateExt::contains", "any"),
    ("AggregateExt::min", "max_by_key"),
    ("AggregateExt::max", "max_by_key"),
    ("AggregateExt::min_by_key", "max_by_key"),
];

/// What is none of these, and why.
const NONE: &[(&str, &str)] = &[
    ("processor", "every line that is a processor is made by it"),
    ("ConsumeExt::blocking_iter", "its subscriber is that of `into_stream`"),
    ("Mono::start", "its subscriber is that of the sink"),
    ("Mono::block", "its subscriber is that of the sink"),
    ("Mono::into_flux", "it gives the publisher that is inside"),
];

/// The paths in the last column of the table of capabilities, but for what is for tests.
fn paths() -> BTreeSet<String> {
    let table =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/operators/capabilities.csv");
    let table = fs::read_to_string(table).expect("the table is there");
    let rows = table.lines().skip(1).filter(|row| !row.starts_with("TST"));
    let done = rows.filter_map(|row| row.rsplit_once(",done,"));
    done.flat_map(|(_, paths)| paths.split(';')).map(|path| path.trim().to_owned()).collect()
}

/// Whether it is a method of a publisher, or a function that makes one or a sink.
fn is_operator(path: &str) -> bool {
    match path.split_once("::") {
        Some((owner, _)) if owner.ends_with("Ext") || owner == "Mono" => true,
        Some(("sink", name)) => name.starts_with(char::is_lowercase),
        Some(_) => false,
        None => path.starts_with(char::is_lowercase),
    }
}

/// Whether this line is about the operator: it begins with its name.
fn is_about(line: &str, path: &str) -> bool {
    let operator = path.rsplit("::").next().unwrap_or(path);
    let name = line.split(" (").next().unwrap_or(line);
    name.rsplit("::").next() == Some(operator)
}

#[test]
fn every_operator_has_a_line() {
    let mut suite = Suite::new();
    workspace::add_to(&mut suite);
    let lines: Vec<&str> = suite.names().collect();
    let paths = paths();
    let operators: Vec<_> = paths.iter().filter(|path| is_operator(path)).collect();
    assert!(operators.len() > 200, "the table has not been understood");

    let excepted = |path: &str| SAME.iter().chain(NONE).any(|(excepted, _)| *excepted == path);
    let has_line = |path: &str| lines.iter().any(|line| is_about(line, path));
    let missing: Vec<_> =
        operators.iter().filter(|path| !has_line(path) && !excepted(path)).collect();
    assert!(missing.is_empty(), "without a line: {missing:#?}");

    // The exceptions are needed, and speak of what exists.
    let mut wrong = Vec::new();
    for (path, line) in SAME {
        if !lines.contains(line) {
            wrong.push(format!("{path}: there is no line `{line}`"));
        }
    }
    for (path, _) in SAME.iter().chain(NONE) {
        if !paths.contains(*path) {
            wrong.push(format!("{path}: it is in no row"));
        } else if has_line(path) {
            wrong.push(format!("{path}: it has a line"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
