use std::error::Error;
use std::fmt;

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::{Report, Verdict};

/// The report could not be written as XML.
#[derive(Debug)]
pub struct JunitError(quick_junit::SerializeError);

impl fmt::Display for JunitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the JUnit report could not be written: {}", self.0)
    }
}

impl Error for JunitError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl Report {
    /// The report as JUnit XML: a test suite for each implementation, a test case for each check.
    ///
    /// What is declined or not applicable is a skipped case with the reason as its message.
    ///
    /// # Errors
    ///
    /// When the text of a failure cannot be written as XML.
    pub fn to_junit(&self) -> Result<String, JunitError> {
        let mut document = Document::new("reactive-streams-tck");
        for one in &self.implementations {
            let mut suite = TestSuite::new(one.name.as_str());
            for report in &one.verdicts {
                let detail = report.verdict.detail();
                let status = match &report.verdict {
                    Verdict::Passed | Verdict::Compiler(_) | Verdict::Advisory(_) => {
                        TestCaseStatus::success()
                    }
                    Verdict::Declined(_) | Verdict::NotApplicable(_) => {
                        let mut status = TestCaseStatus::skipped();
                        status.set_message(format!("{}: {detail}", report.verdict.name()));
                        status
                    }
                    Verdict::Failed(failure) => {
                        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                        if let Some(first) = failure.breaches.first() {
                            status.set_message(first.to_string());
                        }
                        status.set_description(detail.clone());
                        status
                    }
                };
                let mut case = TestCase::new(report.check.name, status);
                case.set_classname(one.name.as_str());
                suite.add_test_case(case);
            }
            document.add_test_suite(suite);
        }
        document.to_string().map(|text| without_skipped(&text)).map_err(JunitError)
    }
}

/// The schema that CI servers check against has no `skipped` on the outermost element, where the
/// library writes one; each suite inside has its own.
fn without_skipped(text: &str) -> String {
    let Some(root) = text.find("<testsuites") else { return text.to_owned() };
    let end = text[root..].find('>').map_or(text.len(), |length| root + length);
    let tag: Vec<&str> =
        text[root..end].split(' ').filter(|part| !part.starts_with("skipped=")).collect();
    format!("{}{}{}", &text[..root], tag.join(" "), &text[end..])
}
