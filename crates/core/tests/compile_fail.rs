//! The rules that the compiler keeps, each proved by programs that break it and are refused.
//!
//! A program is named after its rule, as the conformance suite names its checks: `spec103_…` breaks
//! §1.3. Its offending line ends with `// refused`. The line after it may hold, as `// lawful: …`,
//! what a program that keeps the rule says there; without one, keeping the rule means leaving the
//! line out.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rules of which the documentation says that the compiler keeps them.
const KEPT: [&str; 9] = ["1.3", "1.7", "1.9", "1.10", "2.4", "2.11", "2.12", "2.13", "3.9"];

const PROGRAMS: &str = "tests/compile_fail";

struct Program {
    path: PathBuf,
    source: String,
}

impl Program {
    /// In `spec110_same_subscriber_twice`, "1.10".
    fn rule(&self) -> String {
        let name = self.path.file_stem().unwrap().to_str().unwrap();
        let (digits, _) = name.strip_prefix("spec").unwrap().split_once('_').unwrap();
        let (section, number) = digits.split_at(1);
        format!("{section}.{}", number.parse::<u8>().unwrap())
    }

    /// The program with its offending line taken out, or replaced by the lawful one.
    fn twin(&self) -> String {
        let lines = self.source.lines().filter(|line| !is_refused(line));
        lines.map(|line| line.replacen("// lawful: ", "", 1) + "\n").collect()
    }
}

fn is_refused(line: &str) -> bool {
    line.ends_with("// refused")
}

fn programs() -> Vec<Program> {
    let mut paths: Vec<PathBuf> = fs::read_dir(PROGRAMS)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| Program { source: fs::read_to_string(&path).unwrap(), path })
        .collect()
}

/// Each program is refused, and its twin, which differs in the offending line alone, builds.
#[test]
fn programs_are_refused_and_their_twins_build() {
    let twins = Path::new(env!("CARGO_TARGET_TMPDIR")).join("twins");
    fs::create_dir_all(&twins).unwrap();
    let cases = trybuild::TestCases::new();
    for program in programs() {
        let twin = twins.join(program.path.file_name().unwrap());
        fs::write(&twin, program.twin()).unwrap();
        cases.compile_fail(&program.path);
        cases.pass(twin);
    }
}

/// The compiler's one complaint about each program is about its offending line.
#[test]
fn programs_are_refused_for_the_offending_line() {
    for program in programs() {
        let path = program.path.to_str().unwrap();
        let refused: Vec<usize> = (1..)
            .zip(program.source.lines())
            .filter(|(_, line)| is_refused(line))
            .map(|(number, _)| number)
            .collect();
        assert_eq!(refused.len(), 1, "{path}: one line is marked as refused");

        let stderr = fs::read_to_string(program.path.with_extension("stderr")).unwrap();
        let mut lines = stderr.lines();
        let first = lines.next().unwrap();
        let place = lines.next().unwrap().trim_start();
        let refusal = format!("--> {path}:{}:", refused[0]);
        assert!(first.starts_with("error"), "{path}: {first}");
        assert!(place.starts_with(&refusal), "{path}: refused at {place}");

        let complaint = |line: &str| line.starts_with("error") || line.starts_with("warning");
        assert_eq!(lines.filter(|line| complaint(line)).count(), 0, "{path}: a second complaint");
    }
}

/// Each program says in its first line which rule it breaks.
#[test]
fn programs_name_their_rule() {
    for program in programs() {
        let heading = format!("//! §{}: ", program.rule());
        assert!(program.source.starts_with(&heading), "{}: {heading}", program.path.display());
    }
}

#[test]
fn each_kept_rule_has_a_program() {
    let proved: BTreeSet<String> = programs().iter().map(Program::rule).collect();
    for rule in KEPT {
        assert!(proved.contains(rule), "no program breaks §{rule}");
    }
}

/// The documentation claims neither more nor less than is proved here.
#[test]
fn documentation_claims_the_kept_rules() {
    let documentation = fs::read_to_string("src/lib.rs").unwrap().replace("\n///  ", "");
    let claimed: BTreeSet<&str> = documentation
        .split("/// - **§")
        .skip(1)
        .filter(|rule| rule.contains("*Kept by the compiler*"))
        .filter_map(|rule| rule.split_once("**"))
        .map(|(number, _)| number)
        .collect();
    assert_eq!(claimed, BTreeSet::from(KEPT));
}
