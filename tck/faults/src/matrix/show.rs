//! The matrix for people and for machines.

use std::fmt;

use serde_json::{Value, json};

use super::Matrix;

impl Matrix {
    /// The matrix as JSON: faults with the checks that catch them, checks with what they catch.
    pub fn to_json(&self) -> Value {
        let faults = self.faults.iter().map(|fault| {
            json!({
                "name": fault.name,
                "kind": fault.kind.name(),
                "rule": fault.rules.first(),
                "rules": fault.rules,
                "what": fault.what,
                "passes_jvm": fault.passes_jvm,
                "caught_by": fault.caught_by,
            })
        });
        let checks =
            self.checks.iter().map(|check| json!({ "name": check.name, "catches": check.catches }));
        json!({ "faults": faults.collect::<Vec<_>>(), "checks": checks.collect::<Vec<_>>() })
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name_width = self.faults.iter().map(|fault| fault.name.len()).max().unwrap_or(0);
        writeln!(f, "{:name_width$}  {:10}  {:>5}  caught by", "fault", "kind", "rule")?;
        for fault in &self.faults {
            let rule = fault.rules.first().unwrap_or(&"");
            let caught = match fault.caught_by.as_slice() {
                [] => "NOTHING".to_owned(),
                [one] => (*one).to_owned(),
                [first, others @ ..] => format!("{first} and {} more", others.len()),
            };
            let mark = if fault.passes_jvm { "  (passes the JVM's TCK)" } else { "" };
            let kind = fault.kind.name();
            writeln!(f, "{:name_width$}  {kind:10}  {rule:>5}  {caught}{mark}", fault.name)?;
        }
        writeln!(f, "\n catches  check")?;
        for check in &self.checks {
            writeln!(f, "{:8}  {}", check.catches.len(), check.name)?;
        }
        let problems = self.problems();
        writeln!(
            f,
            "\n{} faults, {} checks, {} problems",
            self.faults.len(),
            self.checks.len(),
            problems.len()
        )?;
        problems.iter().try_for_each(|problem| writeln!(f, "- {problem}"))
    }
}
