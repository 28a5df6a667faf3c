use std::collections::BTreeMap;
use std::fmt;

use super::{Report, Totals, Verdict};

impl fmt::Display for Report {
    /// The table for people: a line for each implementation, what was declined and why, what was
    /// remarked, and every failure whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_summary(f)?;
        for one in &self.implementations {
            for report in &one.verdicts {
                if let Verdict::Failed(failure) = &report.verdict {
                    writeln!(f, "\n✗ {}::{}\n{failure}", one.name, report.check.name)?;
                }
            }
        }
        if self.totals().played() == 0 {
            writeln!(f, "\nnothing was played: no check was chosen, or every one was declined")?;
        }
        Ok(())
    }
}

/// The table without the failures, for where those have been told already.
pub(crate) struct Summary<'a>(&'a Report);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write_summary(f)
    }
}

fn line(
    f: &mut fmt::Formatter<'_>,
    width: usize,
    name: &str,
    kind: &str,
    totals: Totals,
) -> fmt::Result {
    writeln!(
        f,
        "{name:width$}  {kind:10}  {:6}  {:6}  {:8}  {:3}  {:8}  {:8}",
        totals.passed,
        totals.failed,
        totals.declined,
        totals.not_applicable,
        totals.compiler,
        totals.advisory
    )
}

impl Report {
    pub(crate) fn summary(&self) -> Summary<'_> {
        Summary(self)
    }

    fn write_summary(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.implementations.iter().map(|one| one.name.chars().count()).max();
        let width = width.unwrap_or(0).max("implementation".len());
        writeln!(
            f,
            "{:width$}  {:10}  passed  failed  declined  n/a  compiler  advisory",
            "implementation", "kind"
        )?;
        for one in &self.implementations {
            line(f, width, &one.name, one.role.name(), Totals::of(&one.verdicts))?;
        }
        line(f, width, "total", "", self.totals())?;
        self.notes(f, "declined", |verdict| matches!(verdict, Verdict::Declined(_)))?;
        self.notes(f, "not applicable", |verdict| matches!(verdict, Verdict::NotApplicable(_)))?;
        self.notes(
            f,
            "advice not followed",
            |verdict| matches!(verdict, Verdict::Advisory(remarks) if !remarks.is_empty()),
        )
    }

    /// Says what is behind the verdicts of one kind: a line for each implementation, with the reasons
    /// and how many checks each concerns. The names of those are in the JSON report.
    fn notes(
        &self,
        f: &mut fmt::Formatter<'_>,
        title: &str,
        chosen: impl Fn(&Verdict) -> bool,
    ) -> fmt::Result {
        let mut titled = false;
        for one in &self.implementations {
            let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
            for report in one.verdicts.iter().filter(|report| chosen(&report.verdict)) {
                *reasons.entry(report.verdict.detail()).or_default() += 1;
            }
            if reasons.is_empty() {
                continue;
            }
            if !titled {
                writeln!(f, "\n{title}:")?;
                titled = true;
            }
            let reasons: Vec<String> =
                reasons.iter().map(|(reason, count)| format!("{reason} ({count})")).collect();
            writeln!(f, "  {}: {}", one.name, reasons.join("; "))?;
        }
        Ok(())
    }
}
