//! For each rule: what proves it, which checks, which faults show that those checks work.

use std::collections::BTreeSet;
use std::fmt;

use reactive_streams_tck::rule::{RULES, Rule};
use reactive_streams_tck::{Check, Role, checks};
use reactive_streams_tck_faults::corpus;
use serde_json::{Value, json};

/// How a rule is proved. One that is only advised has no other proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// Programs that break it are refused.
    Compiler,
    /// Implementations that break it fail a check.
    Check,
    /// It is advice: implementations that do not follow it get a remark.
    Advisory,
}

impl Proof {
    fn name(self) -> &'static str {
        match self {
            Self::Compiler => "compiler",
            Self::Check => "check",
            Self::Advisory => "advisory",
        }
    }
}

/// What there is to say of one rule.
#[derive(Debug)]
pub struct Evidence {
    /// The rule.
    pub rule: &'static Rule,
    /// What proves it.
    pub proof: BTreeSet<Proof>,
    /// The checks that are about it, in their order.
    pub checks: Vec<&'static str>,
    /// The faults that break it; the matrix shows that they are caught.
    pub faults: Vec<&'static str>,
    /// The programs that break it, and that the compiler refuses.
    pub programs: Vec<&'static str>,
}

impl Evidence {
    /// The note on this rule, from the root of the repository.
    pub fn note(&self) -> String {
        format!("spec-notes/{}.md", self.rule.id)
    }
}

/// The evidence for each of the 43 rules.
pub fn evidence() -> Vec<Evidence> {
    let checks = all_checks();
    let faults = corpus();
    RULES
        .iter()
        .map(|rule| {
            let about: Vec<&Check> =
                checks.iter().copied().filter(|check| check.rules.contains(&rule.id)).collect();
            let breaking = faults.iter().filter(|fault| fault.rules.contains(&rule.id));
            Evidence {
                rule,
                proof: about.iter().map(|check| proof(check)).collect(),
                checks: about.iter().map(|check| check.name).collect(),
                faults: breaking.map(|fault| fault.name).collect(),
                programs: programs(&about),
            }
        })
        .collect()
}

/// The programs that these checks name, each once.
fn programs(checks: &[&Check]) -> Vec<&'static str> {
    let all = checks.iter().flat_map(|check| check.refused_programs());
    all.copied().collect::<BTreeSet<_>>().into_iter().collect()
}

fn proof(check: &Check) -> Proof {
    if !check.refused_programs().is_empty() {
        Proof::Compiler
    } else if check.advice {
        Proof::Advisory
    } else {
        Proof::Check
    }
}

/// Every check once, in the order of the roles.
pub fn all_checks() -> Vec<&'static Check> {
    let mut known = BTreeSet::new();
    let roles = [Role::Publisher, Role::Subscriber, Role::Processor];
    roles.into_iter().flat_map(checks).filter(|check| known.insert(check.name)).collect()
}

/// The evidence as one JSON document.
pub fn to_json(evidence: &[Evidence]) -> Value {
    let rules: Vec<Value> = evidence
        .iter()
        .map(|one| {
            let proof: Vec<&str> = one.proof.iter().map(|proof| proof.name()).collect();
            // A program that breaks the rule is a fault too: one that is caught before it can run.
            let faults: Vec<&str> = one.faults.iter().chain(&one.programs).copied().collect();
            json!({
                "rule": one.rule.id,
                "level": one.rule.level.to_string(),
                "proof": proof,
                "checks": one.checks,
                "faults": faults,
                "note": one.note(),
            })
        })
        .collect();
    json!({ "rules": rules })
}

/// The evidence as a table for people.
#[derive(Debug)]
pub struct Table<'a>(pub &'a [Evidence]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "rule  level        proof              checks  faults  what it says")?;
        for one in self.0 {
            let proof: Vec<&str> = one.proof.iter().map(|proof| proof.name()).collect();
            writeln!(
                f,
                "{:<5} {:<12} {:<18} {:>6}  {:>6}  {}",
                one.rule.id,
                one.rule.level.to_string(),
                proof.join(", "),
                one.checks.len(),
                one.faults.len() + one.programs.len(),
                one.rule.text
            )?;
        }
        Ok(())
    }
}
