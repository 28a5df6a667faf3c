//! What a run of the suite has shown: as values, as a table, as JSON and as JUnit XML.

mod json;
mod junit;
mod output;
mod table;

use std::fmt;

use crate::check::Check;
use crate::oracle::Breach;
use crate::suite::Role;

pub use junit::JunitError;
pub use output::{Format, Output, WriteError};

/// The verdicts on all implementations of a suite.
#[derive(Debug)]
pub struct Report {
    /// In the order in which they were added.
    pub implementations: Vec<ImplementationReport>,
}

/// The verdicts on one implementation.
#[derive(Debug)]
pub struct ImplementationReport {
    /// Its name in the suite.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// One for each check.
    pub verdicts: Vec<CheckReport>,
}

/// The verdict of one check on one implementation.
#[derive(Debug)]
pub struct CheckReport {
    /// The check.
    pub check: &'static Check,
    /// What it came to.
    pub verdict: Verdict,
}

/// What a check came to. There is no other way out: nothing is skipped without a word.
#[derive(Debug)]
pub enum Verdict {
    /// The rules were kept.
    Passed,
    /// A rule was broken.
    Failed(Box<Failure>),
    /// The implementation lacks what the check needs, and says so.
    Declined(String),
    /// The check is about something that this kind of implementation does not have.
    NotApplicable(String),
    /// The compiler refuses programs that break the rule: these.
    Compiler(&'static [&'static str]),
    /// The rule is advice; what was seen against it.
    Advisory(Vec<String>),
}

impl Verdict {
    /// The word for it in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed(_) => "failed",
            Self::Declined(_) => "declined",
            Self::NotApplicable(_) => "not_applicable",
            Self::Compiler(_) => "compiler",
            Self::Advisory(_) => "advisory",
        }
    }

    /// What there is to say beyond the word.
    pub fn detail(&self) -> String {
        match self {
            Self::Passed => String::new(),
            Self::Failed(failure) => failure.to_string(),
            Self::Declined(reason) | Self::NotApplicable(reason) => reason.clone(),
            Self::Compiler(programs) => format!("refused: {}", programs.join(", ")),
            Self::Advisory(remarks) => remarks.join("; "),
        }
    }
}

/// Why a check failed, and how to see it again.
#[derive(Debug)]
pub struct Failure {
    /// The rules that were broken, and how.
    pub breaches: Vec<Breach>,
    /// The signals, in order.
    pub trace: String,
    /// The seed of the run.
    pub seed: u64,
    /// The smallest random script that fails, where the check is one of those.
    pub script: Option<String>,
    /// The command that replays it.
    pub replay: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for breach in &self.breaches {
            writeln!(f, "broken: §{} {}", breach.rule.id, breach.rule.text)?;
            writeln!(
                f,
                "   saw: {} (event {}, stream s{})",
                breach.text, breach.at, breach.link.0
            )?;
        }
        if let Some(script) = &self.script {
            writeln!(f, "script: {script}")?;
        }
        writeln!(f, "replay: {}", self.replay)?;
        write!(f, " trace:  (event, thread, stream, signal)\n{}", self.trace)
    }
}

/// How many verdicts there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Rules kept.
    pub passed: usize,
    /// Rules broken.
    pub failed: usize,
    /// Capabilities that are not there.
    pub declined: usize,
    /// Checks about something else.
    pub not_applicable: usize,
    /// Rules that the compiler keeps.
    pub compiler: usize,
    /// Advice.
    pub advisory: usize,
}

impl Totals {
    /// Counts these verdicts.
    pub fn of(verdicts: &[CheckReport]) -> Self {
        let mut totals = Self::default();
        totals.add(verdicts);
        totals
    }

    fn add(&mut self, verdicts: &[CheckReport]) {
        for report in verdicts {
            *match report.verdict {
                Verdict::Passed => &mut self.passed,
                Verdict::Failed(_) => &mut self.failed,
                Verdict::Declined(_) => &mut self.declined,
                Verdict::NotApplicable(_) => &mut self.not_applicable,
                Verdict::Compiler(_) => &mut self.compiler,
                Verdict::Advisory(_) => &mut self.advisory,
            } += 1;
        }
    }

    /// How many scenarios were played.
    pub fn played(&self) -> usize {
        self.passed + self.failed + self.advisory
    }
}

impl Report {
    /// How many verdicts there are of each kind.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.implementations.iter().for_each(|one| totals.add(&one.verdicts));
        totals
    }

    /// Whether something was played, and nothing failed.
    pub fn is_success(&self) -> bool {
        let totals = self.totals();
        totals.failed == 0 && totals.played() > 0
    }
}
