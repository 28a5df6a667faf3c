//! The notes in `spec-notes/` name, for each rule, every check, refused program and fault that there is,
//! and nothing else.
//!
//! `SPEC_NOTES=update` in the environment has the lists and the index rewritten first.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use reactive_streams_tck::rule::RULES;
use tck_cli::rules::{Evidence, all_checks, evidence};

const CHECKS: &str = "## Checks";
const PROGRAMS: &str = "## Refused programs";
const FAULTS: &str = "## Faults";

/// What stands in the place of a list with nothing in it.
const NOTHING: &str = "None.";

/// How the name of a check begins.
const CHECK_NAMES: [&str; 6] =
    ["required_", "optional_", "stochastic_", "untested_", "beyond_", "must_immediately"];

static NOTES: LazyLock<Notes> = LazyLock::new(Notes::read);

/// All notes with what they should say.
struct Notes {
    evidence: Vec<Evidence>,
    /// The programs in `compile_fail`, by rule.
    programs: BTreeMap<String, Vec<String>>,
}

impl Notes {
    fn read() -> Self {
        let notes = Self { evidence: evidence(), programs: programs() };
        if std::env::var("SPEC_NOTES").is_ok_and(|value| value == "update") {
            notes.update();
        }
        notes
    }

    /// What each list in the note on this rule has to name.
    fn lists(&self, one: &Evidence) -> Vec<(&'static str, Vec<String>)> {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let mut lists = vec![(CHECKS, owned(&one.checks)), (FAULTS, owned(&one.faults))];
        if let Some(programs) = self.programs.get(one.rule.id) {
            lists.push((PROGRAMS, programs.clone()));
        }
        lists
    }

    /// The line of the index on this rule.
    fn index_line(one: &Evidence) -> String {
        let kept_by: Vec<String> =
            one.proof.iter().map(|proof| format!("{proof:?}").to_lowercase()).collect();
        let (id, text) = (one.rule.id, one.rule.text);
        format!("| [{id}]({id}.md) | {} | {text} | {} |", one.rule.level, kept_by.join(", "))
    }

