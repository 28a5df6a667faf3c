//! `cargo tck` as it is typed: its forms are a contract.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn tck(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tck")).args(arguments).output().expect("it has been built")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("standard output is one JSON document")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_part_of_the_suite_is_chosen_by_filter() {
    let output = tck(&["--filter", "range::required_spec1"]);
    assert!(output.status.success());
    let table = text(&output.stdout);
    assert!(table.contains("range") && !table.contains("from_iter"), "{table}");
}

#[test]
fn json_has_the_fields_of_version_1() {
    let output = tck(&["--format", "json", "--filter", "once::", "--seed", "7"]);
    assert!(output.status.success());
    let report = json(&output);
    assert_eq!(report["version"], 1);
    let one = &report["implementations"][0];
    assert_eq!((&one["name"], &one["kind"]), (&"once".into(), &"publisher".into()));
    let verdicts = one["verdicts"].as_array().expect("there are verdicts");
    for verdict in verdicts {
        assert!(verdict["check"].is_string() && verdict["detail"].is_string(), "{verdict}");
        assert!(verdict["rules"].as_array().is_some_and(|rules| !rules.is_empty()), "{verdict}");
    }
    let totals = report["totals"].as_object().expect("there are totals");
    let words = ["passed", "failed", "declined", "not_applicable", "compiler", "advisory"];
    for word in words {
        let count = verdicts.iter().filter(|verdict| verdict["verdict"] == word).count();
        assert_eq!(totals[word], count, "{word}");
    }
    assert_eq!(totals.len(), words.len());
}

#[test]
fn a_filter_that_chooses_nothing_fails_and_says_so() {
    let output = tck(&["--filter", "nobody is called this"]);
    assert!(!output.status.success());
    assert!(text(&output.stdout).contains("nothing was played"));
}

#[test]
fn a_report_that_cannot_be_written_fails_and_names_the_file() {
    let output = tck(&["--filter", "once::required_spec105", "--junit", "no/such/folder/x.xml"]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("no/such/folder/x.xml"));
}

#[test]
fn junit_is_written_beside_the_table() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("junit.xml");
    let file = path.to_str().expect("the path is text");
    let output = tck(&["--filter", "once::", "--junit", file]);
    assert!(output.status.success());
    let xml = std::fs::read_to_string(&path).expect("it was written");
    assert!(xml.starts_with("<?xml") && xml.contains("<testsuite name=\"once\""), "{xml}");
}

#[test]
fn a_seed_that_is_no_number_is_refused() {
    let output = tck(&["--seed", "soon"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("'soon'"), "{}", text(&output.stderr));
}

#[test]
fn a_format_that_is_none_is_refused() {
    let output = tck(&["--format", "xml"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("'xml'") && said.contains("`table` or `json`"), "{said}");
}

#[test]
fn each_rule_has_a_proof_and_every_check_a_rule() {
    let output = tck(&["rules", "--format", "json"]);
    assert!(output.status.success());
    let document = json(&output);
    let rules = document["rules"].as_array().expect("there are rules");
    assert_eq!(rules.len(), 43);
    for rule in rules {
        let proof = rule["proof"].as_array().expect("there is a list of proofs");
        assert!(!proof.is_empty(), "{rule} has no proof");
        let is_advice =
            ["2.2", "3.1", "3.4"].contains(&rule["rule"].as_str().expect("it has a number"));
        assert_eq!(proof.iter().all(|proof| proof == "advisory"), is_advice, "{rule}");
        let note = rule["note"].as_str().expect("there is a note");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        assert!(root.join(note).exists(), "{note} does not exist");
    }
    let by_compiler = rules.iter().filter(|rule| {
        rule["proof"].as_array().is_some_and(|proof| proof.contains(&"compiler".into()))
    });
    assert!(by_compiler.count() >= 8);
}
