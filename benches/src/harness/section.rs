//! Parts of `RESULTS.md` that other programs write: each stands between two lines that name it.

use std::fmt::Write;

/// The sections of `text`, with their marks, for a report that is written anew; each after an empty line.
pub fn sections(text: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("<!-- begin ") {
            inside = true;
            kept.push('\n');
        }
        if inside {
            kept += line;
            kept.push('\n');
        }
        inside &= !line.starts_with("<!-- end ");
    }
    kept
}

/// `text` with `body` as the section of that name: in the place of the old one, or at the end.
pub fn with_section(text: &str, name: &str, body: &str) -> String {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->\n"));
    let body = body.trim_matches('\n');
    let section = format!("{begin}{body}\n{end}");
    let old = text.find(&begin).zip(text.find(&end).map(|at| at + end.len()));
    match old.filter(|(from, to)| from < to) {
        Some((from, to)) => format!("{}{section}{}", &text[..from], &text[to..]),
        None => {
            let mut text = text.to_owned();
            write!(text, "\n{section}").expect("a string can be written to");
            text
        }
    }
}
