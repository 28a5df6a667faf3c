use std::fmt::Write;
use std::panic::Location;

/// One step, as it is shown.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) at: &'static Location<'static>,
    pub(super) came: String,
}

/// The message of a script that did not go well: its steps, and a rule that was broken.
pub(super) fn verdict(
    lines: &[Line],
    failed: Option<usize>,
    complaint: Option<String>,
) -> Option<String> {
    let broken = complaint.map(|complaint| format!("the publisher broke a rule\n{complaint}"));
    let Some(failed) = failed else { return broken };
    let mut text = format!("step {} of {} did not go as expected\n\n", failed + 1, lines.len());
    let numbers = lines.len().to_string().len();
    let width = lines.iter().map(|line| line.text.chars().count()).max().unwrap_or(0);
    for (index, line) in lines.iter().enumerate() {
        let mark = if index == failed { '▶' } else { ' ' };
        let number = index + 1;
        let row = format!("{mark} {number:numbers$}  {:width$}  {}", line.text, line.came);
        let _ = writeln!(text, "{}", row.trim_end()); // a String takes everything
        if index == failed {
            let _ = writeln!(text, "  {:numbers$}  at {}", "", line.at);
        }
    }
    Some(text + &broken.map(|broken| format!("\n{broken}")).unwrap_or_default())
}
