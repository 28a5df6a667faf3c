use serde_json::{Value, json};

use super::{CheckReport, Report, Verdict};

impl Report {
    /// The report as one JSON document, version 1.
    ///
    /// Each verdict has `check`, `rules`, `verdict` and `detail`; a failed one also has `failure` with
    /// `breaches` (`rule`, `text`), `trace`, `seed`, `script` and `replay`. New fields may be added
    /// within a version; none is renamed or removed.
    pub fn to_json(&self) -> Value {
        let implementations: Vec<Value> = self
            .implementations
            .iter()
            .map(|one| {
                let verdicts: Vec<Value> = one.verdicts.iter().map(verdict).collect();
                json!({ "name": one.name, "kind": one.role.name(), "verdicts": verdicts })
            })
            .collect();
        let totals = self.totals();
        json!({
            "version": 1,
            "implementations": implementations,
            "totals": {
                "passed": totals.passed,
                "failed": totals.failed,
                "declined": totals.declined,
                "not_applicable": totals.not_applicable,
                "compiler": totals.compiler,
                "advisory": totals.advisory,
            },
        })
    }
}

fn verdict(report: &CheckReport) -> Value {
    let mut value = json!({
        "check": report.check.name,
        "rules": report.check.rules,
        "verdict": report.verdict.name(),
        "detail": report.verdict.detail(),
    });
    if let Verdict::Failed(failure) = &report.verdict {
        let breaches: Vec<Value> = failure
            .breaches
            .iter()
            .map(|breach| json!({ "rule": breach.rule.id, "text": breach.text }))
            .collect();
        value["failure"] = json!({
            "breaches": breaches,
            "trace": failure.trace,
            "seed": failure.seed,
            "script": failure.script,
            "replay": failure.replay,
        });
    }
    value
}