    /// Writes every list anew, in its place.
    fn update(&self) {
        for one in &self.evidence {
            let path = root().join(one.note());
            let mut text = fs::read_to_string(&path).unwrap();
            for (title, names) in self.lists(one) {
                text = with_section(&text, title, &names);
            }
            fs::write(&path, text).unwrap();
        }
        let path = folder().join("README.md");
        let text = fs::read_to_string(&path).unwrap();
        let mut table = self.evidence.iter().map(Self::index_line).collect::<Vec<_>>();
        let mut lines = Vec::new();
        for line in text.lines() {
            if !is_index_line(line) {
                lines.push(line.to_owned());
                if line.starts_with("|---") {
                    lines.append(&mut table);
                }
            }
        }
        fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn folder() -> PathBuf {
    root().join("spec-notes")
}

/// The compile-fail programs; `spec110_same_subscriber_twice` breaks rule 1.10.
fn programs() -> BTreeMap<String, Vec<String>> {
    let mut programs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in file_stems(&root().join("crates/core/tests/compile_fail"), "rs") {
        let (digits, _) = name.strip_prefix("spec").unwrap().split_once('_').unwrap();
        let (section, number) = digits.split_at(1);
        let rule = format!("{section}.{}", number.parse::<u8>().unwrap());
        programs.entry(rule).or_default().push(name);
    }
    programs
}

/// The names, without their extension, of the files in a folder that have this extension.
fn file_stems(folder: &Path, extension: &str) -> BTreeSet<String> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let chosen = paths.filter(|path| path.extension().is_some_and(|it| it == extension));
    chosen.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

fn is_rule(name: &str) -> bool {
    name.split('.').count() == 2 && name.split('.').all(|part| part.parse::<u8>().is_ok())
}

fn is_index_line(line: &str) -> bool {
    line.starts_with("| [")
}

/// What stands under a heading, up to the next one.
fn section<'a>(text: &'a str, title: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(&format!("\n{title}\n"))?;
    Some(after.split_once("\n## ").map_or(after, |(section, _)| section))
}

fn with_section(text: &str, title: &str, names: &[String]) -> String {
    let Some((before, after)) = text.split_once(&format!("\n{title}\n")) else {
        return text.to_owned(); // the test will complain
    };
    let rest = after.split_once("\n## ").map(|(_, rest)| format!("\n## {rest}"));
    let mut list: String = names.iter().map(|name| format!("- `{name}`\n")).collect();
    if names.is_empty() {
        list = format!("{NOTHING}\n");
    }
    format!("{before}\n{title}\n\n{list}{}", rest.unwrap_or_default())
}

/// What is written between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Fails with all complaints at once.
fn nothing_to_complain(complaints: &[String]) {
    let text = complaints.join("\n");
    assert!(complaints.is_empty(), "{text}\nthe lists can be rewritten: SPEC_NOTES=update");
}

#[test]
fn every_rule_has_a_note_and_every_note_a_rule() {
    let _notes = &*NOTES;
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    let mut notes = file_stems(&folder(), "md");
    notes.retain(|name| is_rule(name));
    let missing = rules.difference(&notes).map(|id| format!("rule {id} has no note"));
    let surplus = notes.difference(&rules).map(|id| format!("{id}.md: there is no such rule"));
    nothing_to_complain(&missing.chain(surplus).collect::<Vec<_>>());
}

#[test]
fn notes_begin_with_their_rule() {
    for one in &NOTES.evidence {
        let text = fs::read_to_string(root().join(one.note())).unwrap();
        let heading = format!("# {}\n\nLevel: {}\n", one.rule, one.rule.level);
        assert!(text.starts_with(&heading), "{} has to begin with\n{heading}", one.note());
        for title in ["## In Rust", "## What enforces it"] {
            let prose = section(&text, title).unwrap_or_default();
            assert!(!prose.trim().is_empty(), "{}: {title} says nothing", one.note());
        }
    }
}

#[test]
fn notes_list_what_there_is() {
    let mut complaints = Vec::new();
    for one in &NOTES.evidence {
        let text = fs::read_to_string(root().join(one.note())).unwrap();
        let lists = NOTES.lists(one);
        if section(&text, PROGRAMS).is_some() && !NOTES.programs.contains_key(one.rule.id) {
            complaints.push(format!("{}: no program breaks this rule", one.note()));
        }
        for (title, names) in lists {
            let place = format!("{}, {title}", one.note());
            let Some(list) = section(&text, title) else {
                complaints.push(format!("{place}: there is no such heading"));
                continue;
            };
            let named: BTreeSet<&str> = quoted(list).collect();
            let there: BTreeSet<&str> = names.iter().map(String::as_str).collect();
            let gone = named.difference(&there);
            complaints.extend(gone.map(|name| format!("{place}: there is no {name} here")));
            let unnamed = there.difference(&named);
            complaints.extend(unnamed.map(|name| format!("{place}: {name} is not named")));
        }
    }
    nothing_to_complain(&complaints);
}

#[test]
fn index_is_complete() {
    let _notes = &*NOTES;
    let text = fs::read_to_string(folder().join("README.md")).unwrap();
    let index: Vec<&str> = text.lines().filter(|line| is_index_line(line)).collect();
    let expected: Vec<String> = NOTES.evidence.iter().map(Notes::index_line).collect();
    let missing = expected.iter().filter(|line| !index.contains(&line.as_str()));
    let missing = missing.map(|line| format!("the index lacks {line}"));
    let surplus = index.iter().filter(|line| !expected.iter().any(|other| other == *line));
    let surplus = surplus.map(|line| format!("the index has {line}"));
    nothing_to_complain(&missing.chain(surplus).collect::<Vec<_>>());
    assert_eq!(index, expected, "the order is that of the specification, and nothing comes twice");
}

#[test]
fn refused_programs_of_checks_exist() {
    let programs: BTreeSet<&String> = NOTES.programs.values().flatten().collect();
    for check in all_checks() {
        for name in check.refused_programs() {
            let is_there = programs.contains(&(*name).to_owned());
            assert!(is_there, "{} names {name}, which does not exist", check.name);
        }
    }
}

/// What prose mentions exists as well: checks, files of this repository, other notes.
#[test]
fn prose_names_what_exists() {
    let _notes = &*NOTES;
    let checks: BTreeSet<&str> = all_checks().into_iter().map(|check| check.name).collect();
    let mut complaints = Vec::new();
    for name in file_stems(&folder(), "md") {
        let text = fs::read_to_string(folder().join(format!("{name}.md"))).unwrap();
        for quoted in quoted(&text).filter(|text| !text.contains(char::is_whitespace)) {
            let is_check = CHECK_NAMES.iter().any(|start| quoted.starts_with(start));
            if is_check && !checks.contains(quoted) {
                complaints.push(format!("{name}.md: there is no check {quoted}"));
            }
            if quoted.contains('/') && !root().join(quoted).exists() {
                complaints.push(format!("{name}.md: there is no file {quoted}"));
            }
        }
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !link.contains("://") && !folder().join(link).exists() {
                complaints.push(format!("{name}.md: the link to {link} leads nowhere"));
            }
        }
    }
    nothing_to_complain(&complaints);
}
