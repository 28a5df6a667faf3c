use std::fmt;
use std::time::Duration;

/// What an example has found: a line for each variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    columns: &'static [&'static str],
    lines: Vec<(&'static str, Vec<String>)>,
}

impl Figures {
    /// A table with these columns, and no line yet.
    pub fn of(columns: &'static [&'static str]) -> Self {
        Self { columns, lines: Vec::new() }
    }

    /// Adds what a variant has come to.
    pub fn line(mut self, variant: &'static str, values: impl IntoIterator<Item = String>) -> Self {
        self.lines.push((variant, values.into_iter().collect()));
        self
    }
}

/// As a table in Markdown.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| | {} |", self.columns.join(" | "))?;
        writeln!(f, "|---|{}", "---:|".repeat(self.columns.len()))?;
        for (variant, values) in &self.lines {
            writeln!(f, "| {variant} | {} |", values.join(" | "))?;
        }
        Ok(())
    }
}

/// How much of the whole a part is: `97 %`.
pub fn percent(part: usize, whole: usize) -> String {
    format!("{:.0} %", 100.0 * part as f64 / whole as f64)
}

/// `0.26 s`.
pub fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
